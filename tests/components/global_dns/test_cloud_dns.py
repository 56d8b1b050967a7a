"""Names over all regions in Cloud DNS."""

from typing import Any

from components.global_dns.cloud_dns import CloudDnsNames
from rehearsal.recorded import Recording
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.names import names
from tests.components.global_dns.regions import NO_DEFAULT_PROVIDERS
from tests.recorded import deploy
from tests.settings.global_dns.worlds import CLOUD_DNS, HOST, ON_GKE, gke, world

RECORD, CHECK = "gcp:dns/recordSet:RecordSet", "gcp:compute/healthCheck:HealthCheck"
ADDRESSES = {"use1": "192.0.2.1", "euw1": "192.0.2.2", "asia": "192.0.2.3"}
THREE = {**ON_GKE, "asia": gke("asia", "asia-southeast1", 42)}


def made(clusters: dict[str, Any] | None = None, **traffic: Any) -> Recording:
    settings = world(clusters=clusters or ON_GKE, global_dns=CLOUD_DNS, traffic=traffic)
    zone = CloudDns.model_validate(CLOUD_DNS)
    found = names(zone, settings.applications, settings.clusters)
    return deploy(lambda: CloudDnsNames(zone, found, ADDRESSES), NO_DEFAULT_PROVIDERS, stack="staging")


def policy(clusters: dict[str, Any] | None = None, **traffic: Any) -> dict[str, Any]:
    return dict(made(clusters, **traffic).one(RECORD).inputs["routingPolicy"])


def at(address: str) -> dict[str, list[str]]:
    return {"externalEndpoints": [address]}


def test_a_name_is_one_record_in_the_zones_project() -> None:
    recording = made(ttl_seconds=30)
    record = recording.one(RECORD).inputs

    assert (record["name"], record["type"], record["ttl"]) == (f"{HOST}.", "A", 30)
    assert record["managedZone"] == "example-com"
    assert recording.one("pulumi:providers:gcp").inputs["project"] == "example-names"


def test_for_latency_the_nearest_region_answers() -> None:
    assert policy()["geos"] == [
        {"location": "us-east1", "healthCheckedTargets": at("192.0.2.1")},
        {"location": "europe-west1", "healthCheckedTargets": at("192.0.2.2")},
    ]


def test_by_weight_each_region_has_its_share() -> None:
    assert policy(policy="weighted", weights={"use1": 100, "euw1": 0})["wrrs"] == [
        {"weight": 100, "healthCheckedTargets": at("192.0.2.1")},
        {"weight": 0, "healthCheckedTargets": at("192.0.2.2")},
    ]


def test_on_failover_all_others_stand_behind_the_primary() -> None:
    assert policy(THREE, policy="failover", primary="euw1")["primaryBackup"] == {
        "primary": at("192.0.2.2"),
        "backupGeos": [
            {"location": "us-east1", "healthCheckedTargets": at("192.0.2.1")},
            {"location": "asia-southeast1", "healthCheckedTargets": at("192.0.2.3")},
        ],
    }


def test_a_primary_alone_is_answered_with_as_the_nearest() -> None:
    alone = policy({"use1": ON_GKE["use1"]}, policy="failover", primary="use1")

    assert alone["geos"] == [{"location": "us-east1", "healthCheckedTargets": at("192.0.2.1")}]


def test_three_regions_ask_whether_a_way_in_takes_connections() -> None:
    recording = made(health={"failures": 2})
    check = recording.one(CHECK).inputs

    assert policy()["healthCheck"].startswith("projects/example-names/global/healthChecks/")
    assert check["tcpHealthCheck"] == {"port": 443}
    assert check["sourceRegions"] == ["us-east1", "europe-west1", "asia-southeast1"]
    assert (check["checkIntervalSec"], check["unhealthyThreshold"]) == (30, 2)


def test_the_apis_of_the_zones_project_are_on_first() -> None:
    recording = made()
    on = {one.urn for one in recording.of("gcp:projects/service:Service")}

    assert len(on) == 2
    assert on <= set(recording.one(RECORD).dependencies)
    assert on <= set(recording.one(CHECK).dependencies)
