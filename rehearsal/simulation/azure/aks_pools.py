"""Pools of nodes: those within a cluster's own definition, and those beside it.

Rules: https://learn.microsoft.com/azure/aks/create-node-pools and use-system-pools.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from facts.azure_regions import WITH_ZONES
from facts.azure_vm_sizes import SIZES
from rehearsal.simulation.azure.inputs import flag, one_of, text, within
from rehearsal.simulation.azure.network import SUBNET
from rehearsal.simulation.azure.resource import Name, Reference, azure, found, location, subscription
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
VERSIONS = ("1.33", "1.34", "1.35", "1.36")
POOL_NAME = Name("agentPoolName", r"[a-z][a-z0-9]{0,11}", "1 to 12 small letters and digits, a letter first")
TAINT = re.compile(r"[\w./-]+(=[\w.-]*)?:(NoSchedule|NoExecute|PreferNoSchedule)")
UNCHANGING = ("vmSize", "availabilityZones", "osDiskType", "osDiskSizeGB", "vnetSubnetID", "osType", "maxPods",
              "scaleSetPriority")  # fmt: skip
SYSTEM_MEMORY = 4  # GiB, and two vCPUs


def version_check(inputs: Properties, path: str) -> Iterator[Failure]:
    """A version that AKS supports, with or without its patch."""
    for version in texts(inputs, path):
        if not re.fullmatch(rf"({'|'.join(map(re.escape, VERSIONS))})(\.\d+)?", version):
            reason = f"Kubernetes {version!r} is not supported; there are {', '.join(VERSIONS)}"
            yield Failure(path, f"K8sVersionNotSupported: {reason}")


def pool_check(pool: Properties, path: str = "") -> Iterator[Failure]:
    """What a pool may be. path: of the pool in the inputs, with a full stop at its end."""
    for failure in _pool_check(pool):
        yield Failure(f"{path}{failure.property}", failure.reason)


def _pool_check(pool: Properties) -> Iterator[Failure]:
    for size in texts(pool, "vmSize"):
        if size not in SIZES:
            yield Failure("vmSize", f"InvalidParameter: {size!r} is no VM size of facts/azure_vm_sizes.py")
    yield from version_check(pool, "orchestratorVersion")
    yield from one_of(pool, "availabilityZones", ("1", "2", "3"), "AvailabilityZoneNotSupported")
    yield from one_of(pool, "mode", ("System", "User", "Gateway"))
    yield from one_of(pool, "osDiskType", ("Managed", "Ephemeral"))
    yield from one_of(pool, "osSKU", ("Ubuntu", "Ubuntu2204", "AzureLinux", "AzureLinux3"))
    yield from one_of(pool, "scaleSetPriority", ("Regular", "Spot"))
    yield from within(pool, "maxPods", 10, 250)
    yield from within(pool, "osDiskSizeGB", 30, 2048)
    for taint in texts(pool, "nodeTaints"):
        if not TAINT.fullmatch(taint):
            yield Failure("nodeTaints", f"InvalidTaint: {taint!r} is not key=value:Effect")
    yield from bounds_check(pool)
    yield from size_check(pool)


def bounds_check(pool: Properties) -> Iterator[Failure]:
    """An autoscaler's bounds, and a number within them."""
    least, most, count = (pool.get(key) for key in ("minCount", "maxCount", "count"))
    scaled = pool.get("enableAutoScaling")
    if scaled is True and (least is None or most is None):
        yield Failure("minCount", "InvalidParameter: an autoscaled pool needs minCount and maxCount")
    if scaled is None and isinstance(least, int):
        yield Failure("minCount", "InvalidParameter: minCount is for autoscaled pools")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Failure("minCount", f"InvalidParameter: minCount {least} is more than maxCount {most}")
    if all(isinstance(number, int) for number in (least, most, count)) and not least <= count <= most:  # type: ignore[operator]
        yield Failure("count", f"InvalidParameter: count {count} is not within {least} to {most}")
    if pool.get("mode") == "System" and (least == 0 or pool.get("scaleSetPriority") == "Spot"):
        yield Failure("mode", "InvalidParameter: a system pool has at least one node, and no spot nodes")


