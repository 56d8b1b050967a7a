"""cert-manager and its issuers."""

from dataclasses import replace
from typing import Any, cast

import pulumi
import pytest

from components.contracts import Cluster, DnsProvider, DnsZone, Ingress, ProvingZone
from components.grants import Identity, ProveNames, TakeRole
from components.platform.cert_manager import (
    ISSUERS,
    NAMESPACE,
    SERVICE_ACCOUNT,
    CertManager,
    issuer,
    solvers,
    traffic,
    values,
)
from components.platform.network import Known, Pods, edge
from rehearsal.recorded import RELEASE, Recording
from settings.platform import cert_manager as sections
from tests.components.platform.given import IDENTITY, bare, on_a_cluster, settings

BY_INGRESS = {"ingress": {"ingressClassName": "nginx"}}
WAY_IN = Ingress("nginx", "ingress", {"app": "nginx"}, BY_INGRESS, cast(Any, None))
ZONE = DnsZone(
    "use1.example.com",
    lambda identity: {"route53": {"hostedZoneID": "Z0123", "role": identity.annotations["example.com/role"]}},
    ProveNames("Z0123"),
    "Z0123",
    DnsProvider("aws", {}),
)
NAMES = ProvingZone("example.com", lambda identity: {"route53": {"hostedZoneID": "Z0456"}}, TakeRole("names"))


def test_the_kinds_come_with_the_release_and_stay_after_it() -> None:
    assert values(settings())["crds"] == {"enabled": True, "keep": True}


def test_a_redundant_cert_manager_has_the_replicas_that_its_project_asks_for() -> None:
    redundant = values(settings(high_availability=True))

    assert redundant["replicaCount"] == 2
    assert redundant["webhook"]["replicaCount"] == 3
    assert redundant["cainjector"]["replicaCount"] == 2
    for part in (redundant, redundant["webhook"], redundant["cainjector"]):
        assert part["podDisruptionBudget"]["enabled"]


def test_a_small_cert_manager_has_one_of_each_and_can_be_drained() -> None:
    small = values(settings(high_availability=False))

    for part in (small, small["webhook"], small["cainjector"]):
        assert part["replicaCount"] == 1
        assert not part["podDisruptionBudget"]["enabled"]


def test_each_component_spreads_its_own_pods_only() -> None:
    chosen = values(settings())
    selected = [
        part["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]["app.kubernetes.io/component"]
        for part in (chosen, chosen["webhook"], chosen["cainjector"])
    ]

    assert selected == ["controller", "webhook", "cainjector"]


def test_leases_are_kept_beside_the_controller() -> None:
    assert values(settings())["global"]["leaderElection"] == {"namespace": NAMESPACE}


def test_prometheus_scrapes_it() -> None:
    assert values(settings())["prometheus"]["servicemonitor"]["enabled"]


@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory"),
        ("letsencrypt-prod", "https://acme-v02.api.letsencrypt.org/directory"),
    ],
)
def test_each_issuer_registers_with_its_own_endpoint(name: str, server: str) -> None:
    acme = issuer(name, "platform@example.com", [{"http01": BY_INGRESS}])["acme"]

    assert acme["server"] == server
    assert acme["email"] == "platform@example.com"
    assert acme["privateKeySecretRef"] == {"name": f"{name}-key"}
    assert acme["solvers"] == [{"http01": {"ingress": {"ingressClassName": "nginx"}}}]


def test_hosts_of_the_clusters_zone_are_proved_by_record_and_others_through_the_way_in() -> None:
    by_record, by_answer = solvers(BY_INGRESS, [ZONE], IDENTITY)

    assert by_record == {
        "selector": {"dnsZones": ["use1.example.com"]},
        "dns01": {"route53": {"hostedZoneID": "Z0123", "role": "reader"}},
    }
    assert by_answer == {"http01": BY_INGRESS}


def test_without_a_zone_only_the_way_in_proves_and_without_one_only_the_zone() -> None:
    assert solvers(BY_INGRESS, [], Identity()) == [{"http01": BY_INGRESS}]
    assert [set(proof) for proof in solvers(None, [ZONE], IDENTITY)] == [{"selector", "dns01"}]


