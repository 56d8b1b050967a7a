"""What a stack must say besides where one name leads to several regions."""

from typing import Any

import pytest

from tests.settings.global_dns.worlds import (
    CLOUD_DNS,
    HOST,
    ON_AKS,
    ON_EKS,
    ON_GKE,
    ROUTE,
    ROUTE53,
    SUBSCRIPTION,
    TRAFFIC_MANAGER,
    aks,
    eks,
    gke,
    told,
    world,
)
from tests.settings.stack import EKS

EXISTING = {
    "cloud": "existing",
    "context": "kind-example",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}
OTHER = "00000000-0000-4000-8000-00000000000f"


def three(**changes: Any) -> dict[str, Any]:
    return {**ON_EKS, "euw1": {**eks("euw1", "eu-west-1", "10.42.0.0/16"), **changes}}


def test_two_regions_that_agree_are_accepted_on_each_cloud() -> None:
    assert world().global_dns
    assert world(clusters=ON_GKE, global_dns=CLOUD_DNS).global_dns
    assert world(clusters=ON_AKS, global_dns=TRAFFIC_MANAGER).global_dns


def test_one_region_may_have_traffic_so_that_a_second_one_changes_no_name() -> None:
    assert world(clusters={"use1": ON_EKS["use1"]}).applications["app"].traffic


def test_without_traffic_nothing_is_asked_for() -> None:
    world(traffic=None, global_dns=None, clusters={"main": EKS}, platform={"dns": False})


def test_traffic_needs_a_zone() -> None:
    assert told(global_dns=None) == [
        (
            "applications.app.traffic needs global_dns, expected the zone of the names that lead to "
            "several regions, got none: add the section, or take traffic out"
        )
    ]


def test_a_zone_that_cannot_be_read_is_told_alone() -> None:
    (line,) = told(global_dns={**ROUTE53, "zone": "example"})

    assert line.startswith("global_dns.zone: expected what matches")


def test_every_mistake_is_told_at_once() -> None:
    lines = told(
        {"route": {**ROUTE, "hosts": ["app.example.net"], "allow_from": ["192.0.2.0/24"]}},
        traffic={"policy": "failover", "primary": "euw1"},
        platform={"dns": False},
    )

    assert len(lines) == 4


def test_weights_name_all_of_its_clusters_and_no_other() -> None:
    assert told(traffic={"policy": "weighted", "weights": {"use1": 1, "euw1": 1}}) == [
        "applications.app.traffic.weights: expected clusters that it is on (use1, usw2), got 'euw1'",
        (
            "applications.app.traffic.weights: expected a weight for each of its clusters (use1, usw2), "
            "got none for usw2: give it 0 to lead nobody there"
        ),
    ]


def test_the_primary_is_one_of_its_clusters() -> None:
    assert told(traffic={"policy": "failover", "primary": "euw1"}) == [
        "applications.app.traffic.primary: expected a cluster that it is on (use1, usw2), got 'euw1'"
    ]


def test_route_53_falls_back_on_one_region_and_others_on_many() -> None:
    traffic = {"policy": "failover", "primary": "use1"}

    (line,) = told(clusters=three(), traffic=traffic)

    assert line.startswith(
        "applications.app.traffic.policy: expected at most two clusters with failover in Route 53, which "
        "has one record to fall back on, got use1, usw2, euw1"
    )


def test_latency_leads_to_a_region_in_which_there_is_one_cluster() -> None:
    (line,) = told(clusters=three(region="us-west-2"))

    assert line == (
        "applications.app.traffic.policy: expected clusters in regions of their own with latency, which "
        "leads to a region, got usw2 and euw1 in us-west-2: share between them with weighted"
    )


def test_cloud_dns_asks_every_thirty_seconds_and_by_no_path() -> None:
    lines = told(
        clusters=ON_GKE, global_dns=CLOUD_DNS, traffic={"health": {"every_seconds": 10, "path": "/ready"}}
    )

    assert lines == [
        "applications.app.traffic.health.every_seconds: expected 30 with cloud-dns, which asks no more often, got 10",
        (
            "applications.app.traffic.health.path: expected none with cloud-dns, which asks whether the "
            "way in takes connections, got '/ready'"
        ),
    ]


