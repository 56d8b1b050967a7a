"""What a stack's settings make of the platform: add-ons that are off, that exist already, and with values of the stack's own."""

import re
from dataclasses import replace
from typing import Any

import pulumi
import pytest

from components.contracts import Cluster, Platform
from rehearsal.reach.read import NAMESPACE, POLICY
from rehearsal.recorded import RELEASE, Recorded, Recording
from settings.charts import ChartSource
from tests.components.platform.given import create_platform, leaves, on_a_cluster, settings

MONITORS = r"(?i)(service|pod)monitor\.enabled$"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
OFF: dict[str, Any] = dict.fromkeys(settings().add_ons, False)


def chosen(**sections: Any) -> tuple[Recording, Platform]:
    handed: list[Platform] = []
    made = on_a_cluster(lambda cluster: handed.append(create_platform(settings(**sections), cluster)))
    return made, handed[0]


def release_of(made: Recording, name: str) -> Recorded:
    return made.one(RELEASE, f"main-{name}")


def test_without_a_collector_there_is_no_telemetry_endpoint() -> None:
    handed: list[Any] = []

    on_a_cluster(lambda cluster: handed.append(create_platform(settings(), cluster)))

    assert handed[0].telemetry is None


def test_what_applications_wait_for_is_the_issuer_that_settings_name() -> None:
    handed: list[Any] = []
    chosen = settings(cert_manager={"acme_email": "platform@example.com", "issuer": "letsencrypt-staging"})

    on_a_cluster(lambda cluster: handed.append(create_platform(chosen, cluster)))

    assert handed[0].issuer.name == "letsencrypt-staging"
    assert handed[0].issuer.ready._name == "main-letsencrypt-staging"


def test_with_every_add_on_off_nothing_is_installed_and_applications_are_handed_nothing() -> None:
    made, platform = chosen(**OFF)

    assert not made.of(RELEASE)
    assert not made.of(NAMESPACE)
    handles = (platform.ingress, platform.issuer, platform.secret_store, platform.monitoring, platform.mesh)
    assert handles == (None,) * 5


@pytest.mark.parametrize("off", ["cert_manager", "ingress", "istio", "monitoring"])
def test_one_add_on_off_takes_its_own_releases_and_no_others(off: str) -> None:
    made, _ = chosen(**{off: False})

    gone = {chart.release_name for chart in settings().add_ons[off].brings}
    everything = {one.inputs["name"] for one in chosen()[0].of(RELEASE)}
    assert {one.inputs["name"] for one in made.of(RELEASE)} == everything - gone


def test_without_monitoring_nobody_asks_prometheus_operator_for_anything() -> None:
    made, _ = chosen(monitoring=False)

    assert not [one for one in made.resources if "monitoring.coreos.com" in one.type]
    for one in made.of(RELEASE):
        monitors = [value for path, value in leaves(one.inputs["values"]) if re.search(MONITORS, path)]
        assert True not in monitors, one.name


def test_an_existing_prometheus_is_scraped_for_and_let_in_where_it_is() -> None:
    theirs = {"install": "existing", "namespace": "observability", "prometheus_pods": {"app": "prometheus"}}
    made, platform = chosen(monitoring=theirs)

    assert platform.monitoring is not None
    assert platform.monitoring.namespace == "observability"
    assert (DEFINITION, "servicemonitors.monitoring.coreos.com") in made.looked_up
    assert release_of(made, "cert-manager").inputs["values"]["prometheus"]["servicemonitor"]["enabled"]
    webhook = made.one(POLICY, "main-cert-manager-webhook").inputs["spec"]["ingress"][-1]["from"]
    assert webhook == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "observability"}},
            "podSelector": {"matchLabels": {"app": "prometheus"}},
        }
    ]


