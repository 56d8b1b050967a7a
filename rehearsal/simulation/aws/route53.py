"""Route 53: hosted zones, records and health checks.

Limits: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html and
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html. Replacement follows the ForceNew
marks of terraform-provider-aws 6.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rehearsal.simulation.aws.account import account, arn, digest, uuid
from rehearsal.simulation.aws.resource import Reference, aws, one_of
from rehearsal.simulation.aws.vpc import VPC
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"
HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
ZONE_ID = re.compile(r"Z[A-Z0-9]{1,31}")
POLICIES = {
    "weightedRoutingPolicies": "Weight",
    "latencyRoutingPolicies": "Region",
    "failoverRoutingPolicies": "Failover",
    "geolocationRoutingPolicies": "GeoLocation",
    "multivalueAnswerRoutingPolicy": "MultiValueAnswer",
}
"""Input -> what the API calls it. Records of one name and type have the same one."""
TYPES = (
    "A",
    "AAAA",
    "CAA",
    "CNAME",
    "DS",
    "HTTPS",
    "MX",
    "NAPTR",
    "NS",
    "PTR",
    "SOA",
    "SPF",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
)
DOMAIN = re.compile(r"(?=.{1,255}$)(?!.*\.\.)[A-Za-z0-9*_\-.\\]+")


def fqdn(name: Any) -> str:
    """A name as Route 53 compares it: small letters, no dot at the end."""
    return str(name).lower().rstrip(".")


def zone_check(inputs: Properties) -> Iterator[Failure]:
    """A domain name."""
    for name in texts(inputs, "name"):
        if not DOMAIN.fullmatch(name):
            yield Failure("name", f"InvalidDomainName: {name!r} is not a domain name")


def zone_answer(call: Call, id_: str) -> Properties:
    """The zone with four name servers, which a private zone has too but does not show."""
    numbers = [int(digest(call, f"ns{n}", 4), 16) % 2048 for n in range(4)]
    hosts = zip(numbers, ("com", "net", "org", "co.uk"), strict=True)
    servers = [f"ns-{number}.awsdns-{number % 64:02d}.{domain}" for number, domain in hosts]
    return {
        "arn": arn(call, "route53", f"hostedzone/{id_}", regional=False, owned=False),
        "zoneId": id_,
        "name": fqdn(call.inputs.get("name")),
        "comment": call.inputs.get("comment", "Managed by Pulumi"),
        "forceDestroy": call.inputs.get("forceDestroy", False),
        "nameServers": sorted(servers),
        "primaryNameServer": servers[0],
    }


def zone_delete(call: Call) -> None:
    """A zone with records of its own stays, unless it is to go with all it has."""
    held = [e for e in call.world.referrers(call.id, account(call.provider)) if e.type == RECORD]
    if held and call.inputs.get("forceDestroy") is not True:
        reason = f"the zone {call.id} still holds {len(held)} records beside its SOA and NS"
        raise Refused("HostedZoneNotEmpty", reason)


def zone_there(call: Call) -> Properties | None:
    """A zone that was there before the program, as it is asked for: with its domain."""
    domain = call.olds.get("name")
    if not ZONE_ID.fullmatch(call.id) or not isinstance(domain, str):
        return None
    return {**zone_answer(replace(call, inputs={"name": domain}), call.id), "tags": {}}


def health_check_check(inputs: Properties) -> Iterator[Failure]:
    """What is asked, how often, and after how many answers it counts."""
    types = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
    others = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")
    yield from one_of(inputs, "type", (*types, *others), "InvalidInput")
    yield from one_of(inputs, "requestInterval", (10, 30), "InvalidInput")
    for path, least, most in (("failureThreshold", 1, 10), ("port", 1, 65535)):
        value = inputs.get(path)
        if isinstance(value, (int, float)) and not least <= value <= most:
            yield Failure(path, f"InvalidInput: {value} is not within {least} to {most}")
    for path in texts(inputs, "resourcePath"):
        if len(path) > 255:
            yield Failure("resourcePath", "InvalidInput: a path has at most 255 characters")
    asked = inputs.get("fqdn") or inputs.get("ipAddress")
    if inputs.get("type") in types and not asked:
        yield Failure("fqdn", "InvalidInput: a check of an endpoint needs its domain name or its address")
    if inputs.get("enableSni") is True and not inputs.get("fqdn"):
        yield Failure("enableSni", "InvalidInput: SNI sends a domain name, and none is given")


def health_check_answer(call: Call, id_: str) -> Properties:
    """The check, of no region."""
    return {"arn": arn(call, "route53", f"healthcheck/{id_}", regional=False, owned=False)}


def policy_check(inputs: Properties) -> Iterator[Failure]:
    """A policy has one kind, sound values and an identifier."""
    chosen = [name for name in POLICIES if inputs.get(name) not in (None, [], False)]
    if len(chosen) > 1:
        reason = f"a record has one routing policy ({' and '.join(chosen)} given)"
        yield Failure(chosen[1], f"InvalidChangeBatch: {reason}")
    if bool(chosen) != bool(inputs.get("setIdentifier")):
        reason = "a record has a set identifier with a routing policy, and none without"
        yield Failure("setIdentifier", f"InvalidChangeBatch: {reason}")
    yield from one_of(inputs, "failoverRoutingPolicies.type", ("PRIMARY", "SECONDARY"), "InvalidInput")
    for weight in values(inputs, "weightedRoutingPolicies.weight"):
        if isinstance(weight, (int, float)) and not 0 <= weight <= 255:
            yield Failure(
                "weightedRoutingPolicies", f"InvalidInput: the weight {weight} is not within 0 to 255"
            )


def policy_of(inputs: Properties) -> tuple[str, Any]:
    """A record's routing policy, and what no other record of its name and type has besides."""
    for name in POLICIES:
        for found in values(inputs, name):
            mine = found.get("region") or found.get("type") if isinstance(found, Mapping) else None
            return name, mine
    return "", None