def test_each_cluster_has_a_zone_of_its_own() -> None:
    same = {"domain": "use1.example.com", "zone": "Z0123456789EUW1"}

    assert told(clusters=three(dns=None)) == [
        (
            "clusters.euw1.dns is missing, expected a zone of its own, such as euw1.example.com, where an "
            "application says traffic: the names over all regions lead to names in it"
        )
    ]
    assert told(clusters=three(dns=same))[0] == (
        "clusters.euw1.dns.domain: expected a domain of its own where an application says traffic, got "
        "'use1.example.com', which clusters.use1 has"
    )


@pytest.mark.parametrize(("zone", "own"), [("example.com", "example.com"), ("eu.example.com", "example.com")])
def test_no_clusters_zone_holds_the_names_over_all_regions(zone: str, own: str) -> None:
    clusters = {"use1": {**ON_EKS["use1"], "dns": {"domain": own, "zone": "Z0123456789USE1"}}}
    hosts = {"route": {**ROUTE, "hosts": [f"app.{zone}"]}}

    line, *_ = told(hosts, clusters=clusters, global_dns={**ROUTE53, "domain": zone})

    assert line == (
        "clusters.use1.dns.domain: expected another domain than global_dns.domain, and none above it, got "
        f"'{own}': its external-dns would write the names over all regions too; take one such as "
        f"use1.{zone}"
    )


@pytest.mark.parametrize(
    ("clusters", "zone", "line"),
    [
        (
            ON_GKE,
            TRAFFIC_MANAGER,
            (
                "global_dns.provider: expected one whose zones clusters.use1 may edit, on gke, where names "
                "over all regions are proved, got traffic-manager, which clusters on aks may"
            ),
        ),
        (
            ON_EKS,
            CLOUD_DNS,
            (
                "global_dns.provider: expected one whose zones clusters.use1 may edit, on eks, where names "
                "over all regions are proved, got cloud-dns, which clusters on gke may"
            ),
        ),
        (
            ON_EKS,
            {**ROUTE53, "account": "210987654321"},
            (
                "global_dns.role is missing, expected two roles of the account 210987654321, for clusters.use1 is in the "
                "account 123456789012: role, as which Pulumi writes names, and proving_role, as which cert-manager proves them"
            ),
        ),
        (
            ON_EKS,
            {**ROUTE53, "account": "210987654321", "role": "arn:aws:iam::210987654321:role/names"},
            (
                "global_dns.proving_role is missing, expected two roles of the account 210987654321, for clusters.use1 is in the "
                "account 123456789012: role, as which Pulumi writes names, and proving_role, as which cert-manager proves them"
            ),
        ),
        (
            {"eus": aks("eus", "eastus", "10.50.0.0/20", subscription=OTHER)},
            TRAFFIC_MANAGER,
            (
                f"global_dns.subscription: expected the subscription of clusters.eus, {OTHER}, where its "
                f"roles are assigned, got {SUBSCRIPTION}"
            ),
        ),
    ],
)
def test_each_cluster_may_edit_the_zone(clusters: dict[str, Any], zone: dict[str, Any], line: str) -> None:
    assert line in told(clusters=clusters, global_dns=zone)


def test_an_existing_cluster_carries_no_traffic() -> None:
    line = (
        "applications.app.traffic: expected clusters of a cloud, got clusters.main, an existing one, for which this program "
        "neither publishes a name nor proves one: leave it out of clusters, or take traffic out and publish the name yourself"
    )

    assert told(clusters={"main": EXISTING}) == [line]
    assert told(clusters={**ON_EKS, "main": EXISTING}) == [line]


def test_cloud_dns_falls_back_on_regions_not_on_clusters() -> None:
    clusters = {**ON_GKE, "other": gke("other", "europe-west1", 42)}
    traffic = {"policy": "failover", "primary": "use1"}

    assert told(clusters=clusters, global_dns=CLOUD_DNS, traffic=traffic) == [
        (
            "applications.app.traffic.policy: expected clusters in regions of their own behind the primary in Cloud DNS, which "
            "leads to a region, got euw1 and other in europe-west1: share between them with weighted"
        )
    ]
    assert world(clusters=clusters, global_dns=CLOUD_DNS, traffic={**traffic, "primary": "other"})


