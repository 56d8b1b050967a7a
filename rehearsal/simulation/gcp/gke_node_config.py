"""What a GKE node may be made of: in a node pool, and in the first pool of a cluster."""

from collections.abc import Iterator

from facts.gcp_machine_types import HYPERDISK_ONLY, MACHINE_TYPES
from rehearsal.simulation.gcp.inputs import invalid, one_of
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Failure, Properties

PATH = "nodeConfig"
IMAGES = ("COS_CONTAINERD", "UBUNTU_CONTAINERD", "WINDOWS_LTSC_CONTAINERD")
DISKS = ("pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced")
OWN = "kubernetes.io/"


def node_config_check(inputs: Properties) -> Iterator[Failure]:
    """Machines, images, disks and ways to keep credentials that GKE has."""
    for text in texts(inputs, f"{PATH}.machineType"):
        if text not in MACHINE_TYPES and text.partition("-")[0] not in HYPERDISK_ONLY:
            yield invalid(f"{PATH}.machineType", text, "Machine type with this name does not exist")
    yield from one_of(inputs, f"{PATH}.imageType", IMAGES)
    yield from one_of(inputs, f"{PATH}.diskType", DISKS)
    yield from one_of(inputs, f"{PATH}.workloadMetadataConfig.mode", ("GKE_METADATA", "GCE_METADATA"))
    yield from one_of(inputs, f"{PATH}.kubeletConfig.insecureKubeletReadonlyPortEnabled", ("TRUE", "FALSE"))
    for size in values(inputs, f"{PATH}.diskSizeGb"):
        if isinstance(size, (int, float)) and not 10 <= size <= 65536:
            yield invalid(f"{PATH}.diskSizeGb", size, "Must be from 10 to 65536")
    for labels in values(inputs, f"{PATH}.labels"):
        for key in labels if isinstance(labels, dict) else ():
            if str(key).startswith(OWN):
                yield invalid(f"{PATH}.labels", key, "Labels of kubernetes.io/ are Kubernetes' own")
