"""Route 53 on moto: hosted zones, records and health checks."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.account import account
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.route53 import HEALTH_CHECK, RECORD, ZONE, in_zone, record_id
from rehearsal.simulation.inputs import one, values
from rehearsal.simulation.kinds import Call, Properties

POLICIES = {
    "Region": "latencyRoutingPolicies.region",
    "Failover": "failoverRoutingPolicies.type",
    "HealthCheckId": "healthCheckId",
}
"""What the API calls it -> where a record says it."""


def zone(aws: Services, call: Call) -> Made:
    """The zone with its name servers."""
    inputs = call.inputs
    vpc = next(iter(values(inputs, "vpcs")), None)
    private = {"VPC": {"VPCId": vpc["vpcId"], "VPCRegion": vpc.get("vpcRegion") or aws.region}} if vpc else {}
    made = aws("route53").create_hosted_zone(
        Name=named(call), CallerReference=call.token, **private,
        HostedZoneConfig={"Comment": inputs.get("comment", "Managed by Pulumi"), "PrivateZone": bool(vpc)},
    )  # fmt: skip
    id_ = made["HostedZone"]["Id"].rpartition("/")[2]
    servers = made.get("DelegationSet", {}).get("NameServers")
    return Made(id_, {"nameServers": sorted(servers), "primaryNameServer": servers[0]} if servers else {})


def changed(aws: Services, call: Call, action: str) -> None:
    """One change of a record: CREATE, UPSERT or DELETE."""
    inputs, route53 = call.inputs, aws("route53")
    id_ = hosted(aws, call)
    domain = route53.get_hosted_zone(Id=id_)["HostedZone"]["Name"]
    record: dict[str, Any] = {"Name": in_zone(inputs["name"], domain), "Type": inputs["type"]}
    if inputs.get("setIdentifier"):
        record["SetIdentifier"] = inputs["setIdentifier"]
    if inputs.get("aliases"):
        (alias,) = inputs["aliases"]
        record["AliasTarget"] = {
            "HostedZoneId": alias["zoneId"],
            "DNSName": alias["name"],
            "EvaluateTargetHealth": bool(alias["evaluateTargetHealth"]),
        }
    else:
        record["TTL"] = int(inputs["ttl"])
        record["ResourceRecords"] = [{"Value": quoted(inputs["type"], value)} for value in inputs["records"]]
    weight = one(inputs, "weightedRoutingPolicies.weight")
    if weight is not None:
        record["Weight"] = int(weight)
    for api, path in POLICIES.items():
        if (value := one(inputs, path)) is not None:
            record[api] = value
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=id_, ChangeBatch=batch)


def hosted(aws: Services, call: Call) -> str:
    """The record's zone in moto. One that was there before the program is made there when it is first written to."""
    id_, route53 = str(call.inputs["zoneId"]), aws("route53")
    before = {one.id: one for one in call.world.given(ZONE, account(call.provider))}
    if id_ not in before:
        return id_
    domain, reference = str(before[id_].outputs["name"]), f"before-{id_}"
    found = [
        zone
        for zone in route53.list_hosted_zones_by_name(DNSName=domain)["HostedZones"]
        if zone["CallerReference"] == reference
    ]
    made = found[0] if found else _made_before(route53, domain, reference)
    return str(made["Id"]).rpartition("/")[2]


def _made_before(route53: Any, domain: str, reference: str) -> Any:
    return route53.create_hosted_zone(Name=domain, CallerReference=reference)["HostedZone"]


def health_check_config(call: Call) -> dict[str, Any]:
    """What both making and changing a check say."""
    inputs = call.inputs
    names = {"ResourcePath": "resourcePath", "FullyQualifiedDomainName": "fqdn", "IPAddress": "ipAddress"}
    config = given(inputs, {**names, "EnableSNI": "enableSni", "Inverted": "invertHealthcheck"})
    for api, name in (("Port", "port"), ("FailureThreshold", "failureThreshold")):
        if inputs.get(name) is not None:
            config[api] = int(inputs[name])
    return config


def health_check(aws: Services, call: Call) -> Made:
    """The check, which moto never makes itself."""
    config = {**health_check_config(call), "Type": call.inputs["type"]}
    if call.inputs.get("requestInterval") is not None:
        config["RequestInterval"] = int(call.inputs["requestInterval"])
    if call.inputs.get("measureLatency") is not None:
        config["MeasureLatency"] = call.inputs["measureLatency"]
    made = aws("route53").create_health_check(CallerReference=call.token[:64], HealthCheckConfig=config)
    return Made(str(made["HealthCheck"]["Id"]))


def health_check_update(aws: Services, call: Call) -> Properties:
    """The same check of something else, or counted otherwise."""
    aws("route53").update_health_check(HealthCheckId=call.id, **health_check_config(call))
    return {}


def health_check_delete(aws: Services, call: Call) -> None:
    """The check."""
    aws("route53").delete_health_check(HealthCheckId=call.id)


def quoted(type_: str, value: str) -> str:
    """A value as Route 53 writes it: texts stand in quotation marks, which the provider adds."""
    return f'"{value}"' if type_ in {"TXT", "SPF"} and not value.startswith('"') else value


def record(aws: Services, call: Call) -> Made:
    """The record, new unless the program says that it may overwrite."""
    changed(aws, call, "UPSERT" if call.inputs.get("allowOverwrite") is True else "CREATE")
    return Made(record_id(call))


def record_update(aws: Services, call: Call) -> Properties:
    """The same record with other values."""
    changed(aws, call, "UPSERT")
    return {}


def zone_delete(aws: Services, call: Call) -> None:
    """The zone, with all its records where the program says so."""
    if call.inputs.get("forceDestroy") is True:
        found = aws("route53").list_resource_record_sets(HostedZoneId=call.id)["ResourceRecordSets"]
        changes = [
            {"Action": "DELETE", "ResourceRecordSet": one}
            for one in found
            if one["Type"] not in {"NS", "SOA"}
        ]
        if changes:
            aws("route53").change_resource_record_sets(HostedZoneId=call.id, ChangeBatch={"Changes": changes})
    aws("route53").delete_hosted_zone(Id=call.id)


BACKINGS: Mapping[str, Backing] = {
    ZONE: Backing("CreateHostedZone", zone, zone_delete, guards=frozenset({RECORD})),
    HEALTH_CHECK: Backing(
        "CreateHealthCheck, UpdateHealthCheck", health_check, health_check_delete, health_check_update
    ),
    RECORD: Backing(
        "ChangeResourceRecordSets", record, lambda aws, call: changed(aws, call, "DELETE"), record_update
    ),
}
