"""The addresses around a cluster's pods, and whether rules about addresses see the pods too. Read off the cluster's cloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from rehearsal.reach.ends import Outside
from rehearsal.reach.policies import Block
from rehearsal.recorded import Recorded, Recording

COMPONENT = "groundwork:cluster:"
KINDS = ("Eks", "Gke", "Aks", "Existing")
# RFC 1918, and RFC 6598's that carriers and clouds use alike.
PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
LINK_LOCAL = ip_network("169.254.0.0/16")  # RFC 3927
EVERYWHERE = ip_network("0.0.0.0/0")
# Where a node's own identity is to be had, on all three clouds; GKE answers a pod there with the pod's own.
METADATA = ip_network("169.254.169.254/32")
POD_IDENTITY = ip_network("169.254.170.23/32")
"""EKS's agent on each node, which gives a pod the credentials of its own identity (Amazon EKS User Guide, "EKS Pod Identity")."""
WIRE_SERVER = ip_network("168.63.129.16/32")
"""Azure's own service to its machines, at a public address (learn.microsoft.com, "What is IP address 168.63.129.16")."""

INTERNET, NETWORKS, NODES, SERVER = "internet", "private networks", "nodes' network", "instance metadata"
IDENTITY, WIRE = "pod identity agent", "Azure's WireServer"


@dataclass(frozen=True)
class Around:
    """outside: what has an address and is no pod. pod_blocks: as Network has it."""

    outside: tuple[Outside, ...]
    pod_blocks: tuple[Block, ...]


def clusters(recording: Recording) -> list[str]:
    """The names of a recording's clusters."""
    return [one.name for one in recording.resources if _is_cluster(one)]


def _is_cluster(one: Recorded) -> bool:
    return one.type.startswith(COMPONENT) and one.type.removeprefix(COMPONENT) in KINDS


def around(recording: Recording, cluster: str) -> Around:
    """A cluster's surroundings.

    The Kubernetes API has an address among the nodes', or on the internet where it is public. Amazon's network plugin takes
    a rule about addresses for pods too, which have theirs among the nodes'; Cilium, which GKE and AKS forward with, never does
    (docs.cilium.io, "Layer 3 Policies"). Of an existing cluster nothing is known: its pods and nodes may be anywhere in a private
    network, and its plugin may be of either kind.
    """
    component = next(one for one in recording.resources if _is_cluster(one) and one.name == cluster)
    kind = component.type.removeprefix(COMPONENT)
    nodes = tuple(_nodes(recording, component))
    special = {SERVER: METADATA}
    if kind == "Eks":
        special[IDENTITY] = POD_IDENTITY
    if kind == "Aks":
        special[WIRE] = WIRE_SERVER
    outside = [
        Outside(INTERNET, (EVERYWHERE,), (*PRIVATE, LINK_LOCAL, *special.values())),
        Outside(NETWORKS, PRIVATE, nodes),
        *([Outside(NODES, nodes)] if nodes else []),
        *(Outside(name, (block,)) for name, block in special.items()),
    ]
    return Around(tuple(outside), {"Eks": nodes, "Existing": PRIVATE}.get(kind, ()))


def _nodes(recording: Recording, component: Recorded) -> Iterator[Block]:
    """The blocks that nodes have their addresses in."""
    inside = {component.urn}
    for one in recording.resources:  # a parent is always registered before its children
        if one.parent not in inside:
            continue
        inside.add(one.urn)
        match one.type:
            case "aws:ec2/subnet:Subnet" if "kubernetes.io/role/internal-elb" in one.inputs.get("tags", {}):
                yield ip_network(one.inputs["cidrBlock"])
            case "gcp:compute/subnetwork:Subnetwork":
                yield ip_network(one.inputs["ipCidrRange"])
            case "azure-native:network:Subnet":
                yield ip_network(one.inputs["addressPrefix"])
