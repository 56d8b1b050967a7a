"""What a GKE cluster is charged for."""

from collections.abc import Iterator

from rehearsal.costs import copies, databases
from rehearsal.costs.items import Item, Part, load_balancers, volumes
from rehearsal.recorded import Recorded
from rehearsal.simulation.kinds import value_at

NAT_NODES = 32
"""The nodes beyond which Cloud NAT costs no more (cloud.google.com/nat/pricing)."""


def items(part: Part) -> Iterator[Item]:
    """Everything on a GKE cluster's bill that has a price by the hour or by the month."""
    for _ in part.of("gcp:container/cluster:Cluster"):
        yield Item("control plane", "GKE", "gke/cluster", 1, 1)
    low = high = 0
    for pool in part.of("gcp:container/nodePool:NodePool"):
        least, most = bounds(pool)
        low, high = low + least, high + most
        yield from _pool(pool, least, most)
    if part.of("gcp:compute/routerNat:RouterNat"):
        yield Item("NAT", "Cloud NAT, for each node", "nat/node", min(low, NAT_NODES), min(high, NAT_NODES))
        yield Item("public IPs", "of Cloud NAT, the first", "public-ip", 1, 1)
    if balancers := load_balancers(part):
        yield Item("load balancers", "forwarding rules", "load-balancer", balancers, balancers)
    if claimed := sum(volumes(part)):
        kind = next(
            (
                str(value_at(one.inputs, "parameters.type"))
                for one in part.inside("kubernetes:storage.k8s.io/v1:StorageClass")
            ),
            "pd-balanced",
        )
        yield Item("volumes", f"{kind}, GiB", f"disk/{kind}", claimed, claimed)
    if keys := len(part.of("gcp:kms/cryptoKey:CryptoKey")):
        yield Item("keys", "Cloud KMS", "key", keys, keys)
    yield from databases.cloud_sql(part)
    yield from copies.gcp(part)


def bounds(pool: Recorded) -> tuple[int, int]:
    """A pool's smallest and largest number of nodes over all its zones."""
    scaling = pool.inputs.get("autoscaling") or {}
    if "totalMaxNodeCount" in scaling:
        return int(scaling.get("totalMinNodeCount") or 0), int(scaling["totalMaxNodeCount"])
    zones = len(pool.inputs.get("nodeLocations") or ()) or 1
    fixed = int(pool.inputs.get("nodeCount") or pool.inputs.get("initialNodeCount") or 0)
    least, most = (int(scaling.get(key) or fixed) for key in ("minNodeCount", "maxNodeCount"))
    return least * zones, most * zones


def _pool(pool: Recorded, low: int, high: int) -> Iterator[Item]:
    node = pool.inputs["nodeConfig"]
    what = f"{pool.name}: {node['machineType']}"
    if node.get("spot"):
        yield Item("nodes", f"{what}, spot, whose price changes by the day", "", low, high)
    else:
        yield Item("nodes", what, f"node/{node['machineType']}", low, high)
    disk, size = node.get("diskType", "pd-balanced"), int(node.get("diskSizeGb") or 100)
    yield Item("node disks", f"{pool.name}: {disk}, GiB", f"disk/{disk}", low * size, high * size)
