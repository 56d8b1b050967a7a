"""A cluster that exists already: how it is reached, how its secrets are read, and what it refuses."""

from typing import Any

import pulumi
import pytest

from components.cluster import create_cluster
from components.cluster.existing import NoCloud, identifier, way_in
from components.grants import BucketHandle, EditDnsZone, ReadSecrets, UseBucket
from settings.clusters.existing import ExistingCluster
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.graph import Graph
from tests.recorded import Recording, deploy

LEAST: dict[str, Any] = {
    "cloud": "existing",
    "context": "kind-groundwork",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}
READER = "main-secret-reader"


def made(**changes: Any) -> Recording:
    """What an existing cluster registers; `Seen` holds its traits."""

    def build() -> None:
        cluster = create_cluster("main", ExistingCluster.model_validate({**LEAST, **changes}))
        traits = cluster.traits
        Seen(
            {
                "store": traits.secret_store,
                "class": traits.storage_class,
                "metrics": traits.metrics_server,
                "certificates": traits.kubelet_certificates,
            }
        )

    return deploy(build, NO_DEFAULT_PROVIDERS)


def test_the_context_that_the_settings_name_is_used_and_no_other() -> None:
    provider = made(kubeconfig="~/.kube/other").one("pulumi:providers:kubernetes", "main").inputs

    assert provider["context"] == "kind-groundwork"
    assert provider["kubeconfig"] == "~/.kube/other"


def test_without_a_kubeconfig_kubectls_own_is_left_to_be_found() -> None:
    assert "kubeconfig" not in made().one("pulumi:providers:kubernetes", "main").inputs


def test_it_stays_the_same_cluster_on_another_persons_machine_and_is_another_in_another_context() -> None:
    here, there, moved = (
        made(**changes).one("pulumi:providers:kubernetes").inputs["clusterIdentifier"]
        for changes in ({"kubeconfig": "~/.kube/a"}, {"kubeconfig": "~/.kube/b"}, {"context": "kind-other"})
    )

    assert here == there == identifier("main", "kind-groundwork")
    assert moved != here


def test_no_namespace_is_made_for_secrets_which_must_be_there_first() -> None:
    assert made().of("kubernetes:core/v1:Namespace") == []


def test_secrets_of_one_namespace_are_read_by_name_and_nothing_else_is() -> None:
    recording = made()

    role = recording.one("kubernetes:rbac.authorization.k8s.io/v1:Role", READER).inputs
    binding = recording.one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", READER).inputs
    assert role["rules"] == [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    assert role["metadata"]["namespace"] == "groundwork-secrets"
    assert binding["roleRef"]["kind"] == "Role"
    assert binding["subjects"] == [
        {"kind": "ServiceAccount", "name": "groundwork-secret-reader", "namespace": "groundwork-secrets"}
    ]
    assert [r for r in recording.resources if "ClusterRole" in r.type] == []


def test_no_pod_runs_as_the_reader_of_secrets() -> None:
    assert made().one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"] is False


def test_the_store_reads_its_own_clusters_namespace_as_the_reader() -> None:
    assert made().one(Seen.TYPE).outputs["store"] == {
        "kubernetes": {
            "remoteNamespace": "groundwork-secrets",
            "server": {
                "caProvider": {
                    "type": "ConfigMap",
                    "name": "kube-root-ca.crt",
                    "key": "ca.crt",
                    "namespace": "groundwork-secrets",
                }
            },
            "auth": {
                "serviceAccount": {"name": "groundwork-secret-reader", "namespace": "groundwork-secrets"}
            },
        }
    }


def test_whoever_uses_the_store_comes_after_the_leave_to_read_it() -> None:
    def build() -> None:
        cluster = create_cluster("main", ExistingCluster.model_validate(LEAST))
        pulumi.CustomResource(
            "kubernetes:core/v1:ConfigMap",
            "store",
            {"data": {"reader": cluster.traits.secret_store["kubernetes"]["auth"]["serviceAccount"]["name"]}},
            pulumi.ResourceOptions(provider=cluster.provider),
        )

    recording = deploy(build)

    store = recording.one("kubernetes:core/v1:ConfigMap")
    binding = recording.one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding")
    assert Graph(recording).waits(store, binding)


def test_vault_takes_the_controllers_own_token_and_nothing_is_made_for_it() -> None:
    recording = made(
        secrets={"vault": {"server": "https://vault.example.com:8200", "role": "groundwork", "path": "kv"}}
    )

    assert recording.one(Seen.TYPE).outputs["store"] == {
        "vault": {
            "server": "https://vault.example.com:8200",
            "path": "kv",
            "version": "v2",
            "auth": {"kubernetes": {"mountPath": "kubernetes", "role": "groundwork"}},
        }
    }
    assert recording.objects() == []


def test_a_service_account_that_reads_secrets_needs_nothing_more() -> None:
    identity = NoCloud("main").identity("x", "external-secrets", "external-secrets", [ReadSecrets("local-")])

    assert identity.annotations == {}
    assert identity.pod_labels == {}


def test_leave_that_only_a_cloud_can_give_is_refused_with_who_asked_for_it() -> None:
    bucket = BucketHandle(pulumi.Output.from_input("b"), pulumi.Output.from_input("b"))

    with pytest.raises(pulumi.RunError) as refused:
        NoCloud("main").identity("x", "dns", "external-dns", [EditDnsZone("zone"), UseBucket(bucket)])

    assert str(refused.value) == (
        "clusters.main: expected a cluster of a cloud for the service account dns/external-dns, which asks for "
        "EditDnsZone, UseBucket, got an existing one, which has no cloud to give that leave: place what asks for it on "
        "another cluster"
    )


def test_a_bucket_is_refused_with_its_name() -> None:
    with pytest.raises(
        pulumi.RunError, match=r"clusters\.main: expected a cluster of a cloud for the bucket 'files'"
    ):
        NoCloud("main").bucket("files", None)


def test_what_comes_out_says_how_to_reach_the_cluster() -> None:
    assert made().one("groundwork:cluster:Existing").outputs == {
        "name": "main",
        "kubeconfig_command": "kubectl config use-context kind-groundwork",
    }


def test_the_platform_is_told_what_the_cluster_lacks() -> None:
    for there in (True, False):
        seen = made(metrics_server=there, kubelet_certificates=there).one(Seen.TYPE).outputs
        assert (seen["metrics"], seen["certificates"]) == (there, there)


def test_the_way_in_names_the_kubeconfig_that_the_context_is_in() -> None:
    settings = ExistingCluster.model_validate({**LEAST, "kubeconfig": "~/.kube/other"})

    assert way_in(settings) == "kubectl config use-context kind-groundwork --kubeconfig ~/.kube/other"