def size_check(pool: Properties) -> Iterator[Failure]:
    """A disk that fits onto the host, and enough of a machine for AKS's own pods."""
    size = SIZES.get(text(pool, "vmSize"))
    disk = pool.get("osDiskSizeGB")
    if size is None:
        return
    if pool.get("osDiskType") == "Ephemeral" and isinstance(disk, int) and disk > size.host_disk_gib:
        reason = f"an ephemeral disk of {disk} GiB does not fit into the {size.host_disk_gib} GiB of the host"
        yield Failure("osDiskSizeGB", f"InvalidParameter: {reason}")
    if pool.get("mode") == "System" and (size.vcpus < 2 or size.memory_gib < SYSTEM_MEMORY):
        yield Failure("vmSize", "InvalidParameter: a system pool needs 2 vCPUs and 4 GiB of memory")
    if size.arm and flag(pool, "securityProfile.enableSecureBoot"):
        yield Failure("securityProfile", "InvalidParameter: ARM sizes have no trusted launch")


def pool_refuse(call: Call, pool: Properties) -> None:
    """A subnet that exists, and zones where the region has them."""
    for id_ in texts(pool, "vnetSubnetID"):
        if found(call, SUBNET, id_) is None:
            raise Refused("ReferencedResourceNotProvisioned", f"the subnet {id_} does not exist")
    if list(values(pool, "availabilityZones")) and location(call) not in WITH_ZONES:
        reason = f"the region {location(call)} has no availability zones"
        raise Refused("AvailabilityZoneNotSupported", reason)


def unchanged(before: Properties, after: Properties) -> None:
    """What a pool is made of stays as it is."""
    for name in UNCHANGING:
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None and old != new and UNKNOWN not in (old, new):
            raise Refused("PropertyChangeNotAllowed", f"{name} was {old!r} and cannot become {new!r}")


def cluster_of(call: Call) -> Mapping[str, Any]:
    """The inputs of the cluster that a pool is of."""
    for one in call.world.of(CLUSTER, subscription(call.provider)):
        if one.outputs.get("name") == call.inputs.get("resourceName"):
            return one.inputs
    return {}


def refuse(call: Call) -> None:
    """A pool beside the cluster's own."""
    pool_refuse(call, call.inputs)
    name = call.inputs.get("agentPoolName")
    if not call.id and name in list(values(cluster_of(call), "agentPoolProfiles.name")):
        raise Refused("AlreadyExists", f"the cluster has a pool {name!r} already")
    mine = text(call.inputs, "orchestratorVersion")
    theirs = text(cluster_of(call), "kubernetesVersion")
    if mine and theirs and _minor(mine) > _minor(theirs):
        reason = f"the pool's Kubernetes {mine} is newer than the control plane's {theirs}"
        raise Refused("NodePoolMcVersionIncompatible", reason)


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def answer(call: Call, id_: str) -> Properties:
    """The pool, running."""
    version = text(call.inputs, "orchestratorVersion", VERSIONS[-2])
    image = "AKSAzureLinux-V3gen2-202608.01.0"
    return {
        "provisioningState": "Succeeded",
        "powerState": {"code": "Running"},
        "currentOrchestratorVersion": f"{version}.1",
        "nodeImageVersion": image,
        "type": "VirtualMachineScaleSets",
    }


KINDS: Mapping[str, Kind] = {
    POOL: azure(
        "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools", POOL_NAME, answer, parent=CLUSTER,
        check=pool_check, refuse=refuse, required=("resourceName",), replaces=UNCHANGING,
        references=(Reference("vnetSubnetID", SUBNET, "ReferencedResourceNotProvisioned"),),
    ),
}  # fmt: skip
