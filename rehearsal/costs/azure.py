"""What an AKS cluster is charged for."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rehearsal.costs import copies, databases
from rehearsal.costs.items import Item, Part, load_balancers, volumes
from rehearsal.recorded import Recorded
from rehearsal.simulation.kinds import value_at

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
# Managed disks are sold in sizes (learn.microsoft.com/azure/virtual-machines/disks-types): the next one up is paid.
SIZES = (4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


def items(part: Part) -> Iterator[Item]:
    """Everything on an AKS cluster's bill that has a price by the hour or by the month."""
    pools: list[tuple[str, Any]] = [(pool.name, pool.inputs) for pool in part.of(POOL)]
    for cluster in part.of(CLUSTER):
        tier = value_at(cluster.inputs, "sku.tier") or "Free"
        yield Item("control plane", f"AKS, {tier} tier", f"aks/{tier}", 1, 1)
        profiles = cluster.inputs.get("agentPoolProfiles") or ()
        pools += [(f"{cluster.name}-{profile['name']}", profile) for profile in profiles]
    for name, pool in pools:
        yield from _pool(name, pool)
    if gateways := len(part.of("azure-native:network:NatGateway")):
        yield Item("NAT", "NAT gateways", "nat", gateways, gateways)
    if addresses := len(part.of("azure-native:network:PublicIPAddress")):
        yield Item("public IPs", "of NAT gateways", "public-ip", addresses, addresses)
    if balancers := load_balancers(part):
        # The Services of a cluster share one load balancer; each has an address of its own.
        yield Item("load balancers", "Standard", "load-balancer", 1, 1)
        yield Item("public IPs", "of load balancers", "public-ip", balancers, balancers)
    for key in part.of("azure-native:keyvault:Key"):
        if _key(key):
            yield Item("keys", "Key Vault, in hardware", _key(key), 1, 1)
    kind = next(
        (
            str(value_at(one.inputs, "parameters.skuName") or value_at(one.inputs, "parameters.skuname"))
            for one in part.inside("kubernetes:storage.k8s.io/v1:StorageClass")
        ),
        "Premium_LRS",
    )
    for size, count in sorted(Counter(map(_sold, volumes(part))).items()):
        yield Item("volumes", f"{kind} of {size} GiB", f"disk/{kind}/{size}", count, count)
    yield from databases.flexible_server(part)
    yield from copies.azure(part)


def _key(key: Recorded) -> str:
    """Keys in hardware cost by the month, longer ones more; those in software by use alone."""
    hardware = str(value_at(key.inputs, "properties.kty")).endswith("-HSM")
    return f"key/RSA-HSM-{value_at(key.inputs, 'properties.keySize') or 2048}" if hardware else ""


def _pool(name: str, pool: Any) -> Iterator[Item]:
    fixed = pool.get("count") or 0
    low, high = (int(pool.get(bound) or fixed) for bound in ("minCount", "maxCount"))
    what = f"{name}: {pool['vmSize']}"
    if pool.get("scaleSetPriority") == "Spot":
        yield Item("nodes", f"{what}, spot, whose price changes by the hour", "", low, high)
    else:
        yield Item("nodes", what, f"node/{pool['vmSize']}", low, high)
    if pool.get("osDiskType") != "Ephemeral":  # which is on the host, at no charge
        size = _sold(int(pool.get("osDiskSizeGB") or 128))
        yield Item("node disks", f"{name}: of {size} GiB", f"disk/Premium_LRS/{size}", low, high)


def _sold(gib: int) -> int:
    return next((size for size in SIZES if size >= gib), gib)
