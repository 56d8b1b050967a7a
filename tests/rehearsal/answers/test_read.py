"""Each provider's resources become the same names."""

from dataclasses import replace

import pytest

from rehearsal.answers.names import Answer, Check
from rehearsal.answers.read import PROFILE, RECORD, names, regions
from rehearsal.recorded import Recording
from tests.rehearsal.answers.given import (
    beneath,
    checked,
    cloud_dns,
    component,
    route53,
    traffic_manager,
)
from tests.rehearsal.answers.regions import over_two_regions
from tests.rehearsal.costs.bills import one, recording


def test_records_of_route_53_with_one_host_are_one_name() -> None:
    (name,) = names(route53())

    assert (name.host, name.provider, name.policy, name.ttl) == ("shop.example.com", "route53", "latency", 60)
    check = Check("/health", 30, 3, 6)
    assert name.answers == (
        Answer("use1", "us-east-1", "shop.use1.example.com", check=check),
        Answer("usw2", "us-west-2", "shop.usw2.example.com", check=check),
    )


def test_weights_and_turns_of_route_53_are_read() -> None:
    weighted = {
        cluster: {"weightedRoutingPolicies": [{"weight": weight}]}
        for cluster, weight in (("use1", 90), ("usw2", 0))
    }
    failover = {
        cluster: {"failoverRoutingPolicies": [{"type": turn}]}
        for cluster, turn in (("use1", "SECONDARY"), ("usw2", "PRIMARY"))
    }

    (shared,), (turned,) = names(route53(weighted)), names(route53(failover))

    assert (shared.policy, [one.weight for one in shared.answers]) == ("weighted", [90, 0])
    assert (turned.policy, [one.rank for one in turned.answers]) == ("failover", [1, 0])
    assert [one.region for one in turned.answers] == ["us-east-1", "us-west-2"]


def test_a_record_of_one_region_is_no_global_name() -> None:
    alone = one(
        RECORD,
        "mail",
        {"name": "mail.example.com", "type": "CNAME", "ttl": 60, "records": ["mail.use1.example.com"]},
    )

    assert names(recording(alone)) == []


def test_a_record_without_a_check_is_asked_by_nobody() -> None:
    whole = route53()
    bare = [one for one in whole.resources if "healthCheck" not in one.type]

    (name,) = names(replace(whole, resources=tuple(bare)))

    assert [one.check for one in name.answers] == [None, None]


def test_cloud_dns_answers_with_addresses_whose_clusters_are_found() -> None:
    (name,) = names(
        cloud_dns(
            geos=[
                checked("203.0.113.1", location="us-east1"),
                checked("203.0.113.2", location="europe-west4"),
            ]
        )
    )

    assert (name.host, name.provider, name.policy) == ("shop.example.com", "cloud-dns", "latency")
    check = Check("", 30, 3, 5)
    assert [(one.cluster, one.region, one.target, one.check) for one in name.answers] == [
        ("use1", "us-east1", "203.0.113.1", check),
        ("euw4", "europe-west4", "203.0.113.2", check),
    ]


def test_weights_and_turns_of_cloud_dns_are_read() -> None:
    (shared,) = names(cloud_dns(wrrs=[checked("203.0.113.1", weight=3), checked("203.0.113.2", weight=1)]))
    (turned,) = names(
        cloud_dns(
            primaryBackup={
                "primary": {"externalEndpoints": ["203.0.113.2"]},
                "backupGeos": [
                    checked("203.0.113.1", location="us-east1"),
                    checked("203.0.113.3", location="asia-east1"),
                ],
            }
        )
    )

    assert (shared.policy, [one.weight for one in shared.answers]) == ("weighted", [3, 1])
    assert (turned.policy, [(one.cluster, one.rank) for one in turned.answers]) == (
        "failover",
        [("euw4", 0), ("use1", 1), ("asia-east1", 1)],
    )


