"""The agent pools of a simulated AKS cluster: its own system pools, and those beside it."""

from collections.abc import Mapping
from typing import Any

from facts.azure_vm_sizes import SIZES
from rehearsal.life.cluster import Cluster, Pool, Taint
from rehearsal.simulation.azure.aks_pools import CLUSTER, POOL
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.world import World

TYPES = frozenset({CLUSTER, POOL})
DEFAULT_SIZE = "Standard_D4s_v5"
ADDONS = ("metrics-server", "azuredisk-csi-driver")
"""What every cluster has: https://learn.microsoft.com/azure/aks/core-aks-concepts."""


def find(world: World, identity: str, server: str) -> Cluster | None:
    """The cluster with that resource id, or behind that name, with its pools; None when there is none."""
    host = server.removeprefix("https://").partition(":")[0]
    found = next(
        (
            e for e in world
            if e.type == CLUSTER
            and (e.id == identity or (host and host in {e.outputs.get("fqdn"), e.outputs.get("privateFQDN")}))
        ),
        None,
    )  # fmt: skip
    if found is None:
        return None
    region = str(found.inputs.get("location") or found.outputs.get("location") or "")
    own = [pool for pool in values(found.inputs, "agentPoolProfiles") if isinstance(pool, Mapping)]
    name = found.outputs.get("name")
    beside = [e.inputs for e in world.of(POOL, found.scope) if e.inputs.get("resourceName") == name]
    pools = [_pool(pool, region) for pool in (*own, *beside)]
    return Cluster("aks", str(name), region, tuple(pools), ADDONS)


def _pool(inputs: Mapping[str, Any], region: str) -> Pool:
    name = str(inputs.get("agentPoolName") or inputs.get("name"))
    size = str(inputs.get("vmSize") or DEFAULT_SIZE)
    machine = SIZES.get(size, SIZES[DEFAULT_SIZE])
    scaled = one(inputs, "enableAutoScaling") is True
    count = int(inputs.get("count") or 1)
    spot = inputs.get("scaleSetPriority") == "Spot"
    zones = tuple(f"{region}-{zone}" for zone in texts(inputs, "availabilityZones")) or ("0",)
    taints = [_taint(text) for text in texts(inputs, "nodeTaints")]
    if spot:
        taints.append(Taint("kubernetes.azure.com/scalesetpriority", "spot", "NoSchedule"))
    return Pool(
        name, zones, size, float(machine.vcpus), machine.memory_gib,
        int(inputs.get("minCount") or 0) if scaled else count, int(inputs.get("maxCount") or count) if scaled else count, count,
        labels={
            "agentpool": name, "kubernetes.azure.com/agentpool": name,
            "kubernetes.azure.com/mode": str(inputs.get("mode", "User")).lower(),
            **({"kubernetes.azure.com/scalesetpriority": "spot"} if spot else {}),
            **(inputs.get("nodeLabels") or {}),
        },
        taints=tuple(taints), architecture="arm64" if machine.arm else "amd64",
        pods=int(inputs.get("maxPods") or 110), scaled_by="cloud" if scaled else "",
    )  # fmt: skip


def _taint(text: str) -> Taint:
    what, _, effect = text.rpartition(":")
    key, _, value = what.partition("=")
    return Taint(key, value, effect)