def record_check(inputs: Properties) -> Iterator[Failure]:
    """A type, a name, values or an alias, and values that fit the type."""
    yield from one_of(inputs, "type", TYPES, "InvalidInput")
    for name in texts(inputs, "name"):
        if name and not DOMAIN.fullmatch(name):
            yield Failure("name", f"InvalidChangeBatch: {name!r} is not a domain name")
    plain, alias = inputs.get("records") is not None, inputs.get("aliases") is not None
    if plain == alias:
        yield Failure(
            "records",
            f"InvalidChangeBatch: a record has either records or aliases ({'both' if plain else 'none'} given)",
        )
    if plain and inputs.get("ttl") is None:
        yield Failure("ttl", "InvalidChangeBatch: a record with values needs a ttl")
    ttl = inputs.get("ttl")
    if isinstance(ttl, int) and not 0 <= ttl <= 2147483647:
        yield Failure("ttl", f"InvalidInput: {ttl} seconds are not within 0 to 2147483647")
    yield from values_check(inputs.get("type"), list(texts(inputs, "records")))
    yield from policy_check(inputs)


def values_check(type_: Any, found: list[str]) -> Iterator[Failure]:
    """What is wrong with the values of an address or a name."""
    kinds: dict[Any, Any] = {"A": ipaddress.IPv4Address, "AAAA": ipaddress.IPv6Address}
    for value in found if isinstance(type_, str) and type_ in kinds else ():
        try:
            kinds[type_](value)
        except ValueError:
            yield Failure("records", f"InvalidChangeBatch: {value!r} is no value of an {type_} record")
    if type_ == "CNAME" and len(found) > 1:
        yield Failure("records", f"InvalidChangeBatch: a CNAME record has one value ({len(found)} given)")


def record_id(call: Call) -> str:
    """The record's id: zone, name and type, and the set identifier where there is one."""
    parts = (
        call.inputs.get("zoneId"),
        fqdn(call.inputs.get("name")),
        call.inputs.get("type"),
        call.inputs.get("setIdentifier"),
    )
    return "_".join(str(part) for part in parts if part is not None)


def in_zone(name: Any, zone: Any) -> str:
    """A record's whole name: one that does not end in the zone's is taken as relative to it."""
    short, domain = fqdn(name), fqdn(zone)
    return (
        short if short == domain or short.endswith(f".{domain}") else f"{short}.{domain}" if short else domain
    )


def record_refuse(call: Call) -> None:
    """A name and type exist once in a zone, unless the program says that it may overwrite."""
    other = call.world.get(RECORD, record_id(call), account(call.provider))
    if other is not None and other.id != call.id and call.inputs.get("allowOverwrite") is not True:
        what = f"{fqdn(call.inputs.get('name'))} {call.inputs.get('type')}"
        raise Refused(
            "InvalidChangeBatch", f"the record {what} already exists in the zone {call.inputs.get('zoneId')}"
        )
    named = (call.inputs.get("zoneId"), fqdn(call.inputs.get("name")))
    for one in call.world.holding(str(named[0]), RECORD, account(call.provider)):
        if one.id != call.id and (one.inputs.get("zoneId"), fqdn(one.inputs.get("name"))) == named:
            beside(call.inputs, one.inputs)


def beside(mine: Properties, theirs: Properties) -> None:
    """Refuse what two records of one name cannot be: a CNAME beside another type, two policies, one place of a policy twice."""
    types = {mine.get("type"), theirs.get("type")}
    what = f"{fqdn(mine.get('name'))} {mine.get('type')}"
    if len(types) > 1 and "CNAME" in types:
        raise Refused("InvalidChangeBatch", f"{what}: a CNAME cannot be beside a record of another type")
    if len(types) > 1 or mine.get("allowOverwrite") is True:
        return
    (policy, place), (other, taken) = policy_of(mine), policy_of(theirs)
    if policy != other:
        raise Refused(
            "InvalidChangeBatch",
            f"{what}: records of one name and type have the same routing policy ({policy or 'none'} and {other or 'none'})",
        )
    if place is not None and place == taken:
        raise Refused("InvalidChangeBatch", f"{what}: there is a record with {policy} {place} already")


def record_answer(call: Call, id_: str) -> Properties:
    """The record under its whole name."""
    zone = call.world.get(ZONE, str(call.inputs.get("zoneId")), account(call.provider))
    return {
        "fqdn": in_zone(call.inputs.get("name"), zone.outputs["name"] if zone else ""),
        "name": fqdn(call.inputs.get("name")),
    }


KINDS: Mapping[str, Kind] = {
    ZONE: replace(
        aws(
            lambda call: f"Z{digest(call, 'zone', 20).upper()}", zone_answer, check=zone_check, delete=zone_delete,
            references=(Reference("vpcs.vpcId", VPC, "InvalidVPCId"),), replaces=("name", "delegationSetId"), autoname="name",
        ),
        there=zone_there,
    ),
    HEALTH_CHECK: aws(
        lambda call: uuid(call, "health check"), health_check_answer, check=health_check_check, required=("type",),
        replaces=("type", "requestInterval", "measureLatency", "referenceName"),
    ),
    RECORD: aws(
        record_id, record_answer, check=record_check, refuse=record_refuse, required=("name", "type", "zoneId"),
        references=(
            Reference("zoneId", ZONE, "NoSuchHostedZone"), Reference("healthCheckId", HEALTH_CHECK, "NoSuchHealthCheck"),
        ),
        replaces=("zoneId", "name", "type", "setIdentifier"),
    ),
}  # fmt: skip
