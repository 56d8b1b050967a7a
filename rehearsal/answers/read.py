"""Reads the global names off a recording: Route 53's records, Cloud DNS' record sets and Traffic Manager's profiles."""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.answers.names import Answer, Check, Name, Policy
from rehearsal.recorded import Recorded, Recording
from rehearsal.simulation.kinds import value_at

RECORD, HEALTH_CHECK = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
RECORD_SET, GCP_CHECK = "gcp:dns/recordSet:RecordSet", "gcp:compute/healthCheck:HealthCheck"
ADDRESS = "gcp:compute/address:Address"
PROFILE, AZURE_RECORD = "azure-native:trafficmanager:Profile", "azure-native:dns:RecordSet"
COMPONENT = "groundwork:cluster:"
# What says where a cluster is -> the input that does.
_PLACED = {
    "pulumi:providers:aws": "region",
    "gcp:container/cluster:Cluster": "location",
    "azure-native:containerservice:ManagedCluster": "location",
}
# "The endpoint must respond": a connection within four seconds, then an answer within two (Amazon Route 53 Developer Guide, "How
# Amazon Route 53 determines whether a health check is healthy").
_ROUTE53_TIMEOUT = 6
_AZURE_POLICIES: Mapping[str, Policy] = {
    "Performance": "latency",
    "Weighted": "weighted",
    "Priority": "failover",
}


def names(recording: Recording) -> list[Name]:
    """Every global name of a stack, in order of registration."""
    return [*_route53(recording), *_cloud_dns(recording), *_traffic_manager(recording)]


def regions(recording: Recording) -> dict[str, str]:
    """Cluster -> the region it is in, for every cluster of which that is known."""
    parents = recording.by_urn()
    found: dict[str, str] = {}
    for one in recording.resources:
        place = one.inputs.get(_PLACED.get(one.type, ""))
        cluster = _cluster(one, parents)
        if one.type == "pulumi:providers:aws" and one.name != f"{cluster}-aws":
            continue  # of Route 53's account, by which a cluster of another cloud proves names
        if place and cluster:
            found.setdefault(cluster, str(place))
    return found


def _cluster(one: Recorded, parents: Mapping[str, Recorded]) -> str:
    """The cluster whose component a resource is beneath; empty where there is none."""
    above: Recorded | None = one
    while above is not None and not above.type.startswith(COMPONENT):
        above = parents.get(above.parent)
    # Beneath the component are others of the same kind, such as its network: the outermost is the cluster.
    while above is not None and (outer := parents.get(above.parent)) and outer.type.startswith(COMPONENT):
        above = outer
    return above.name if above else ""


def _route53(recording: Recording) -> Iterator[Name]:
    checks = {one.id: _route53_check(one.inputs) for one in recording.of(HEALTH_CHECK)}
    where = regions(recording)
    hosts: dict[str, list[Recorded]] = {}
    for one in recording.of(RECORD):
        if one.inputs.get("setIdentifier"):  # without, it is a name of one region
            hosts.setdefault(str(one.inputs["name"]).rstrip("."), []).append(one)
    for host, records in hosts.items():
        policy: Policy = "latency"
        answers = []
        for record in records:
            given = record.inputs
            cluster = str(given["setIdentifier"])
            weighted, failing = (
                _only(given.get(f"{kind}RoutingPolicies")) for kind in ("weighted", "failover")
            )
            policy = "weighted" if weighted else "failover" if failing else "latency"
            answers.append(
                Answer(
                    cluster,
                    str(_only(given.get("latencyRoutingPolicies")).get("region") or where.get(cluster, "")),
                    str(given["records"][0]),
                    weight=int(weighted.get("weight", 1)),
                    rank=0 if failing.get("type", "PRIMARY") == "PRIMARY" else 1,
                    check=checks.get(str(given.get("healthCheckId", ""))),
                )
            )
        yield Name(host, "route53", policy, int(records[0].inputs["ttl"]), tuple(answers))


def _only(policies: Any) -> Mapping[str, Any]:
    """A routing policy, which is a list of one."""
    return policies[0] if isinstance(policies, list | tuple) and policies else policies or {}