def test_names_over_all_regions_are_proved_by_record_too_each_in_its_own_zone() -> None:
    own, names, _ = solvers(BY_INGRESS, [ZONE, NAMES], IDENTITY)

    assert own["dns01"]["route53"]["hostedZoneID"] == "Z0123"
    assert names == {
        "selector": {"dnsZones": ["example.com"]},
        "dns01": {"route53": {"hostedZoneID": "Z0456"}},
    }


def made(
    zone: DnsZone | None,
    way_in: Ingress | None = WAY_IN,
    names: ProvingZone | None = None,
    **certificates: Any,
) -> Recording:
    def build(cluster: Cluster) -> None:
        there = replace(cluster, traits=replace(cluster.traits, dns=zone, names=names))
        ground = bare(there, cert_manager={"acme_email": "platform@example.com", **certificates})
        CertManager(
            "main-cert-manager", ground, way_in, (), pulumi.ResourceOptions(provider=cluster.provider)
        )

    return on_a_cluster(build)


def test_the_controller_may_prove_names_and_nothing_else() -> None:
    recording = made(ZONE)

    identity = recording.one("example:identity", "main-cert-manager")
    assert identity.outputs["grants"] == ["ProveNames(zone='Z0123', project='')"]
    assert identity.outputs["account"] == SERVICE_ACCOUNT
    chosen = recording.one(RELEASE).inputs["values"]
    assert chosen["serviceAccount"] == {"name": SERVICE_ACCOUNT, "annotations": dict(IDENTITY.annotations)}
    assert chosen["podLabels"] == IDENTITY.pod_labels


def test_the_controller_has_the_leave_of_each_zone() -> None:
    identity = made(ZONE, names=NAMES).one("example:identity", "main-cert-manager")

    assert identity.outputs["grants"] == ["ProveNames(zone='Z0123', project='')", "TakeRole(role='names')"]


def test_another_clouds_zone_is_written_by_tokens_that_the_controller_asks_for_itself() -> None:
    elsewhere = ProvingZone("example.com", NAMES.solver, None, federated=True)
    recording = made(None, names=elsewhere)
    role = recording.one("kubernetes:rbac.authorization.k8s.io/v1:Role").inputs
    (binding,) = recording.of("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding")

    assert not recording.of("example:identity")
    assert role["rules"] == [
        {
            "apiGroups": [""],
            "resources": ["serviceaccounts/token"],
            "resourceNames": [SERVICE_ACCOUNT],
            "verbs": ["create"],
        }
    ]
    assert binding.inputs["subjects"] == [
        {"kind": "ServiceAccount", "name": SERVICE_ACCOUNT, "namespace": NAMESPACE}
    ]
    for issuer_ in recording.of("kubernetes:cert-manager.io/v1:ClusterIssuer"):
        assert binding.urn in issuer_.dependencies
    assert not made(ZONE, names=NAMES).of("kubernetes:rbac.authorization.k8s.io/v1:Role")


def test_without_a_zone_it_acts_as_nobody_on_the_cloud() -> None:
    assert not made(None).of("example:identity")


def test_an_existing_cert_manager_is_given_the_issuers_and_no_zone_to_edit() -> None:
    recording = made(ZONE, install="existing")

    assert not recording.of(RELEASE)
    assert not recording.of("example:identity")
    issuers = recording.of("kubernetes:cert-manager.io/v1:ClusterIssuer")
    assert sorted(one.inputs["metadata"]["name"] for one in issuers) == sorted(ISSUERS)
    assert all(one.inputs["spec"]["acme"]["solvers"] == [{"http01": BY_INGRESS}] for one in issuers)


def test_the_controller_asks_for_an_answer_itself_wherever_the_way_in_is() -> None:
    controller, webhook, *_ = traffic(WAY_IN)

    assert edge(Pods(WAY_IN.pod_labels, "ingress"), 80, 443) in controller.reaches
    assert edge(Known.API_SERVER, 10250) in webhook.accepts
    assert traffic(None)[0].reaches == tuple(
        one for one in controller.reaches if not isinstance(one.peer, Pods)
    )


def test_gateway_apis_kinds_are_looked_for_only_where_there_is_a_gateway() -> None:
    assert "config" not in values(settings())
    assert values(settings(ingress={"kind": "gateway"}))["config"]["gatewayAPI"] == {"enabled": True}


def test_every_issuer_that_settings_offer_exists() -> None:
    offered = sections.CertManager.model_json_schema()["properties"]["issuer"]["enum"]

    assert sorted(offered) == sorted(ISSUERS)
