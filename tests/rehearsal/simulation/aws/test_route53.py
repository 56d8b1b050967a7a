"""Route 53 hosted zones and records."""

from typing import Any

import pytest

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.route53 import fqdn, in_zone
from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

ZONE, RECORD = "aws:route53/zone:Zone", "aws:route53/record:Record"
CHECK = "aws:route53/healthCheck:HealthCheck"
ASKED: dict[str, Any] = {"type": "HTTPS", "fqdn": "app.example.com", "port": 443}
LED: dict[str, Any] = {"name": "app", "type": "CNAME", "ttl": 60, "records": ["app.example.net"]}
ADDRESS: dict[str, Any] = {"name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}


def test_a_zone_has_four_name_servers_and_no_region(cloud: Cloud) -> None:
    zone = cloud.create(ZONE, name="Example.com.")

    assert zone["name"] == "example.com"
    assert zone["arn"] == f"arn:aws:route53:::hostedzone/{zone['zoneId']}"
    assert len(set(zone["nameServers"])) == 4
    assert zone["primaryNameServer"] in zone["nameServers"]


@pytest.mark.parametrize("name", ["a..b", "with space", "x" * 256])
def test_a_zone_has_a_domain_name(cloud: Cloud, name: str) -> None:
    assert "InvalidDomainName" in cloud.refusal(ZONE, name=name)


def test_a_record_has_a_whole_name() -> None:
    assert in_zone("www", "example.com.") == "www.example.com"
    assert in_zone("www.example.com.", "example.com") == "www.example.com"
    assert in_zone("", "example.com") == in_zone("example.com", "example.com") == "example.com"
    assert fqdn("WWW.example.com.") == "www.example.com"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"type": "B"}, "type: InvalidInput: 'B' is not one of A, AAAA"),
        ({"name": "a b"}, "InvalidChangeBatch: 'a b' is not a domain name"),
        ({"aliases": [{"name": "x"}]}, "a record has either records or aliases (both given)"),
        ({"records": None}, "a record has either records or aliases (none given)"),
        ({"ttl": None}, "a record with values needs a ttl"),
        ({"ttl": -1}, "-1 seconds are not within 0 to 2147483647"),
        ({"records": ["192.0.2.300"]}, "'192.0.2.300' is no value of an A record"),
        ({"type": "AAAA"}, "'192.0.2.1' is no value of an AAAA record"),
        (
            {"type": "CNAME", "records": ["a.example.com", "b.example.com"]},
            "a CNAME record has one value (2 given)",
        ),
    ],
)
def test_a_record_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]

    assert text in cloud.refusal(RECORD, **{"zoneId": zone, **ADDRESS, **inputs})


def test_a_record_needs_its_zone_and_is_there_once(cloud: Cloud) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]
    record = cloud.create(RECORD, zoneId=zone, **ADDRESS)

    assert record["fqdn"] == "www.example.com"
    assert "NoSuchHostedZone: zoneId: the zone 'Z00' does not exist" in cloud.refusal(
        RECORD, zoneId="Z00", **ADDRESS
    )
    assert f"the record www A already exists in the zone {zone}" in cloud.refusal(
        RECORD, zoneId=zone, **ADDRESS
    )
    assert cloud.create(RECORD, zoneId=zone, allowOverwrite=True, **ADDRESS)["fqdn"] == "www.example.com"


def by(policy: str, **values: Any) -> dict[str, Any]:
    """What a record says of its routing policy."""
    return {f"{policy}RoutingPolicies": [values], "setIdentifier": str(sorted(values.items()))}


