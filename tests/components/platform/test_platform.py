"""The whole platform on one cluster: what is installed, in which order, and what applications are handed."""

from functools import cache

import pytest

from components.contracts import Platform
from components.platform.namespaces import WHY
from rehearsal.reach.read import NAMESPACE, POLICY
from rehearsal.recorded import RELEASE, Recorded, Recording
from tests.components.platform.given import create_platform, on_a_cluster, settings

ADD_ONS = ("cert-manager", "ingress-nginx", "istiod", "external-secrets", "kube-prometheus-stack")
# What runs on the node itself, each in a namespace of its own.
NOT_RESTRICTED = {"node-exporter", "istio-cni"}
FIRST = "main-prometheus-operator-crds"


@cache
def made() -> tuple[Recording, Platform]:
    handed: list[Platform] = []
    chosen = settings(telemetry={"install": "existing", "host": "otel.observability.svc.cluster.local"})
    recording = on_a_cluster(lambda cluster: handed.append(create_platform(chosen, cluster)))
    return recording, handed[0]


def recording() -> Recording:
    return made()[0]


def release(name: str) -> Recorded:
    return recording().one(RELEASE, f"main-{name}")


def after(resource: Recorded) -> list[Recorded]:
    """What a resource says it comes after."""
    return [recording().by_urn()[urn] for urn in resource.dependencies]


def names(resources: list[Recorded], type_: str) -> set[str]:
    return {resource.name for resource in resources if resource.type == type_}


def test_everything_is_made_through_the_clusters_own_provider() -> None:
    objects = [resource for resource in recording().resources if resource.type.startswith("kubernetes:")]

    assert len(objects) > 20
    assert {resource.cluster for resource in objects} == {"main"}


def test_each_add_on_is_a_component_of_its_own_beneath_the_platform() -> None:
    platform = recording().one("groundwork:platform:Platform", "main-platform")
    components = {r.type.rpartition(":")[2] for r in recording().resources if r.parent == platform.urn}

    assert components >= {
        "Foundation",
        "CertManager",
        "IngressNginx",
        "Istio",
        "ExternalSecrets",
        "KubePrometheusStack",
        "Observability",
    }


def test_every_release_has_a_fixed_name_an_exact_version_and_is_undone_when_it_fails() -> None:
    for resource in recording().of(RELEASE):
        given = resource.inputs
        assert resource.name == f"main-{given['name']}"
        assert given["version"]
        assert given["atomic"] is True
        assert given["cleanupOnFail"] is True
        assert given["skipAwait"] is False
        assert given["maxHistory"] == 5
        assert given["timeout"] >= 600


def test_every_release_comes_into_a_namespace_of_ours_and_goes_before_it() -> None:
    homes = {resource.urn: resource for resource in recording().of(NAMESPACE)}

    for resource in recording().of(RELEASE):
        own = {homes[urn].inputs["metadata"]["name"] for urn in resource.dependencies if urn in homes}
        assert resource.inputs["namespace"] in own, resource.name
        assert "createNamespace" not in resource.inputs


def test_every_namespace_is_restricted_but_those_that_say_why_they_cannot_be() -> None:
    levels = {
        resource.inputs["metadata"]["name"]: resource.inputs["metadata"]["labels"][
            "pod-security.kubernetes.io/enforce"
        ]
        for resource in recording().of(NAMESPACE)
    }

    loose = [
        home for home in recording().of(NAMESPACE) if levels[home.inputs["metadata"]["name"]] != "restricted"
    ]
    assert {home.inputs["metadata"]["name"] for home in loose} <= NOT_RESTRICTED
    for home in loose:
        assert len(home.inputs["metadata"]["annotations"][WHY].split()) > 4, "a reason is a sentence"
    assert len(levels) >= 7


@pytest.mark.parametrize("add_on", ADD_ONS)
def test_an_add_on_waits_for_the_kinds_of_its_monitors_and_for_its_priority_class(add_on: str) -> None:
    before = after(release(add_on))

    assert FIRST in names(before, RELEASE)
    assert "main-priority" in names(before, "kubernetes:scheduling.k8s.io/v1:PriorityClass")


