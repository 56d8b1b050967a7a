"""An existing cluster's settings: what must be said about it, and what it cannot give."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters.existing import ExistingCluster

CLUSTER: dict[str, Any] = {
    "cloud": "existing",
    "context": "kind-groundwork",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}
VAULT = {"server": "https://vault.example.com:8200", "role": "external-secrets"}


def cluster(**changes: Any) -> ExistingCluster:
    return ExistingCluster.model_validate({**CLUSTER, **changes})


def test_a_minimal_cluster_has_what_minikube_and_kind_have() -> None:
    assert cluster().storage_class == "standard"
    assert cluster().load_balancer_annotations == {}
    assert cluster().hidden_control_plane == ()


def test_the_context_is_never_guessed() -> None:
    with pytest.raises(ValidationError, match="context"):
        ExistingCluster.model_validate({key: value for key, value in CLUSTER.items() if key != "context"})


def test_an_empty_context_would_be_the_current_one_and_is_refused() -> None:
    with pytest.raises(ValidationError, match="context"):
        cluster(context="")


@pytest.mark.parametrize("path", ["config", "./config", "apiVersion: v1"])
def test_a_kubeconfig_is_a_path_that_means_the_same_from_every_folder(path: str) -> None:
    with pytest.raises(ValidationError, match="kubeconfig"):
        cluster(kubeconfig=path)


def test_vault_is_reached_over_tls_only() -> None:
    with pytest.raises(ValidationError, match="server"):
        cluster(secrets={"vault": {**VAULT, "server": "http://vault.example.com"}})


@pytest.mark.parametrize("stores", [{}, {"kubernetes": {"namespace": "a"}, "vault": VAULT}])
def test_secrets_come_from_one_store(stores: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="expected one of kubernetes and vault, and not the other"):
        cluster(secrets=stores)


def test_its_network_is_not_made_here() -> None:
    assert cluster().blocks == ()


def test_it_has_no_buckets_and_no_identities_and_says_why() -> None:
    assert {capability: "existing cluster" in why for capability, why in cluster().lacks.items()} == {
        "bucket": True,
        "identity": True,
        "private load balancer": True,
    }


def test_a_load_balancer_in_the_private_network_is_there_where_it_is_said_how() -> None:
    told = cluster(internal_load_balancer_annotations={"example.com/pool": "private"})

    assert "private load balancer" not in told.lacks


@pytest.mark.parametrize(
    ("reference", "kubernetes", "vault"),
    [
        ("local-grafana-admin#username", True, True),
        ("local/grafana/admin#username", False, True),
        ("Local-grafana#username", False, True),
        ("local-url", False, False),
        ("-local#url", False, True),
        ("a" * 254 + "#url", False, True),
    ],
)
def test_a_reference_must_fit_the_store(reference: str, kubernetes: bool, vault: bool) -> None:
    assert cluster().secret_names.take(reference) is kubernetes
    assert cluster(secrets={"vault": VAULT}).secret_names.take(reference) is vault


def test_it_is_taken_to_have_metrics_and_signed_kubelets_unless_it_says_otherwise() -> None:
    assert (cluster().metrics_server, cluster().kubelet_certificates) == (True, True)


def test_a_store_that_somebody_else_has_described_takes_what_it_takes() -> None:
    bare = cluster(secrets=None)

    assert bare.secret_names.take("Local/grafana-admin#username")
    assert bare.secret_names.take("local-url")