def _route53_check(given: Mapping[str, Any]) -> Check:
    return Check(
        str(given.get("resourcePath", "/")),
        int(given.get("requestInterval", 30)),
        int(given.get("failureThreshold", 3)),
        _ROUTE53_TIMEOUT,
    )


def _cloud_dns(recording: Recording) -> Iterator[Name]:
    parents, where = recording.by_urn(), regions(recording)
    clusters = {
        str(one.outputs.get("address") or one.inputs.get("address")): _cluster(one, parents)
        for one in recording.of(ADDRESS)
    }
    checks = {
        reference: _cloud_dns_check(one.inputs)
        for one in recording.of(GCP_CHECK)
        for reference in (one.id, one.outputs.get("selfLink"))
    }
    for record in recording.of(RECORD_SET):
        routing = record.inputs.get("routingPolicy")
        if not routing:
            continue
        policy, items = _cloud_dns_items(routing)
        check = checks.get(routing.get("healthCheck"))
        answers = []
        for number, item in enumerate(items):
            target = _target(item)
            cluster = clusters.get(target, "")
            region = where.get(cluster) or str(item.get("location", ""))
            weight, rank = int(item.get("weight", 1)), min(number, 1)
            answers.append(Answer(cluster or region, region, target, weight, rank, check))
        host = str(record.inputs["name"]).rstrip(".")
        yield Name(host, "cloud-dns", policy, int(record.inputs["ttl"]), tuple(answers))


def _cloud_dns_items(routing: Mapping[str, Any]) -> tuple[Policy, list[Mapping[str, Any]]]:
    """A routing policy's parts; for failover the primary comes first, and it is the only one with a turn of its own."""
    if wrrs := routing.get("wrrs"):
        return "weighted", list(wrrs)
    if both := routing.get("primaryBackup"):
        return "failover", [{"healthCheckedTargets": both["primary"]}, *both["backupGeos"]]
    return "latency", list(routing.get("geos") or ())


def _target(item: Mapping[str, Any]) -> str:
    checked = value_at(item, "healthCheckedTargets.externalEndpoints") or item.get("rrdatas") or ("",)
    return str(checked[0])


def _cloud_dns_check(given: Mapping[str, Any]) -> Check:
    return Check(
        str(value_at(given, "httpsHealthCheck.requestPath") or ""),
        int(given.get("checkIntervalSec", 30)),
        int(given.get("unhealthyThreshold", 2)),
        int(given.get("timeoutSec", 5)),
    )


def _traffic_manager(recording: Recording) -> Iterator[Name]:
    where = regions(recording)
    hosts = {
        str(value_at(one.inputs, "targetResource.id") or value_at(one.inputs, "cnameRecord.cname")): (
            f"{one.inputs['relativeRecordSetName']}.{one.inputs['zoneName']}"
        )
        for one in recording.of(AZURE_RECORD)
    }
    for profile in recording.of(PROFILE):
        given = profile.inputs
        config = given.get("dnsConfig") or {}
        own = f"{config.get('relativeName')}.trafficmanager.net"
        answers = [
            Answer(
                str(end["name"]),
                where.get(str(end["name"])) or _region(end.get("endpointLocation")),
                str(end["target"]),
                # A profile takes no weight of 0: whom it is to lead nobody to is switched off.
                int(end.get("weight", 1)) if end.get("endpointStatus", "Enabled") == "Enabled" else 0,
                int(end.get("priority", 1)) - 1,
                _traffic_manager_check(given.get("monitorConfig") or {}),
            )
            for end in given.get("endpoints") or ()
        ]
        host = hosts.get(profile.id) or hosts.get(own) or own
        policy = _AZURE_POLICIES[given["trafficRoutingMethod"]]
        yield Name(host, "traffic-manager", policy, int(config.get("ttl", 60)), tuple(answers))


def _region(location: Any) -> str:
    """A region's own name, where its display name is given: West Europe is westeurope."""
    return str(location or "").lower().replace(" ", "")


def _traffic_manager_check(given: Mapping[str, Any]) -> Check:
    # It is the failure after the tolerated ones that counts.
    return Check(
        str(given.get("path", "/")),
        int(given.get("intervalInSeconds", 30)),
        int(given.get("toleratedNumberOfFailures", 3)) + 1,
        int(given.get("timeoutInSeconds", 10)),
    )
