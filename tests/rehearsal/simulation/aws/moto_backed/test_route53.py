"""Route 53 on moto: what it refuses, in its own words."""

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.aws.moto_backed.route53 import quoted
from rehearsal.simulation.kinds import Kind, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

ZONE, RECORD = "aws:route53/zone:Zone", "aws:route53/record:Record"
CHECK = "aws:route53/healthCheck:HealthCheck"
ADDRESS = {"name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}


def test_a_record_in_a_zone_that_does_not_exist(cloud: Cloud) -> None:
    assert (
        cloud.refusal(RECORD, zoneId="Z00", **ADDRESS)
        == "NoSuchHostedZone: No hosted zone found with ID: Z00"
    )


def test_a_zone_with_records_stays_unless_the_program_says_otherwise(cloud: Cloud) -> None:
    zone = cloud.create(ZONE, name="example.com")
    record = cloud.create(RECORD, zoneId=zone["zoneId"], **ADDRESS)

    with pytest.raises(Refused) as refused:
        cloud.delete(ZONE, zone)
    cloud.delete(RECORD, record)
    cloud.delete(ZONE, zone)

    text = "HostedZoneNotEmpty: The hosted zone contains resource records that are not SOA or NS records."
    assert str(refused.value) == text


def test_a_zone_that_may_be_emptied_goes_with_records_made_by_others(cloud: Cloud, moto: Moto) -> None:
    zone = cloud.create(ZONE, name="example.com", forceDestroy=True)
    route53 = moto.client("route53", cloud.account, cloud.region)
    made = {"Name": "x.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    change = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": made}]}
    route53.change_resource_record_sets(HostedZoneId=zone["zoneId"], ChangeBatch=change)
    cloud.delete(ZONE, zone)

    assert route53.list_hosted_zones()["HostedZones"] == []


def test_records_over_several_regions_reach_moto_with_their_policy_and_check(
    cloud: Cloud, moto: Moto
) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]
    check = cloud.create(CHECK, type="HTTPS", fqdn="app.use1.example.com", port=443, requestInterval=10)
    cloud.update(CHECK, check, type="HTTPS", fqdn="app.use1.example.com", port=443, resourcePath="/ready")
    led = {"name": "app", "type": "CNAME", "ttl": 60, "records": ["app.use1.example.com"]}
    cloud.create(
        RECORD, zoneId=zone, **led, setIdentifier="use1", healthCheckId=check["id"],
        failoverRoutingPolicies=[{"type": "PRIMARY"}],
    )  # fmt: skip
    api = cloud.create(
        RECORD, zoneId=zone, **{**led, "name": "api"}, setIdentifier="use1",
        latencyRoutingPolicies=[{"region": "us-east-1"}],
    )  # fmt: skip
    route53 = moto.client("route53", cloud.account, cloud.region)
    found = {
        one["Name"]: one
        for one in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        if one["Type"] == "CNAME"
    }
    asked = route53.get_health_check(HealthCheckId=check["id"])["HealthCheck"]["HealthCheckConfig"]

    assert found["app.example.com."]["Failover"] == "PRIMARY"
    assert found["app.example.com."]["HealthCheckId"] == check["id"]
    assert found["api.example.com."]["Region"] == "us-east-1"
    assert (asked["RequestInterval"], asked["ResourcePath"]) == (10, "/ready")
    cloud.delete(RECORD, api)
    left = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert "api.example.com." not in {one["Name"] for one in left}


def test_a_zone_that_was_there_before_is_in_moto_once_it_is_written_to(
    cloud: Cloud, moto: Moto, kinds: dict[str, Kind]
) -> None:
    cloud.world.read(kinds[ZONE], cloud.call(ZONE, {}, id="Z0123456789ABC", olds={"name": "example.com"}))
    for name in ("www", "api"):
        cloud.create(RECORD, zoneId="Z0123456789ABC", **{**ADDRESS, "name": name})
    route53 = moto.client("route53", cloud.account, cloud.region)
    (zone,) = route53.list_hosted_zones()["HostedZones"]
    found = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]

    assert zone["Name"] == "example.com."
    assert {one["Name"] for one in found if one["Type"] == "A"} == {"www.example.com.", "api.example.com."}


def test_records_and_aliases_reach_moto_under_their_whole_names(cloud: Cloud, moto: Moto) -> None:
    zone = cloud.create(ZONE, name="example.com")["zoneId"]
    record = cloud.create(RECORD, zoneId=zone, **ADDRESS)
    cloud.update(RECORD, record, zoneId=zone, **{**ADDRESS, "records": ["192.0.2.2"]})
    alias = {"name": "lb.example.com", "zoneId": zone, "evaluateTargetHealth": True}
    cloud.create(RECORD, zoneId=zone, name="", type="A", aliases=[alias])
    cloud.create(RECORD, zoneId=zone, name="info", type="TXT", ttl=60, records=["plain"])
    route53 = moto.client("route53", cloud.account, cloud.region)
    found = {
        (one["Name"], one["Type"]): one
        for one in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    }

    assert found["www.example.com.", "A"]["ResourceRecords"] == [{"Value": "192.0.2.2"}]
    assert found["example.com.", "A"]["AliasTarget"]["EvaluateTargetHealth"] is True
    assert found["info.example.com.", "TXT"]["ResourceRecords"] == [{"Value": '"plain"'}]
    assert quoted("TXT", '"quoted"') == '"quoted"'