def test_a_zone_that_was_there_before_is_found_by_its_id_with_its_domain(cloud: Cloud) -> None:
    kind, call = KINDS[ZONE], cloud.call(ZONE, {}, id="Z0123456789ABC", olds={"name": "example.com"})
    found = cloud.world.read(kind, call)

    assert found is not None
    assert (found.id, found.outputs["name"]) == ("Z0123456789ABC", "example.com")
    assert cloud.create(RECORD, zoneId="Z0123456789ABC", **ADDRESS)["fqdn"] == "www.example.com"
    for call in (
        cloud.call(ZONE, {}, id="nowhere", olds={"name": "example.com"}),
        cloud.call(ZONE, {}, id="Z1", olds={}),
    ):
        assert cloud.world.read(kind, call) is None


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"type": "GOPHER"}, "InvalidInput: 'GOPHER' is not one of HTTP, HTTPS"),
        ({"requestInterval": 20}, "InvalidInput: 20 is not one of 10, 30"),
        ({"failureThreshold": 11}, "InvalidInput: 11 is not within 1 to 10"),
        ({"port": 0}, "InvalidInput: 0 is not within 1 to 65535"),
        ({"resourcePath": "/" * 256}, "a path has at most 255 characters"),
        ({"fqdn": None}, "a check of an endpoint needs its domain name or its address"),
        (
            {"fqdn": None, "ipAddress": "192.0.2.1", "enableSni": True},
            "SNI sends a domain name, and none is given",
        ),
    ],
)
def test_a_health_check_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(CHECK, **{**ASKED, **inputs})


def test_a_record_goes_by_a_health_check_that_there_is(cloud: Cloud) -> None:
    zone, check = cloud.create(ZONE, name="example.com")["zoneId"], cloud.create(CHECK, **ASKED)

    assert check["arn"] == f"arn:aws:route53:::healthcheck/{check['id']}"
    assert cloud.create(
        RECORD, zoneId=zone, healthCheckId=check["id"], **LED, **by("latency", region="us-east-1")
    )
    assert "NoSuchHealthCheck: healthCheckId: the healthCheck 'none' does not exist" in cloud.refusal(
        RECORD, zoneId=zone, healthCheckId="none", **LED, **by("latency", region="us-west-2")
    )


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        (
            {**by("latency", region="us-east-1"), "weightedRoutingPolicies": [{"weight": 1}]},
            "a record has one routing policy (weightedRoutingPolicies and latencyRoutingPolicies given)",
        ),
        ({"setIdentifier": "use1"}, "a record has a set identifier with a routing policy, and none without"),
        (
            {"latencyRoutingPolicies": [{"region": "us-east-1"}]},
            "a record has a set identifier with a routing policy, and none without",
        ),
        (by("failover", type="FIRST"), "InvalidInput: 'FIRST' is not one of PRIMARY, SECONDARY"),
        (by("weighted", weight=256), "the weight 256 is not within 0 to 255"),
    ],
)
def test_a_routing_policy_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]

    assert text in cloud.refusal(RECORD, zoneId=zone, **LED, **inputs)


def test_records_of_one_name_share_a_policy_and_no_place_in_it(cloud: Cloud) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]
    cloud.create(RECORD, zoneId=zone, **LED, **by("latency", region="us-east-1"))

    assert cloud.create(RECORD, zoneId=zone, **LED, **by("latency", region="us-west-2"))
    same = {**by("latency", region="us-east-1"), "setIdentifier": "another"}
    assert "app CNAME: there is a record with latencyRoutingPolicies us-east-1 already" in cloud.refusal(
        RECORD, zoneId=zone, **LED, **same
    )
    assert (
        "records of one name and type have the same routing policy (weightedRoutingPolicies and latencyRoutingPolicies)"
        in cloud.refusal(RECORD, zoneId=zone, **LED, **by("weighted", weight=1))
    )
    assert "app A: a CNAME cannot be beside a record of another type" in cloud.refusal(
        RECORD, zoneId=zone, **{**ADDRESS, "name": "app"}
    )


def test_a_zone_with_records_stays_while_it_has_them(cloud: Cloud) -> None:
    zone = cloud.create(ZONE, name="example.com")
    record = cloud.create(RECORD, zoneId=zone["zoneId"], **ADDRESS)

    with pytest.raises(Refused, match=r"HostedZoneNotEmpty: .* still holds 1 records beside its SOA and NS"):
        cloud.delete(ZONE, zone)
    cloud.delete(RECORD, record)
    cloud.delete(ZONE, zone)
    assert len(cloud.world) == 0


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(ZONE, name=UNKNOWN) == []
    assert cloud.wrong(RECORD, zoneId=UNKNOWN, name=UNKNOWN, type=UNKNOWN, ttl=60, records=[UNKNOWN]) == []
