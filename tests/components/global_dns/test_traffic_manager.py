"""Names over all regions in Azure."""

from typing import Any

from components.global_dns.traffic_manager import label
from rehearsal.recorded import Recording
from tests.components.global_dns.regions import named
from tests.settings.global_dns.worlds import HOST, ON_AKS, SUBSCRIPTION, TRAFFIC_MANAGER

PROFILE, RECORD = "azure-native:trafficmanager:Profile", "azure-native:dns:RecordSet"


def made(**traffic: Any) -> Recording:
    return named(clusters=ON_AKS, global_dns=TRAFFIC_MANAGER, traffic=traffic)


def endpoints(**traffic: Any) -> dict[str, dict[str, Any]]:
    """Cluster -> its endpoint."""
    return {one["name"]: one for one in made(**traffic).one(PROFILE).inputs["endpoints"]}


def test_a_profile_leads_to_the_names_that_clusters_have_for_themselves() -> None:
    found = endpoints()

    assert {name: one["target"] for name, one in found.items()} == {
        "eus": "app.eus.example.com",
        "wus": "app.wus.example.com",
    }
    assert {one["type"] for one in found.values()} == {
        "Microsoft.Network/trafficManagerProfiles/externalEndpoints"
    }


def test_by_latency_each_endpoint_says_where_it_is() -> None:
    assert made().one(PROFILE).inputs["trafficRoutingMethod"] == "Performance"
    assert [one["endpointLocation"] for one in endpoints().values()] == ["eastus", "westus2"]


def test_by_weight_a_share_of_0_is_an_endpoint_that_is_off() -> None:
    traffic = {"policy": "weighted", "weights": {"eus": 100, "wus": 0}}
    found = endpoints(**traffic)

    assert made(**traffic).one(PROFILE).inputs["trafficRoutingMethod"] == "Weighted"
    assert (found["eus"]["weight"], found["eus"]["endpointStatus"]) == (100, "Enabled")
    assert ("weight" in found["wus"], found["wus"]["endpointStatus"]) == (False, "Disabled")


def test_on_failover_the_primary_comes_first() -> None:
    traffic = {"policy": "failover", "primary": "wus"}

    assert made(**traffic).one(PROFILE).inputs["trafficRoutingMethod"] == "Priority"
    assert {name: one["priority"] for name, one in endpoints(**traffic).items()} == {"eus": 2, "wus": 1}


def test_each_region_is_asked_whether_the_application_is_well() -> None:
    profile = made(ttl_seconds=30, health={"every_seconds": 10, "failures": 2}).one(PROFILE).inputs

    assert profile["monitorConfig"] == {
        "protocol": "HTTPS",
        "port": 443,
        "path": "/ready",
        "intervalInSeconds": 10,
        "timeoutInSeconds": 5,
        "toleratedNumberOfFailures": 1,
        "expectedStatusCodeRanges": [{"min": 200, "max": 399}],
    }
    assert profile["dnsConfig"]["ttl"] == 30
    assert profile["location"] == "global"


def test_the_name_is_an_alias_of_its_profile() -> None:
    recording = made()
    record = recording.one(RECORD).inputs

    assert (record["zoneName"], record["relativeRecordSetName"]) == ("example.com", "app")
    assert (record["recordType"], record["resourceGroupName"]) == ("CNAME", "names")
    assert record["targetResource"] == {"id": recording.one(PROFILE).id}


def test_the_zone_may_be_in_another_resource_group_than_the_profiles() -> None:
    elsewhere = TRAFFIC_MANAGER["zone"].replace("/resourceGroups/names/", "/resourceGroups/zones/")
    recording = named(clusters=ON_AKS, global_dns={**TRAFFIC_MANAGER, "zone": elsewhere})

    assert recording.one(PROFILE).inputs["resourceGroupName"] == "names"
    assert recording.one(RECORD).inputs["resourceGroupName"] == "zones"


def test_everything_is_in_the_zones_subscription() -> None:
    assert made().one("pulumi:providers:azure-native").inputs["subscriptionId"] == SUBSCRIPTION


def test_profiles_have_names_of_their_own_in_the_world_that_stay() -> None:
    same = label("staging", HOST)

    assert same == label("staging", HOST)
    assert same.startswith("app-example-com-")
    assert len({same, label("production", HOST), label("staging", "app-example.com")}) == 3
    assert len(label("staging", f"{'long.' * 20}example.com")) <= 63