def test_existing_add_ons_are_looked_up_and_handed_on_as_if_they_were_ours() -> None:
    theirs = {
        "cert_manager": {"install": "existing", "acme_email": "platform@example.com"},
        "ingress": {"install": "existing", "namespace": "ingress"},
        "secrets": {"install": "existing", "prefix": "staging/", "store": "theirs"},
    }
    made, platform = chosen(**(OFF | theirs))

    assert not made.of(RELEASE)
    assert platform.ingress is not None
    assert (platform.ingress.class_name, platform.ingress.namespace) == ("nginx", "ingress")
    assert platform.secret_store is not None
    assert (platform.secret_store.name, platform.secret_store.prefix) == ("theirs", "staging/")
    assert platform.issuer is not None
    assert {name for _, name in made.looked_up} == {
        "clusterissuers.cert-manager.io",
        "externalsecrets.external-secrets.io",
        "nginx",
        "theirs",
    }


SHARED: dict[str, Any] = OFF | {
    "shared": True,
    "cert_manager": {"install": "existing", "issuers": "existing"},
    "secrets": {"install": "existing", "prefix": "staging/", "store": "platform"},
    "ingress": {"install": "existing", "namespace": "ingress-nginx"},
    "monitoring": {"install": "existing", "namespace": "monitoring"},
}


SHARED_GATEWAY: dict[str, Any] = SHARED | {
    "ingress": {"install": "existing", "kind": "gateway", "namespace": "istio-ingress"},
    "istio": {"install": "existing", "namespace": "istio-system"},
}


@pytest.mark.parametrize("sections", [SHARED, SHARED_GATEWAY], ids=["nginx", "gateway"])
def test_of_a_platform_that_another_stack_has_brought_nothing_is_made_again(sections: dict[str, Any]) -> None:
    made, platform = chosen(**sections)

    assert [one.urn for one in made.resources if one.custom and "pulumi:providers" not in one.type] == []
    assert platform.ingress is not None
    assert platform.ingress.ready is not None
    assert platform.issuer is not None
    assert platform.issuer.name == "letsencrypt-prod"
    assert len(platform.priorities) == 2


def test_the_gateway_and_the_mesh_of_another_stack_are_looked_up_after_their_kinds() -> None:
    made, platform = chosen(**SHARED_GATEWAY)

    names = [name for _, name in made.looked_up]
    gateway = names.index("istio-ingress/platform")
    for kinds in (
        "gateways.gateway.networking.k8s.io",
        "authorizationpolicies.security.istio.io",
        "envoyfilters.networking.istio.io",
    ):
        assert names.index(kinds) < gateway
    assert platform.mesh is not None
    assert platform.mesh.ready is not None


@pytest.mark.parametrize("shared", [True, False])
def test_an_existing_mesh_is_closed_where_another_stack_of_this_program_has_closed_it(shared: bool) -> None:
    apart = {} if shared else {"shared": False}
    _, platform = chosen(**(SHARED_GATEWAY | apart))

    assert platform.mesh is not None
    assert platform.mesh.closed is shared


def test_dashboards_go_where_the_other_stacks_grafana_looks() -> None:
    seen: list[str] = []

    def build(cluster: Cluster) -> None:
        monitoring = create_platform(settings(**SHARED), cluster).monitoring
        assert monitoring is not None
        pulumi.Output.from_input(monitoring.dashboards).apply(lambda name: seen.append(str(name)))

    on_a_cluster(build)
    assert seen == ["monitoring"]


def test_a_stacks_own_values_come_last_and_leave_the_others_alone() -> None:
    made, _ = chosen(
        cert_manager={
            "acme_email": "platform@example.com",
            "values": {
                "webhook": {"replicaCount": 5},
                "maxConcurrentChallenges": 20,
                "startupapicheck": None,
            },
        }
    )

    given = release_of(made, "cert-manager").inputs["values"]
    assert given["webhook"]["replicaCount"] == 5
    assert given["webhook"]["podDisruptionBudget"] == {"enabled": True, "minAvailable": 1}
    assert given["maxConcurrentChallenges"] == 20
    assert given["startupapicheck"] is None
    assert given["crds"] == {"enabled": True, "keep": True}


def test_every_release_comes_from_where_the_stack_says() -> None:
    def build(cluster: Cluster) -> None:
        mirror = ChartSource(mirror="oci://registry.example.com/charts")
        create_platform(settings(), replace(cluster, charts=mirror))

    for one in on_a_cluster(build).of(RELEASE):
        assert one.inputs["chart"].startswith("oci://registry.example.com/charts/"), one.name
