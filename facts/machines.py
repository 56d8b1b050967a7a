"""What a machine has and what of it is left for pods, cloud by cloud.

Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes (memory for each vCPU of a family),
https://github.com/awslabs/amazon-eks-ami (eni-max-pods.txt), https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
and https://learn.microsoft.com/azure/aks/node-resource-reservations, as of 2026-08.
"""

import re
from dataclasses import dataclass

GIB_FOR_EACH_CPU = {"m": 4.0, "c": 2.0, "r": 8.0, "i": 8.0, "x": 32.0, "im": 4.0, "g": 4.0}
BURST_GIB = {
    "nano": 0.5,
    "micro": 1.0,
    "small": 2.0,
    "medium": 4.0,
    "large": 8.0,
    "xlarge": 16.0,
    "2xlarge": 32.0,
}
ENI_PODS = {
    "medium": 8,
    "large": 29,
    "xlarge": 58,
    "2xlarge": 58,
    "4xlarge": 234,
    "8xlarge": 234,
    "12xlarge": 234,
}
BURST_PODS = {"nano": 4, "micro": 4, "small": 11, "medium": 17, "large": 35, "xlarge": 58, "2xlarge": 58}
MOST_ENI_PODS = 737
GCP_GIB = {"standard": 4.0, "highmem": 8.0, "highcpu": 1.0}
GCP_EXCEPTIONS = {
    "n1-standard": 3.75,
    "n1-highmem": 6.5,
    "c2d-highcpu": 2.0,
    "c3-highcpu": 2.0,
    "c3d-highcpu": 2.0,
}
EVICTION_MIB = 100
"""What the kubelet never gives to pods: its default threshold memory.available<100Mi."""


@dataclass(frozen=True)
class Machine:
    """cpu: cores; pods: how many a node of it may have."""

    cpu: float
    memory_gib: float
    pods: int


def ec2(instance_type: str) -> Machine:
    """An EC2 instance type; a size of metal counts as the largest of its family."""
    family, _, size = instance_type.partition(".")
    if family.startswith("t"):
        cpu = {"xlarge": 4.0, "2xlarge": 8.0}.get(size, 2.0)
        return Machine(cpu, BURST_GIB.get(size, 8.0), BURST_PODS.get(size, 58))
    times = re.match(r"(?:metal-)?(\d+)x", size)
    cpu = {"medium": 1.0, "large": 2.0, "xlarge": 4.0, "metal": 96.0}.get(size) or 4.0 * int(
        times[1] if times else 1
    )
    letters = re.match(r"[a-z]+", family)
    kind = letters[0] if letters else "m"
    ratio = GIB_FOR_EACH_CPU.get(kind) or GIB_FOR_EACH_CPU.get(kind[0], 4.0)
    return Machine(cpu, cpu * ratio, ENI_PODS.get(size, MOST_ENI_PODS))


def compute_engine(machine_type: str) -> Machine:
    """A machine type of Compute Engine, such as n2-standard-4."""
    kind, _, size = machine_type.rpartition("-")
    ratio = GCP_EXCEPTIONS.get(kind) or GCP_GIB.get(kind.rpartition("-")[2], 4.0)
    return Machine(float(size), float(size) * ratio, 110)


def spare_cpu(cores: float) -> float:
    """Cores left for pods: what the three clouds keep grows by 6 %, 1 %, 0.5 % and 0.25 % of the cores in turn."""
    kept = 0.06 * min(cores, 1) + 0.01 * min(max(cores - 1, 0), 1) + 0.005 * min(max(cores - 2, 0), 2)
    return cores - kept - 0.0025 * max(cores - 4, 0)


def spare_memory(cloud: str, gib: float, pods: int) -> float:
    """Bytes left for pods: EKS keeps 11 MiB for each pod and 255, AKS 20 MB for each and 50 or a quarter, GKE a falling share."""
    mib = gib * 1024
    if cloud == "eks":
        kept = 255.0 + 11 * pods
    elif cloud == "aks":
        kept = min(20.0 * pods + 50, mib / 4)
    else:
        steps = ((4, 0.25), (4, 0.2), (8, 0.1), (112, 0.06), (1e9, 0.02))
        kept, left = 0.0, gib
        for size, share in steps:
            kept += min(max(left, 0), size) * share * 1024
            left -= size
    return (mib - kept - EVICTION_MIB) * 2**20
