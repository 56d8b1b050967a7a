"""How the program reaches a GKE cluster's API, and who administers it."""

import json

from components.cluster.connection import kubeconfig
from components.cluster.gke_access import PLUGIN
from components.cluster.gke_traits import traits
from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import CLUSTER, MEMBER, POOL, PROVIDER, made

CONFIG = kubeconfig("groundwork-staging-main", "https://gke.example.com", "Q0E=", PLUGIN)
ADMINS = ["group:platform@example.com", "serviceAccount:deploy@example-staging.iam.gserviceaccount.com"]


def test_a_token_is_asked_for_at_the_moment_of_use() -> None:
    command = CONFIG["users"][0]["user"]["exec"]

    assert command["apiVersion"] == "client.authentication.k8s.io/v1"
    assert command["command"] == "gke-gcloud-auth-plugin"
    assert command["provideClusterInfo"] is True
    assert command["interactiveMode"] == "Never"


def test_the_kubeconfig_holds_no_credential() -> None:
    assert list(CONFIG["users"][0]["user"]) == ["exec"]
    assert not [
        word
        for word in ("token:", "password", "client-key", "client-certificate")
        if word in json.dumps(CONFIG)
    ]


def test_the_current_context_leads_to_the_cluster() -> None:
    (context,) = CONFIG["contexts"]
    (cluster,) = CONFIG["clusters"]
    (user,) = CONFIG["users"]

    assert CONFIG["current-context"] == context["name"]
    assert context["context"] == {"cluster": cluster["name"], "user": user["name"]}
    assert cluster["cluster"] == {"server": "https://gke.example.com", "certificate-authority-data": "Q0E="}


def test_a_server_that_everybody_trusts_needs_no_authority() -> None:
    config = kubeconfig("main", "https://gke.example.com", None, PLUGIN)

    assert config["clusters"][0]["cluster"] == {"server": "https://gke.example.com"}


def test_iam_lets_administrators_reach_the_api_and_nothing_in_it() -> None:
    admitted = [one for one in made().of(MEMBER) if one.name.startswith("main-admin-")]

    assert {(one.inputs["member"], one.inputs["role"]) for one in admitted} == {
        (admin, "roles/container.clusterViewer") for admin in ADMINS
    }


def test_administrators_are_made_such_by_rbac_in_this_cluster_alone_and_by_name() -> None:
    (binding,) = [one for one in made().manifests("main") if one["kind"] == "ClusterRoleBinding"]

    assert binding["roleRef"]["name"] == "cluster-admin"
    assert [(one["kind"], one["name"]) for one in binding["subjects"]] == [
        ("Group", "platform@example.com"),
        ("User", "deploy@example-staging.iam.gserviceaccount.com"),
    ]


def test_the_provider_waits_for_nodes_and_grants() -> None:
    needed = needs(made(), made().one(PROVIDER))

    assert not {f"{type_} {one.name}" for type_ in (POOL, MEMBER) for one in made().of(type_)} - needed


def test_the_provider_is_named_after_its_cluster_and_knows_it_by_its_id() -> None:
    provider = made().one(PROVIDER)

    assert provider.name == "main"
    assert provider.inputs["clusterIdentifier"] == made().one(CLUSTER).id
    assert provider.inputs["enableServerSideApply"] == "true"


def test_volumes_are_made_where_their_pod_runs() -> None:
    (storage,) = [one for one in made().manifests("main") if one["kind"] == "StorageClass"]

    assert storage["provisioner"] == "pd.csi.storage.gke.io"
    assert storage["parameters"] == {"type": "pd-balanced"}
    assert storage["volumeBindingMode"] == "WaitForFirstConsumer"
    assert storage["allowVolumeExpansion"] is True


def test_the_trait_names_the_storage_class_that_is_made() -> None:
    (storage,) = [one for one in made().manifests("main") if one["kind"] == "StorageClass"]

    assert storage["metadata"]["name"] == traits("example-staging").storage_class
