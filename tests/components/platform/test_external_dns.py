"""external-dns."""

from dataclasses import replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.contracts import Cluster, DnsProvider, DnsZone
from components.platform.external_dns import FILES, ExternalDns, sources, traffic, values
from components.platform.network import Known, edge
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import IDENTITY, ZONE, bare, create_platform, on_a_cluster, settings

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def given(**sections: Any) -> dict[str, Any]:
    return values(settings(**sections), ZONE, "staging-main", IDENTITY)


def recorded(provider: DnsProvider = ZONE.provider) -> Recording:
    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        kinds = [kubernetes.core.v1.Namespace("kinds", opts=opts)]
        ExternalDns("main-external-dns", bare(cluster), replace(ZONE, provider=provider), kinds, opts)

    return on_a_cluster(build)


def test_it_writes_into_one_zone_and_knows_its_own_records() -> None:
    told = given()

    assert told["domainFilters"] == ["example.com"]
    assert told["extraArgs"] == {"zone-id-filter": "Z0123"}
    assert (told["registry"], told["txtOwnerId"]) == ("txt", "staging-main")


def test_the_mark_of_a_record_is_in_the_zone_even_for_the_zones_own_name() -> None:
    prefix = given()["txtPrefix"]

    assert "%{record_type}" in prefix
    assert prefix.endswith("."), "without a dot the mark of example.com would be a neighbour of the zone"


@pytest.mark.parametrize("policy", ["sync", "upsert-only"])
def test_what_becomes_of_a_record_without_a_host_is_the_settings(policy: str) -> None:
    assert given(dns={"policy": policy})["policy"] == policy


def test_a_record_goes_with_its_host_unless_told_otherwise() -> None:
    assert given()["policy"] == "sync"


@pytest.mark.parametrize(
    ("ingress", "expected"),
    [
        ("nginx", ["service", "ingress"]),
        ("gateway", ["service", "gateway-httproute"]),
        (False, ["service"]),
    ],
)
def test_hosts_are_read_off_what_the_way_in_serves(ingress: object, expected: list[str]) -> None:
    assert sources(settings(ingress=ingress)) == expected


def test_a_provider_that_wants_a_file_finds_it_where_it_looks() -> None:
    told = given()
    recording = recorded()
    made = recording.one(CONFIG_MAP)

    (volume,), (mount,) = told["extraVolumes"], told["extraVolumeMounts"]
    assert volume == {"name": mount["name"], "configMap": {"name": FILES}}
    assert mount["mountPath"] == "/etc/kubernetes"
    assert (made.inputs["metadata"]["name"], set(made.inputs["data"])) == (FILES, {"azure.json"})
    assert made.urn in recording.one(RELEASE).dependencies


def test_a_provider_that_wants_none_gets_none() -> None:
    provider = DnsProvider("aws", {})

    assert not {"extraVolumes", "extraVolumeMounts"} & set(
        values(settings(), replace(ZONE, provider=provider), "staging-main", IDENTITY)
    )
    assert not recorded(provider).of(CONFIG_MAP)


def test_its_identity_edits_its_zone_and_finds_it_among_others() -> None:
    identity = recorded().one("example:identity", "main-external-dns")

    assert (identity.outputs["namespace"], identity.outputs["account"]) == ("external-dns", "external-dns")
    assert identity.outputs["grants"] == ["EditDnsZone(zone='Z0123')", "FindDnsZones(zone='Z0123')"]
    assert given()["serviceAccount"]["annotations"] == IDENTITY.annotations
    assert given()["podLabels"] == IDENTITY.pod_labels


def test_two_clusters_of_a_stack_and_two_stacks_of_a_cluster_have_owners_of_their_own() -> None:
    assert recorded().one(RELEASE).inputs["values"]["txtOwnerId"] == "test-main", (
        "the stack's and the cluster's name"
    )


def test_the_kinds_that_it_reads_are_there_first() -> None:
    recording = recorded()

    assert recording.one("kubernetes:core/v1:Namespace", "kinds").urn in recording.one(RELEASE).dependencies


@pytest.mark.parametrize("zone", [ZONE, None])
def test_a_cluster_without_a_zone_has_neither_it_nor_its_alerts(zone: DnsZone | None) -> None:
    def build(cluster: Cluster) -> None:
        traits = replace(cluster.traits, dns=zone)
        off = dict.fromkeys(("logs", "backup", "istio", "cert_manager", "ingress"), False)
        create_platform(settings(**off), replace(cluster, traits=traits))

    recording = on_a_cluster(build)

    names = {one.name for one in recording.resources}
    assert ("main-external-dns" in names) is (zone is not None)
    assert ("main-alerts-external-dns" in names) is (zone is not None)


def test_it_speaks_with_kubernetes_and_the_cloud_alone() -> None:
    (one,) = traffic()

    assert one.accepts == (edge(Known.PROMETHEUS, 7979),)
    assert one.reaches == (edge(Known.API_SERVER), edge(Known.CLOUD))


@pytest.mark.parametrize("monitoring", [True, False])
def test_it_is_watched_where_somebody_watches(monitoring: bool) -> None:
    assert given(monitoring=monitoring)["serviceMonitor"] == {"enabled": monitoring}
