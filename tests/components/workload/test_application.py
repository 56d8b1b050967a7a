"""An application's namespaces: restricted, closed, and there before anything in them."""

import pytest

from rehearsal.program import program
from rehearsal.recording import record
from rehearsal.stackfile import ROOT, read
from tests.components.workload.sample import made
from tests.components.workload.specs import least, stateful
from tests.whole import configured, whole

CLOUDS = ("eks", "gke", "aks")

NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"


def test_an_applications_namespace_enforces_the_restricted_standard() -> None:
    labels = whole("staging").one(NAMESPACE, "main-spoke").inputs["metadata"]["labels"]

    assert {labels[f"pod-security.kubernetes.io/{mode}"] for mode in ("enforce", "audit", "warn")} == {
        "restricted"
    }


def test_it_may_read_the_secret_store() -> None:
    recording = whole("staging")
    (store,) = recording.of("kubernetes:external-secrets.io/v1:ClusterSecretStore")
    labels = recording.one(NAMESPACE, "main-spoke").inputs["metadata"]["labels"]

    wanted = store.inputs["spec"]["conditions"][0]["namespaceSelector"]["matchLabels"]
    assert wanted.items() <= labels.items()


def test_everything_in_a_namespace_comes_after_the_namespace_and_its_default_deny() -> None:
    recording = whole("staging")
    namespace, closed = (
        recording.one(NAMESPACE, "main-spoke"),
        recording.one(POLICY, "main-spoke-default-deny"),
    )
    component = recording.one("groundwork:application:Workload", "main-spoke")
    inside = [r for r in recording.objects() if r.parent == component.urn]

    assert namespace.urn in closed.dependencies
    assert inside
    assert [r.name for r in inside if closed.urn not in r.dependencies] == []


def test_let_s_encrypts_solver_is_reached_in_a_closed_namespace() -> None:
    policy = whole("staging").one(POLICY, "main-spoke-acme").inputs["spec"]

    assert policy["podSelector"] == {"matchLabels": {"acme.cert-manager.io/http01-solver": "true"}}
    assert [port["port"] for rule in policy["ingress"] for port in rule["ports"]] == [8089]


def test_a_namespace_with_volumes_is_guarded_where_the_cluster_is() -> None:
    specs = [least(), stateful(name="store", namespace="data")]
    guarded, free = made(specs, protect=True), made(specs)

    assert [one.name for one in guarded.of(NAMESPACE) if one.protect] == ["main-data"]
    assert not [one.name for one in free.resources if one.protect]


@pytest.mark.parametrize(
    "path", ["Pulumi.local.yaml", *(f"examples/Pulumi.{cloud}.yaml" for cloud in CLOUDS)]
)
def test_every_cluster_says_whether_it_is_guarded(path: str) -> None:
    stack = read(ROOT / path)
    clusters = {
        name: {**cluster, "protect": True}
        for name, cluster in stack.config[f"{stack.project}:clusters"].items()
    }
    applications = stack.config[f"{stack.project}:applications"]
    quiet = {"ironclad": {key: value for key, value in applications["ironclad"].items() if key != "chaos"}}
    recording = record(
        program(), configured(stack, clusters=clusters, applications=quiet), stack.name, stack.project
    )

    assert [one.name for one in recording.of(NAMESPACE) if one.protect] == ["main-ironclad"]
