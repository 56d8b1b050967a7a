"""Who administers an AKS cluster, and how the program reaches it."""

import base64
import json
from typing import Any

from components.cluster.aks_access import authority_of, plugin
from components.cluster.azure_roles import AKS_CLUSTER_USER, AKS_RBAC_CLUSTER_ADMIN
from components.cluster.connection import kubeconfig
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import made, open_staging
from tests.components.cluster.deployments import needs


def config() -> Any:
    return json.loads(made().one(aks.PROVIDER).inputs["kubeconfig"])


def test_the_kubeconfig_gets_a_token_when_one_is_needed_and_holds_none() -> None:
    (user,) = kubeconfig("main", "https://example.com", "Y2E=", plugin(aks.TENANT))["users"]

    assert list(user["user"]) == ["exec"]
    assert user["user"]["exec"]["command"] == "kubelogin"
    assert user["user"]["exec"]["args"] == [
        "get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630", "--tenant-id", aks.TENANT,
    ]  # fmt: skip


def test_the_program_reaches_the_api_where_it_is() -> None:
    (private,) = config()["clusters"]
    (public,) = json.loads(open_staging().one(aks.PROVIDER).inputs["kubeconfig"])["clusters"]

    outputs = made().one(aks.CLUSTER).outputs
    assert private["cluster"]["server"] == f"https://{outputs['privateFQDN']}:443"
    assert public["cluster"]["server"] == f"https://{open_staging().one(aks.CLUSTER).outputs['fqdn']}:443"


def test_of_the_credentials_that_azure_lists_only_the_authority_is_kept() -> None:
    cluster = {"server": "https://example.com", "certificate-authority-data": "Y2E="}
    listed = {
        "clusters": [{"name": "main", "cluster": cluster}],
        "users": [{"name": "main", "user": {"token": "canary"}}],
    }

    assert authority_of(base64.b64encode(json.dumps(listed).encode()).decode()) == "Y2E="
    (mine,) = config()["clusters"]
    assert base64.b64decode(mine["cluster"]["certificate-authority-data"]).startswith(
        b"-----BEGIN CERTIFICATE-----"
    )


def test_the_kubeconfig_is_a_secret_in_the_state() -> None:
    assert made().one(aks.PROVIDER).secrets == ("kubeconfig",)


def test_the_cluster_is_known_by_its_id_whatever_its_kubeconfig() -> None:
    assert made().one(aks.PROVIDER).inputs["clusterIdentifier"] == made().one(aks.CLUSTER).id


def test_admins_are_groups_with_a_role_in_this_cluster_and_the_leave_to_get_its_kubeconfig() -> None:
    cluster = made().one(aks.CLUSTER).id

    assert aks.roles(made(), aks.ADMINS) == {(AKS_RBAC_CLUSTER_ADMIN, cluster), (AKS_CLUSTER_USER, cluster)}


def test_what_is_made_inside_finds_nodes_and_admissions_and_goes_before_them() -> None:
    needed = needs(made(), made().one("kubernetes:storage.k8s.io/v1:StorageClass"))

    assert {f"{aks.POOL} main-node-general", f"{aks.ROLE} main-admin-{aks.ADMINS}"} <= needed


def test_volumes_are_in_all_zones_and_of_the_default_class() -> None:
    made_class = made().one("kubernetes:storage.k8s.io/v1:StorageClass").inputs

    assert made_class["parameters"] == {"skuName": "Premium_ZRS"}
    assert made_class["volumeBindingMode"] == "WaitForFirstConsumer"
    assert made_class["metadata"] == {
        "name": "premium-zrs",
        "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
    }
