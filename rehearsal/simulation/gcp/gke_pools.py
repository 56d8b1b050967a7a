"""Node pools of GKE clusters.

Rules: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools. Replacement
follows the ForceNew marks of terraform-provider-google 7; since 2024 machine type, disk and image change in place.
"""

from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS, zones
from rehearsal.simulation.gcp.gke import CLUSTER
from rehearsal.simulation.gcp.gke_node_config import node_config_check
from rehearsal.simulation.gcp.inputs import block, invalid, names, one_of
from rehearsal.simulation.gcp.network import SUBNETWORK
from rehearsal.simulation.gcp.resource import gcp, lookup, project, scope
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused
from rehearsal.simulation.world import Entity

POOL = "gcp:container/nodePool:NodePool"
TOTAL, PER_ZONE = ("totalMinNodeCount", "totalMaxNodeCount"), ("minNodeCount", "maxNodeCount")


def check(inputs: Properties) -> Iterator[Failure]:
    """What a pool's inputs alone show."""
    yield from names(inputs, "name", 40)
    yield from node_config_check(inputs)
    yield from one_of(inputs, "autoscaling.locationPolicy", ("BALANCED", "ANY"))
    yield from one_of(inputs, "upgradeSettings.strategy", ("SURGE", "BLUE_GREEN", "SHORT_LIVED"))
    total, zonal = ([one(inputs, f"autoscaling.{key}") for key in keys] for keys in (TOTAL, PER_ZONE))
    if any(total) and any(zonal):
        yield invalid("autoscaling", "", "Total limits and limits per zone exclude each other")
    for keys, (least, most) in ((TOTAL, total), (PER_ZONE, zonal)):
        if isinstance(least, (int, float)) and isinstance(most, (int, float)) and not 0 <= least <= most:
            yield invalid(f"autoscaling.{keys[0]}", least, f"Must be from 0 to {keys[1]}, which is {most}")
    surge, away = one(inputs, "upgradeSettings.maxSurge"), one(inputs, "upgradeSettings.maxUnavailable")
    if (surge, away) == (0, 0):
        yield invalid("upgradeSettings", "", "maxSurge and maxUnavailable cannot both be 0")
    where = inputs.get("location")
    if isinstance(where, str) and where in REGIONS:
        for zone in texts(inputs, "nodeLocations"):
            if zone not in zones(where):
                yield invalid(
                    "nodeLocations", zone, f"Not a zone of {where}, which has {', '.join(zones(where))}"
                )


def cluster_id(call: Call) -> str:
    """The id of the pool's cluster, which is given by id or by name."""
    given = str(call.inputs.get("cluster"))
    where = f"projects/{project(call)}/locations/{call.inputs.get('location')}/clusters/"
    return given if given.startswith("projects/") else where + given


def refuse(call: Call) -> None:
    """The cluster is there and its blocks have room; with a channel, repair and upgrade are on."""
    cluster = lookup(call, CLUSTER, cluster_id(call))
    if cluster is None:
        raise Refused("404 notFound", f"Not found: {cluster_id(call)}")
    if one(cluster.outputs, "releaseChannel.channel"):
        for key in ("autoRepair", "autoUpgrade"):
            if one(call.inputs, f"management.{key}", True) is False:
                raise Refused("400 badRequest", f"management.{key} must be true in a release channel")
    room(call, cluster)


def room(call: Call, cluster: Entity) -> None:
    """As many nodes as the pools may come to take a /24 of the pods' range each, of which there must be one to start with."""
    subnet = next((lookup(call, SUBNETWORK, text) for text in texts(cluster.outputs, "subnetwork")), None)
    name = one(cluster.outputs, "ipAllocationPolicy.clusterSecondaryRangeName")
    for found in values(subnet.outputs, "secondaryIpRanges") if subnet and name else ():
        pods = (
            block(found.get("ipCidrRange"))
            if isinstance(found, Mapping) and found.get("rangeName") == name
            else None
        )
        if pods is None:
            continue
        others = [
            pool
            for pool in call.world.of(POOL, scope(call.provider))
            if pool.id.startswith(f"{cluster.id}/") and pool.id != call.id
        ]
        count = len(zones(str(call.inputs.get("location"))))
        started = sum(int(one(pool.outputs, "initialNodeCount", 0) or 0) for pool in others)
        asked = (started + int(one(call.inputs, "initialNodeCount", 0) or 0)) * count
        if pods.prefixlen > 24 or asked > 1 << (24 - pods.prefixlen):
            raise Refused("400 RESOURCE_EXHAUSTED", f"The pods' range {pods} has no room for {asked} nodes")


def answer(call: Call, id_: str) -> Properties:
    """The pool, RUNNING, at the version of its cluster."""
    cluster = lookup(call, CLUSTER, cluster_id(call))
    version = cluster.outputs.get("masterVersion") if cluster else ""
    groups = [
        f"https://www.googleapis.com/compute/v1/projects/{project(call)}/zones/{zone}/instanceGroupManagers/gke-{call.token[:8]}-grp"
        for zone in texts(call.inputs, "nodeLocations")
    ]
    return {"version": call.inputs.get("version", version), "instanceGroupUrls": groups, "operation": ""}


KINDS: Mapping[str, Kind] = {
    POOL: gcp(
        lambda call: f"{cluster_id(call)}/nodePools/{call.inputs.get('name')}", answer,
        api="container", check=check, refuse=refuse, autoname="name", required=("cluster",),
        refers=lambda call: [("cluster", cluster_id(call))],
        replaces=("name", "namePrefix", "cluster", "location", "project", "initialNodeCount", "maxPodsPerNode",
                  "nodeConfig.spot", "nodeConfig.serviceAccount", "nodeConfig.oauthScopes",
                  "nodeConfig.shieldedInstanceConfig", "nodeConfig.metadata"),
    ),
}  # fmt: skip
