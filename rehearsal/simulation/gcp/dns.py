"""Cloud DNS' records and their routing policies, and health checks.

Rules: https://cloud.google.com/dns/docs/routing-policies-overview, https://cloud.google.com/compute/docs/reference/rest/v1/healthChecks.
A zone was there before the program, so whether it exists is not asked. Replacement follows the ForceNew marks of
terraform-provider-google 7.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS
from rehearsal.simulation.gcp.inputs import invalid, names, one_of
from rehearsal.simulation.gcp.resource import Reference, gcp, link, project
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties

RECORD = "gcp:dns/recordSet:RecordSet"
HEALTH_CHECK = "gcp:compute/healthCheck:HealthCheck"
TYPES = ("A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "SVCB", "TXT")
DOMAIN = re.compile(r"(?=.{1,254}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+")
POLICIES = ("geos", "wrrs", "primaryBackup")
ENDPOINTS = (
    "routingPolicy.geos.healthCheckedTargets.externalEndpoints",
    "routingPolicy.wrrs.healthCheckedTargets.externalEndpoints",
    "routingPolicy.primaryBackup.primary.externalEndpoints",
    "routingPolicy.primaryBackup.backupGeos.healthCheckedTargets.externalEndpoints",
)
PROTOCOLS = (
    "grpcHealthCheck",
    "http2HealthCheck",
    "httpHealthCheck",
    "httpsHealthCheck",
    "sslHealthCheck",
    "tcpHealthCheck",
)
FROM_REGIONS = frozenset({"httpHealthCheck", "httpsHealthCheck", "tcpHealthCheck"})


def record_check(inputs: Properties) -> Iterator[Failure]:
    """A whole name, a known type, and either values or one policy with sound endpoints."""
    for name in texts(inputs, "name"):
        if not DOMAIN.fullmatch(name):
            yield invalid("name", name, "Must be a domain name with a full stop at its end")
    yield from one_of(inputs, "type", TYPES)
    policy = inputs.get("routingPolicy")
    if (policy is None) == (inputs.get("rrdatas") is None):
        yield invalid("routingPolicy", "", "Exactly one of rrdatas and routingPolicy must be given")
    chosen = [name for name in POLICIES if isinstance(policy, Mapping) and policy.get(name)]
    if isinstance(policy, Mapping) and len(chosen) != 1:
        yield invalid("routingPolicy", " and ".join(chosen), f"Expected one of {', '.join(POLICIES)}")
    yield from policy_check(inputs)


def policy_check(inputs: Properties) -> Iterator[Failure]:
    """Regions that there are, each once; endpoints that are addresses and are checked."""
    for path in ("routingPolicy.geos.location", "routingPolicy.primaryBackup.backupGeos.location"):
        found = list(texts(inputs, path))
        for place in found:
            if place not in REGIONS:
                yield invalid(path, place, "Expected a region of Google Cloud")
        if len(found) != len(set(found)):
            yield invalid(path, ", ".join(found), "Every location may be there once")
    endpoints = [(path, text) for path in ENDPOINTS for text in texts(inputs, path)]
    for path, text in endpoints:
        try:
            ipaddress.ip_address(text)
        except ValueError:
            yield invalid(path, text, "Must be an IP address")
    checked = list(values(inputs, "routingPolicy.healthCheck"))
    if endpoints and not checked:
        yield invalid("routingPolicy.healthCheck", "", "External endpoints need a health check")
    for weight in values(inputs, "routingPolicy.wrrs.weight"):
        if isinstance(weight, (int, float)) and weight < 0:
            yield invalid("routingPolicy.wrrs.weight", weight, "Must not be negative")


def record_id(call: Call) -> str:
    """Project, zone, name and type."""
    inputs = call.inputs
    zone = f"projects/{project(call)}/managedZones/{inputs.get('managedZone')}"
    return f"{zone}/rrsets/{inputs.get('name')}/{inputs.get('type')}"


def health_check_check(inputs: Properties) -> Iterator[Failure]:
    """One protocol, and from three regions only what Google asks from there."""
    yield from names(inputs, "name")
    chosen = [name for name in PROTOCOLS if inputs.get(name) is not None]
    if len(chosen) != 1:
        reason = f"Exactly one of {', '.join(PROTOCOLS)} must be given"
        yield invalid(chosen[-1] if chosen else PROTOCOLS[0], " and ".join(chosen), reason)
    regions = inputs.get("sourceRegions")
    interval, timeout = inputs.get("checkIntervalSec", 5), inputs.get("timeoutSec", 5)
    if isinstance(regions, (list, tuple)):
        known = [str(place) for place in regions if place is not UNKNOWN]
        if len(regions) != 3 or len(set(known)) != len(known):
            yield invalid("sourceRegions", ", ".join(known), "Exactly three regions are allowed")
        for place in known:
            if place not in REGIONS:
                yield invalid("sourceRegions", place, "Expected a region of Google Cloud")
        if chosen and chosen[0] not in FROM_REGIONS:
            yield invalid("sourceRegions", chosen[0], "Only HTTP, HTTPS and TCP are asked from given regions")
        if isinstance(interval, (int, float)) and interval < 30:
            yield invalid("checkIntervalSec", interval, "Must be at least 30 with sourceRegions")
    if isinstance(interval, (int, float)) and isinstance(timeout, (int, float)) and timeout > interval:
        yield invalid("timeoutSec", timeout, "Must not be greater than checkIntervalSec")
    for path in ("healthyThreshold", "unhealthyThreshold"):
        for count in values(inputs, path):
            if isinstance(count, (int, float)) and not 1 <= count <= 10:
                yield invalid(path, count, "Must be from 1 to 10")


KINDS: Mapping[str, Kind] = {
    RECORD: gcp(
        record_id, lambda call, id_: {}, api="dns", check=record_check, required=("managedZone", "name", "type"),
        references=(Reference("routingPolicy.healthCheck", HEALTH_CHECK),), replaces=("managedZone", "name", "project"),
    ),
    HEALTH_CHECK: gcp(
        lambda call: f"projects/{project(call)}/global/healthChecks/{call.inputs.get('name')}",
        lambda call, id_: {"selfLink": link(id_), "creationTimestamp": "2026-01-01T00:00:00Z"},
        api="compute", check=health_check_check, replaces=("name", "project"), autoname="name",
    ),
}  # fmt: skip
