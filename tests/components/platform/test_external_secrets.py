"""External Secrets and its store."""

from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.platform.external_secrets import (
    NAMESPACE,
    SERVICE_ACCOUNT,
    STORE_LABELS,
    ExternalSecrets,
    store,
    traffic,
    values,
    way_to,
)
from components.platform.network import Known, Pods, edge
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import IDENTITY, TRAITS, bare, on_a_cluster, settings
from tests.whole import whole


def test_a_redundant_operator_has_one_leader() -> None:
    redundant = values(settings(high_availability=True), IDENTITY)

    assert redundant["replicaCount"] == 2
    assert redundant["leaderElect"] is True
    assert redundant["webhook"]["replicaCount"] == 2
    for part in (redundant, redundant["webhook"]):
        assert part["podDisruptionBudget"]["enabled"]


def test_a_small_operator_is_one_of_each_and_can_be_drained() -> None:
    small = values(settings(high_availability=False), IDENTITY)

    assert small["leaderElect"] is False
    for part in (small, small["webhook"], small["certController"]):
        assert part["replicaCount"] == 1
        assert not part["podDisruptionBudget"]["enabled"]


def test_there_is_one_certificate_controller_in_any_case_for_two_would_overwrite_each_other() -> None:
    assert values(settings(high_availability=True), IDENTITY)["certController"]["replicaCount"] == 1


def test_the_controller_and_nobody_else_acts_as_the_clouds_identity() -> None:
    chosen = values(settings(), IDENTITY)

    assert chosen["serviceAccount"] == {
        "name": SERVICE_ACCOUNT,
        "annotations": {"example.com/role": "reader"},
    }
    assert chosen["podLabels"] == {"example.com/use": "true"}
    assert "serviceAccount" not in chosen["webhook"]
    assert "serviceAccount" not in chosen["certController"]


def test_the_kinds_and_all_secrets_of_them_survive_an_uninstall() -> None:
    assert values(settings(), IDENTITY)["crds"] == {"annotations": {"helm.sh/resource-policy": "keep"}}


def test_nothing_may_write_to_the_store_or_across_namespaces() -> None:
    chosen = values(settings(), IDENTITY)

    for process in ("processPushSecret", "processClusterPushSecret", "processClusterExternalSecret"):
        assert chosen[process] is False


def test_prometheus_scrapes_it_even_where_a_preview_does_not_see_the_kind() -> None:
    assert values(settings(), IDENTITY)["serviceMonitor"] == {
        "enabled": True,
        "renderMode": "alwaysRender",
        "honorLabels": True,
    }


def test_the_store_is_the_clouds_and_open_only_to_namespaces_that_carry_its_label() -> None:
    assert store(TRAITS.secret_store) == {
        "provider": {"aws": {"service": "SecretsManager", "region": "us-east-1"}},
        "conditions": [{"namespaceSelector": {"matchLabels": STORE_LABELS}}],
    }
    assert STORE_LABELS, "an empty selector would open it to every namespace"


def test_the_controller_starts_when_its_identity_is_there_and_stops_before_it_goes() -> None:
    staging = whole("staging")
    identity = staging.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-external-secrets")

    assert identity.urn in staging.one(RELEASE, "main-external-secrets").dependencies
    assert identity.inputs["serviceAccount"] == SERVICE_ACCOUNT


STORE = "kubernetes:external-secrets.io/v1:ClusterSecretStore"
VAULT = {"server": "https://vault.example.com:8200", "role": "groundwork", "mount": "kubernetes/{cluster}"}


def made(**secrets: Any) -> Recording:
    def build(cluster: Cluster) -> None:
        ground = bare(cluster, secrets={"prefix": "staging/", **secrets})
        ExternalSecrets("main-external-secrets", ground, pulumi.ResourceOptions(provider=cluster.provider))

    return on_a_cluster(build)


def test_a_vault_that_the_stack_names_is_read_on_every_cloud_and_needs_no_identity_there() -> None:
    recording = made(vault=VAULT)

    assert recording.one(STORE).inputs["spec"]["provider"]["vault"]["auth"] == {
        "kubernetes": {"mountPath": "kubernetes/main", "role": "groundwork"}
    }
    assert not recording.of("example:identity")


def test_an_existing_store_is_used_and_nothing_is_installed_for_it() -> None:
    recording = made(install="existing", store="theirs")

    assert not recording.of(RELEASE)
    assert not recording.of(STORE)


@pytest.mark.parametrize(
    ("provider", "way"),
    [
        ({"aws": {"service": "SecretsManager"}}, (edge(Known.CLOUD),)),
        ({"vault": {"server": "https://vault.example.com:8200"}}, (edge(Known.OUTSIDE, 8200),)),
        ({"vault": {"server": "https://vault.example.com"}}, (edge(Known.OUTSIDE, 443),)),
        (
            {"vault": {"server": "https://vault.safe.svc.cluster.local:8200"}},
            (edge(Pods(namespace="safe"), 8200),),
        ),
        ({"kubernetes": {"remoteNamespace": "secrets"}}, ()),
    ],
)
def test_the_controller_reaches_the_store_and_nothing_beside_it(provider: dict[str, Any], way: Any) -> None:
    assert way_to(provider) == way


def test_only_the_controller_speaks_with_the_store() -> None:
    controller, *others = traffic(TRAITS.secret_store)

    assert edge(Known.CLOUD) in controller.reaches
    assert all(other.reaches == (edge(Known.API_SERVER),) for other in others)
    assert made().one(RELEASE).inputs["namespace"] == NAMESPACE
