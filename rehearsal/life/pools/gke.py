"""The node pools of a simulated GKE cluster."""

from facts.gcp_regions import zones
from facts.machines import compute_engine
from rehearsal.life.cluster import Cluster, Pool, Taint
from rehearsal.simulation.gcp.gke import CLUSTER
from rehearsal.simulation.gcp.gke_pools import POOL
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.world import Entity, World

TYPES = frozenset({CLUSTER, POOL})
EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}
DEFAULT_TYPE = "e2-medium"
ADDONS = ("metrics-server", "gce-pd-csi-driver")
"""What every cluster has: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-architecture."""


def find(world: World, identity: str, server: str) -> Cluster | None:
    """The cluster with that id, or behind that endpoint, with its pools; None when there is none."""
    host = server.removeprefix("https://")
    found = next((e for e in world if e.type == CLUSTER and (e.id == identity or host in _hosts(e))), None)
    if found is None:
        return None
    pools = [e for e in world.of(POOL, found.scope) if e.id.startswith(f"{found.id}/nodePools/")]
    region = str(found.inputs.get("location"))
    return Cluster("gke", found.id, region, tuple(_pool(pool, region) for pool in pools), ADDONS)


def _hosts(cluster: Entity) -> tuple[str, ...]:
    name = one(cluster.outputs, "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint", "")
    return (str(name), str(cluster.outputs.get("endpoint")))


def _pool(pool: Entity, region: str) -> Pool:
    name = pool.id.rpartition("/")[2]
    places = tuple(texts(pool.inputs, "nodeLocations")) or zones(region)
    type_ = str(one(pool.inputs, "nodeConfig.machineType", DEFAULT_TYPE))
    machine = compute_engine("e2-standard-1" if type_ == DEFAULT_TYPE else type_)
    started = int(one(pool.inputs, "initialNodeCount", 0) or one(pool.inputs, "nodeCount", 0) or 0) * len(
        places
    )
    least, most = _bounds(pool, len(places), started)
    spot = one(pool.inputs, "nodeConfig.spot") is True
    return Pool(
        name, places, type_, machine.cpu, machine.memory_gib, least, most, max(started, least),
        labels={
            "cloud.google.com/gke-nodepool": name,
            **({"cloud.google.com/gke-spot": "true"} if spot else {}),
            **(one(pool.inputs, "nodeConfig.labels") or {}),
        },
        taints=tuple(
            Taint(taint["key"], taint.get("value", ""), EFFECTS[taint["effect"]])
            for taint in values(pool.inputs, "nodeConfig.taints")
        ),
        pods=int(one(pool.inputs, "maxPodsPerNode", 110) or 110),
        scaled_by="cloud" if one(pool.inputs, "autoscaling") else "",
    )  # fmt: skip


def _bounds(pool: Entity, zones_: int, started: int) -> tuple[int, int]:
    given = {key: one(pool.inputs, f"autoscaling.{key}") for key in (
        "totalMinNodeCount", "totalMaxNodeCount", "minNodeCount", "maxNodeCount",
    )}  # fmt: skip
    if given["totalMaxNodeCount"] is not None:
        return int(given["totalMinNodeCount"] or 0), int(given["totalMaxNodeCount"])
    if given["maxNodeCount"] is not None:
        return int(given["minNodeCount"] or 0) * zones_, int(given["maxNodeCount"]) * zones_
    return started, started
