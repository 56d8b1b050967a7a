"""Route 53 hosted zones and records."""

from typing import Any

import pytest

from rehearsal.simulation.aws.route53 import fqdn, in_zone
from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

ZONE, RECORD = "aws:route53/zone:Zone", "aws:route53/record:Record"
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
