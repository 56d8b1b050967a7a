"""Azure DNS: zones and record sets."""

from typing import Any

import pytest

from rehearsal.simulation.azure import KINDS
from tests.rehearsal.simulation.azure.cloud import GROUP, NATIVE, SUBSCRIPTION, Cloud
from tests.rehearsal.simulation.azure.test_traffic_manager import PROFILE, sound

ZONE, RECORD = f"{NATIVE}dns:Zone", f"{NATIVE}dns:RecordSet"
NAMED: dict[str, Any] = {
    "zoneName": "example.com",
    "recordType": "CNAME",
    "relativeRecordSetName": "app",
    "ttl": 60,
}


def test_a_record_is_in_a_zone_and_leads_to_a_profile(cloud: Cloud) -> None:
    assert cloud.refused(RECORD, **NAMED, cnameRecord={"cname": "app.example.net"}).startswith(
        "ParentResourceNotFound:"
    )
    cloud.put(ZONE, zoneName="example.com", location="global")
    profile = cloud.put(PROFILE, **sound())["id"]

    assert cloud.put(RECORD, **NAMED, targetResource={"id": profile})["fqdn"] == "app.example.com."
    assert "InvalidResourceReference: targetResource.id: none does not exist" in cloud.refused(
        RECORD, **{**NAMED, "relativeRecordSetName": "api"}, targetResource={"id": "none"}
    )


@pytest.mark.parametrize("folder", ["dnsZones", "dnszones"])
def test_a_zone_and_a_group_that_were_there_before_are_found(cloud: Cloud, folder: str) -> None:
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/names"
    zone = f"{group}/providers/Microsoft.Network/{folder}/example.com"
    for type_, id_ in ((GROUP, group), (ZONE, zone)):
        found = cloud.world.read(KINDS[type_], cloud.call(type_, {}, id=id_))
        assert found is not None
        assert found.outputs["name"] == id_.rpartition("/")[2]
        assert cloud.world.read(KINDS[type_], cloud.call(type_, {}, id="elsewhere")) is None

    made = cloud.create(RECORD, resourceGroupName="names", **NAMED, cnameRecord={"cname": "app.example.net"})
    assert made["id"] == f"{group}/providers/Microsoft.Network/dnsZones/example.com/CNAME/app"


def test_a_zone_that_is_there_is_in_a_group_that_is_there(cloud: Cloud) -> None:
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/zones"
    zone = f"{group}/providers/Microsoft.Network/dnsZones/example.com"
    record = {"resourceGroupName": "zones", **NAMED, "cnameRecord": {"cname": "app.example.net"}}
    assert cloud.refusal(RECORD, **record).startswith("ResourceGroupNotFound: the resource group 'zones'")

    cloud.world.read(KINDS[ZONE], cloud.call(ZONE, {}, id=zone))

    assert cloud.create(RECORD, **record)["id"] == f"{zone}/CNAME/app"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"recordType": "B"}, "BadRequest: 'B' is not one of A, AAAA"),
        ({"ttl": 0}, "BadRequest: 0 is not within 1 to"),
        ({"cnameRecord": None}, "BadRequest: a record set has values of one kind, or an alias (none given)"),
        (
            {"targetResource": {"id": "profile"}},
            "BadRequest: a record set has values of one kind, or an alias (cnameRecord and targetResource given)",
        ),
        (
            {"relativeRecordSetName": "@"},
            "BadRequest: a CNAME cannot be the zone's own name (RFC 1034, 3.6.2)",
        ),
        ({"relativeRecordSetName": "a b"}, "InvalidResourceName: 'a b' is not a name within its zone"),
    ],
)
def test_a_record_that_azure_would_not_take_is_refused(
    cloud: Cloud, changes: dict[str, Any], reason: str
) -> None:
    inputs = {**NAMED, "resourceGroupName": "main", "cnameRecord": {"cname": "app.example.net"}, **changes}
    (failure,) = cloud.wrong(RECORD, **inputs)

    assert failure.reason.startswith(reason)


def test_a_zone_is_in_no_region_and_called_as_its_domain(cloud: Cloud) -> None:
    wrong = cloud.wrong(ZONE, resourceGroupName="main", zoneName="example", location="westeurope")

    assert [failure.property for failure in wrong] == ["zoneName", "location"]