@pytest.mark.parametrize("other", [ON_GKE["euw1"], ON_AKS["wus"]])
def test_route_53_leads_to_other_clouds_but_by_no_latency(other: dict[str, Any]) -> None:
    mixed = {"use1": ON_EKS["use1"], "other": other}

    assert world(clusters=mixed, traffic={"policy": "failover", "primary": "use1"}).global_dns
    assert told(clusters=mixed) == [
        (
            "applications.app.traffic.policy: expected weighted or failover where a cluster is not on EKS, "
            "for Route 53 knows the latency of AWS' own regions alone, got latency with other"
        )
    ]


def test_roles_to_take_on_open_another_accounts_zone() -> None:
    roles = {field: f"arn:aws:iam::210987654321:role/{field}" for field in ("role", "proving_role")}

    assert world(global_dns={**ROUTE53, "account": "210987654321", **roles}).global_dns


def test_hosts_are_below_the_zones_domain() -> None:
    lines = told({"route": {**ROUTE, "hosts": ["app.example.net", "example.com"]}})

    assert lines == [
        (
            "applications.app: expected hosts below example.com, the domain of global_dns, where traffic "
            "is said, got 'app.example.net'"
        ),
        (
            "applications.app: expected hosts below example.com, the domain of global_dns, where traffic "
            "is said, got 'example.com', which cannot lead on to another name (RFC 1034, 3.6.2)"
        ),
    ]


def test_hosts_are_in_no_clusters_own_zone() -> None:
    assert told({"route": {**ROUTE, "hosts": ["app.use1.example.com"]}}) == [
        (
            "applications.app: expected hosts outside of the clusters' own zones where traffic is said, "
            "got 'app.use1.example.com', which is in that of clusters.use1 (use1.example.com)"
        )
    ]


def test_somebody_has_a_route() -> None:
    assert told({"route": None}) == [
        "applications.app.traffic: expected a workload with a route, to which the world is led, got none: take traffic out"
    ]


def test_nobody_else_says_a_name_that_a_region_has_for_itself() -> None:
    other = {
        "image": "registry.example.com/other:1.0.0",
        "host": "other.example.com",
        "clusters": ["usw2"],
        "specs": [
            {"name": "other", "namespace": "other", "route": {**ROUTE, "hosts": ["app.usw2.example.com"]}}
        ],
    }

    assert told(applications={"other": other}) == [
        (
            "applications.other: expected hosts that are nobody's own name in a region, got "
            f"'app.usw2.example.com', which {HOST} has on clusters.usw2"
        )
    ]


@pytest.mark.parametrize(
    ("platform", "line"),
    [
        (
            {"cert_manager": {"acme_email": "platform@example.com", "install": "existing"}},
            (
                "platform.cert_manager.install: expected true where an application says traffic, got "
                "existing: names over all regions are proved by records in the zone of global_dns, which "
                "only a cert-manager of this program's own is given the leave to write"
            ),
        ),
        (
            {"dns": False},
            (
                "platform.dns needs to be installed or existing where an application says traffic, got "
                "install: false: it publishes the names that each region has for itself, to which those "
                "over all regions lead"
            ),
        ),
    ],
)
def test_add_ons_prove_and_publish_names(platform: dict[str, Any], line: str) -> None:
    assert told(platform=platform) == [line]


def test_cloud_dns_leads_to_a_way_in_of_the_programs_own() -> None:
    platform = {"ingress": {"install": "existing", "namespace": "ingress"}}

    assert told(clusters=ON_GKE, global_dns=CLOUD_DNS, platform=platform) == [
        (
            "platform.ingress.install: expected true with global_dns of cloud-dns, whose answers are "
            "addresses that the way in is given, got existing"
        )
    ]
    assert world(platform=platform)
