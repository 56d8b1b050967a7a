"""Route 53 on moto: hosted zones and records."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.moto_backed.backing import Backing, Made
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.route53 import RECORD, ZONE, in_zone, record_id
from rehearsal.simulation.inputs import one, values
from rehearsal.simulation.kinds import Call, Properties


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
    domain = route53.get_hosted_zone(Id=inputs["zoneId"])["HostedZone"]["Name"]
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
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=inputs["zoneId"], ChangeBatch=batch)


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
    RECORD: Backing(
        "ChangeResourceRecordSets", record, lambda aws, call: changed(aws, call, "DELETE"), record_update
    ),
}
