"""The most nodes that a cluster may have, and the room on each: what its pools say, less what the cloud keeps for itself."""

from collections.abc import Iterable, Iterator

from facts.azure_vm_sizes import SIZES
from facts.machines import Machine, compute_engine, ec2, spare_cpu, spare_memory
from facts.system_pods import SYSTEM_PODS
from settings.capacity.packing import Load, Room
from settings.clusters.aks import AksCluster
from settings.clusters.base import AnyCluster, Pool
from settings.clusters.eks import EksCluster
from settings.clusters.gke import GkeCluster

MIB = 2**20


def rooms(cluster: AnyCluster, on_each: Iterable[Load]) -> list[Room] | None:
    """The nodes of a cluster with every pool at its most, empty but for what runs on each node: the cloud's own pods, and those
    of the platform. None for an existing cluster, whose nodes are not known."""
    if cluster.cloud not in SYSTEM_PODS:
        return None
    daemons = list(on_each)
    return [_room(cluster.cloud, pool, count, machine, daemons) for pool, count, machine in _open(cluster)]


def _open(cluster: AnyCluster) -> Iterator[tuple[Pool, int, Machine]]:
    """The pools that applications get into: not one that is closed before it goes."""
    return (one for one in _pools(cluster) if not one[0].closed)


def _pools(cluster: AnyCluster) -> Iterator[tuple[Pool, int, Machine]]:
    """The pools that applications may be on, with the number of nodes that each may have."""
    match cluster:
        case EksCluster():
            for eks in cluster.managed_pools.values():
                # Whose number nothing changes: Karpenter leaves its own pool alone, and without an autoscaler all stay.
                most = eks.max if cluster.autoscaler == "cluster-autoscaler" else eks.min
                yield eks, most, ec2(eks.instance_types[0])
            for eks in cluster.karpenter_pools.values():
                machines = map(ec2, eks.instance_types)
                yield eks, eks.max, min(machines, key=lambda one: (one.cpu, one.memory_gib))
        case GkeCluster():
            for gke in cluster.node_pools.values():
                yield gke, gke.max, compute_engine(gke.machine_type)
        case AksCluster():
            for aks in cluster.node_pools.values():
                if not aks.spot:  # which AKS keeps pods off that do not ask for it
                    size = SIZES[aks.vm_size]
                    yield aks, aks.max, Machine(float(size.vcpus), size.memory_gib, 110)


def _room(cloud: str, pool: Pool, count: int, machine: Machine, daemons: Iterable[Load]) -> Room:
    own = SYSTEM_PODS[cloud]
    cpu = int(spare_cpu(machine.cpu) * 1000) - own.node_cpu
    memory = int(spare_memory(cloud, machine.memory_gib, machine.pods) / MIB) - own.node_memory
    pods = machine.pods - own.node_pods
    for daemon in daemons:
        cpu, memory, pods = cpu - daemon.cpu, memory - daemon.memory, pods - 1
    return Room(count, max(cpu, 0), max(memory, 0), max(pods, 0), dict(pool.labels))


def system(cluster: AnyCluster) -> list[Load]:
    """The cloud's own pods that are there once, as equal parts of what they request together."""
    own = SYSTEM_PODS.get(cluster.cloud)
    if own is None or not own.cluster_cpu:
        return []
    parts = own.cluster_pods
    return [Load("the cloud's own", parts, own.cluster_cpu // parts, own.cluster_memory // parts)]


def described(cluster: AnyCluster) -> str:
    """The pools at their most, in words: 3 of m6i.large, 12 of m6i.xlarge."""
    named = {EksCluster: "instance_types", GkeCluster: "machine_type", AksCluster: "vm_size"}
    word = named.get(type(cluster), "")
    kinds = [(count, getattr(pool, word)) for pool, count, _ in _open(cluster)]
    return ", ".join(
        f"{count} of {kind if isinstance(kind, str) else ' or '.join(kind)}" for count, kind in kinds
    )
