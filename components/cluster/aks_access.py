"""Who administers an AKS cluster, and how this program reaches its Kubernetes API."""

import base64
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_azure_native as azure
import pulumi_kubernetes as kubernetes
import yaml

from components.cluster.azure_roles import AKS_CLUSTER_USER, AKS_RBAC_CLUSTER_ADMIN, assign

STORAGE_CLASS = "premium-zrs"
# The application that every AKS cluster is to Entra ID (learn.microsoft.com/azure/aks/kubelogin-authentication).
SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630"


def plugin(tenant: str) -> dict[str, Any]:
    """The credential plugin: kubelogin, by the login of the Azure CLI; a pipeline that has none sets AAD_LOGIN_METHOD,
    which kubelogin obeys before its flags."""
    return {
        "command": "kubelogin",
        "args": ["get-token", "--login", "azurecli", "--server-id", SERVER_ID, "--tenant-id", tenant],
        "installHint": "Install kubelogin: https://azure.github.io/kubelogin/install.html",
    }


def authority_of(config: str) -> str:
    """The certificate authority, base64 PEM, in a kubeconfig as AKS gives it: base64 of YAML."""
    (cluster,) = yaml.safe_load(base64.b64decode(config))["clusters"]
    return str(cluster["cluster"]["certificate-authority-data"])


def authority(
    cluster: azure.containerservice.ManagedCluster,
    group: pulumi.Input[str],
    opts: pulumi.InvokeOutputOptions,
) -> pulumi.Output[str]:
    """The cluster's certificate authority, which Azure tells nowhere but in the kubeconfig of a user.

    With local accounts off that one holds no token either. Taken as secret all the same, and only the authority is kept:
    should there ever be more in it, it would not get into the state.
    """
    listed = azure.containerservice.list_managed_cluster_user_credentials_output(
        resource_group_name=group, resource_name=cluster.name, format="exec", opts=opts
    )
    config = listed.apply(lambda found: found.kubeconfigs[0].value)
    given: pulumi.Output[str] = pulumi.Output.secret(config)
    return given.apply(authority_of)


def admit(
    name: str,
    cluster: azure.containerservice.ManagedCluster,
    admins: Sequence[str],
    subscription: str,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Make each group of Entra ID an administrator, by Azure RBAC on this cluster alone (CIS AKS 5.5.1).

    Two roles: one inside Kubernetes, and one to get a kubeconfig with.
    """
    roles = {"admin": AKS_RBAC_CLUSTER_ADMIN, "kubeconfig": AKS_CLUSTER_USER}
    return [
        assign(
            f"{name}-{word}-{group}",
            role,
            group,
            cluster.id,
            kind="Group",
            subscription=subscription,
            opts=opts,
        )
        for group in admins
        for word, role in roles.items()
    ]


def storage_class(name: str, opts: pulumi.ResourceOptions) -> kubernetes.storage.v1.StorageClass:
    """The default class: premium disks that are in all three zones at once, so that a pod finds its volume in each.

    AKS has a default class of its own; of two, Kubernetes takes the younger, which this one is.
    """
    return kubernetes.storage.v1.StorageClass(
        f"{name}-{STORAGE_CLASS}",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(
            name=STORAGE_CLASS, annotations={"storageclass.kubernetes.io/is-default-class": "true"}
        ),
        provisioner="disk.csi.azure.com",
        parameters={"skuName": "Premium_ZRS"},
        volume_binding_mode="WaitForFirstConsumer",
        allow_volume_expansion=True,
        reclaim_policy="Delete",
        opts=opts,
    )