def test_a_profile_of_traffic_manager_is_the_name_of_its_alias() -> None:
    (name,) = names(traffic_manager("Performance"))

    assert (name.host, name.provider, name.policy, name.ttl) == (
        "shop.example.com",
        "traffic-manager",
        "latency",
        60,
    )
    # Two failures are tolerated, so the third one counts.
    assert name.answers[0] == Answer(
        "use", "eastus2", "shop.use.example.com", check=Check("/health", 30, 3, 10)
    )
    assert [one.region for one in name.answers] == ["eastus2", "westeurope"]


def test_an_endpoint_that_is_switched_off_has_no_weight() -> None:
    (name,) = names(traffic_manager("Weighted", {"weight": 9}, {"weight": 1, "endpointStatus": "Disabled"}))

    assert [one.weight for one in name.answers] == [9, 0]


def test_priorities_of_traffic_manager_are_turns() -> None:
    (name,) = names(traffic_manager("Priority", {"priority": 2}, {"priority": 1}))

    assert (name.policy, [one.rank for one in name.answers]) == ("failover", [1, 0])


def test_a_profile_without_an_alias_has_its_own_name() -> None:
    whole = traffic_manager("Performance")
    profile = [one for one in whole.resources if one.type == PROFILE]

    assert names(recording(*profile))[0].host == "groundwork-shop.trafficmanager.net"


def test_an_endpoint_of_no_cluster_here_is_where_it_says() -> None:
    whole = traffic_manager(
        "Performance", {"endpointLocation": "East US 2"}, {"endpointLocation": "West Europe"}
    )
    profile = [one for one in whole.resources if one.type == PROFILE]

    assert [one.region for one in names(recording(*profile))[0].answers] == ["eastus2", "westeurope"]


def test_every_cluster_of_a_cloud_is_placed() -> None:
    assert regions(route53()) == {"use1": "us-east-1", "usw2": "us-west-2"}
    assert regions(cloud_dns()) == {"use1": "us-east1", "euw4": "europe-west4"}
    assert regions(traffic_manager("Performance")) == {"use": "eastus2", "euw": "westeurope"}


def test_a_cluster_is_not_where_aws_is_told_of_its_tokens() -> None:
    aws = "pulumi:providers:aws"
    told = beneath("Gke", "euw1", aws, "euw1-names-aws", region="us-east-1")
    plane = beneath("Gke", "euw1", "gcp:container/cluster:Cluster", "euw1-cluster", location="europe-west1")

    assert regions(recording(component("Gke", "euw1"), told, plane)) == {"euw1": "europe-west1"}


def test_a_stack_without_names_has_none() -> None:
    assert names(Recording("test", "groundwork", (), {}, {}, ())) == []


@pytest.mark.parametrize(
    ("provider", "policy"),
    [
        ("route53", "latency"),
        ("route53", "failover"),
        ("cloud-dns", "weighted"),
        ("cloud-dns", "failover"),
        ("traffic-manager", "latency"),
        ("traffic-manager", "weighted"),
    ],
)
def test_what_the_program_registers_is_read_as_the_settings_say_it(provider: str, policy: str) -> None:
    recording = over_two_regions(provider, policy)

    (name,) = names(recording)

    assert (name.host, name.provider, name.policy, name.ttl) == ("orion.example.com", provider, policy, 60)
    assert {one.cluster: one.region for one in name.answers} == regions(recording)
    assert {one.cluster for one in name.answers} == {"one", "two"}
    assert all(one.check and (one.check.every, one.check.failures) == (30, 3) for one in name.answers)
    if policy == "weighted":
        assert {one.cluster: one.weight for one in name.answers} == {"one": 3, "two": 1}
    if policy == "failover":
        assert min(name.answers, key=lambda one: one.rank).cluster == "two"
    if provider != "cloud-dns":
        assert {one.target for one in name.answers} == {"orion.one.example.com", "orion.two.example.com"}