@pytest.mark.parametrize("add_on", ADD_ONS)
def test_add_ons_install_side_by_side(add_on: str) -> None:
    own = {"main-istio-base"} if add_on == "istiod" else set()

    assert names(after(release(add_on)), RELEASE) == {FIRST} | own


def test_prometheus_waits_for_nothing_of_another_add_on_but_grafanas_password() -> None:
    others = {
        resource.name
        for resource in after(release("kube-prometheus-stack"))
        if resource.type not in {RELEASE, NAMESPACE, POLICY} and "priority" not in resource.name
    }

    assert others == {"main-grafana-admin", "main-grafana-sidecar"}


@pytest.mark.parametrize(
    ("type_", "name", "operator"),
    [
        ("kubernetes:cert-manager.io/v1:ClusterIssuer", "main-letsencrypt-staging", "cert-manager"),
        ("kubernetes:cert-manager.io/v1:ClusterIssuer", "main-letsencrypt-prod", "cert-manager"),
        ("kubernetes:external-secrets.io/v1:ClusterSecretStore", "main-secret-store", "external-secrets"),
        ("kubernetes:security.istio.io/v1:PeerAuthentication", "main-mesh-mtls", "istiod"),
        ("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", "main-istiod-metrics", "istiod"),
    ],
)
def test_a_custom_resource_comes_after_its_operator_and_goes_before_it(
    type_: str, name: str, operator: str
) -> None:
    assert f"main-{operator}" in names(after(recording().one(type_, name)), RELEASE)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("main-letsencrypt-staging", "5m"),
        ("main-letsencrypt-prod", "5m"),
        ("main-secret-store", "5m"),
        ("main-grafana-admin", "3m"),
    ],
)
def test_what_talks_to_the_outside_is_waited_for_and_not_for_ever(name: str, limit: str) -> None:
    (resource,) = (r for r in recording().resources if r.name == name)

    assert resource.inputs["metadata"]["annotations"] == {"pulumi.com/waitFor": "condition=Ready"}
    assert resource.custom_timeouts == {"create": limit, "update": limit}


def test_the_operator_reads_the_stacks_own_secrets_and_no_others() -> None:
    identity = recording().one("example:identity", "main-external-secrets")
    operator = release("external-secrets").inputs["values"]

    assert identity.outputs["namespace"] == "external-secrets"
    assert identity.outputs["account"] == operator["serviceAccount"]["name"]
    assert identity.outputs["grants"] == ["ReadSecrets(prefix='staging/')"]


def test_the_store_opens_to_the_namespace_that_grafanas_password_is_in() -> None:
    store = recording().one("kubernetes:external-secrets.io/v1:ClusterSecretStore")
    admitted = store.inputs["spec"]["conditions"][0]["namespaceSelector"]["matchLabels"]
    monitoring = recording().one(NAMESPACE, "main-monitoring").inputs["metadata"]["labels"]

    assert admitted.items() <= monitoring.items()
    assert (
        not admitted.items()
        <= recording().one(NAMESPACE, "main-ingress-nginx").inputs["metadata"]["labels"].items()
    )


def test_nothing_registered_is_a_secret_for_none_passes_through_here() -> None:
    assert [resource.name for resource in recording().resources if resource.secrets] == []


def test_applications_are_handed_what_they_count_on() -> None:
    _, platform = made()

    assert platform.cluster.name == "main"
    assert (platform.ingress.class_name, platform.ingress.namespace) == ("nginx", "ingress-nginx")
    assert platform.issuer.name == "letsencrypt-prod"
    assert (platform.secret_store.prefix, platform.secret_store.refresh_minutes) == ("staging/", 60)
    assert platform.monitoring.namespace == "monitoring"
    assert platform.telemetry is not None
    assert platform.telemetry.address == "otel.observability.svc.cluster.local:4317"
    assert platform.telemetry.namespace == "observability"
