"""What is particular to AKS, as data for whoever runs on the cluster."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from components.cluster.aks_access import STORAGE_CLASS
from components.contracts import BackupStore, ClusterTraits, ControlPlane, DnsProvider, DnsZone, ProvingZone
from components.grants import BucketHandle, Identity, ProveNames
from facts import charts
from settings.clusters.aks import AksCluster
from settings.global_dns import GlobalDns

CLIENT_ID = "azure.workload.identity/client-id"
STORAGE_ACCOUNT = "RCLONE_CONFIG_STORE_ACCOUNT"
"""Where a bucket's handle names its storage account."""


def control_plane(settings: AksCluster) -> ControlPlane:
    """The API of a private cluster is a private endpoint in the nodes' subnet; a public one has an address of Azure's choice.

    It calls webhooks through agents in the cluster, the Konnectivity proxy's.
    """
    anywhere = "0.0.0.0/0"  # outside the cluster, as Cilium reads it
    agents = ("kube-system", {"app": "konnectivity-agent"})
    return ControlPlane(
        api=(anywhere if settings.api.public_from else settings.network.nodes,), caller_pods=(agents,)
    )


def dns_zone(settings: AksCluster) -> DnsZone | None:
    """A zone of Azure DNS, edited as the identity of cert-manager's own service account, which it must be named."""
    if settings.dns is None:
        return None
    _, _, subscription, _, group, *_, name = settings.dns.zone.split("/")

    # As whom is told by the variables that workload identity's webhook gives the pod, so there is no secret in it.
    whereabouts = {
        "tenantId": settings.tenant,
        "subscriptionId": subscription,
        "resourceGroup": group,
        "useWorkloadIdentityExtension": True,
    }
    provider = DnsProvider("azure", {"zone-id-filter": f"/{name}"}, {"azure.json": json.dumps(whereabouts)})
    zone = settings.dns.zone
    return DnsZone(settings.dns.domain, _solver(zone), ProveNames(zone), zone, provider)


def names_zone(names: GlobalDns | None) -> ProvingZone | None:
    """The zone of Azure DNS of the names that lead to several clusters."""
    if names is None or names.provider != "traffic-manager":
        return None
    return ProvingZone(names.domain, _solver(names.zone), ProveNames(names.zone))


def _solver(zone: str) -> Callable[[Identity], Mapping[str, Any]]:
    """zone: a resource id, as all that Azure names zones by."""
    _, _, subscription, _, group, *_, name = zone.split("/")
    return lambda identity: {
        "azureDNS": {
            "environment": "AzurePublicCloud",
            "subscriptionID": subscription,
            "resourceGroupName": group,
            "hostedZoneName": name,
            "managedIdentity": {"clientID": identity.annotations[CLIENT_ID]},
        }
    }


def log_store(bucket: BucketHandle) -> Mapping[str, Any]:
    """Loki in Blob Storage, by the token of its own pod."""
    account = bucket.rclone[STORAGE_ACCOUNT]
    return {
        "type": "azure",
        "bucketNames": {"chunks": bucket.name},
        "azure": {"accountName": account, "useFederatedToken": True},
    }


def _backup_config(bucket: BucketHandle, identity: Identity) -> Mapping[str, pulumi.Input[str]]:
    account = bucket.rclone[STORAGE_ACCOUNT]
    return {
        # By Entra ID: the account has no keys. With its address Velero needs no leave to ask Azure for it.
        "useAAD": "true",
        "storageAccount": account,
        "storageAccountURI": pulumi.Output.concat("https://", account, ".blob.core.windows.net"),
    }


BACKUP_STORE = BackupStore(
    provider="azure",
    config=_backup_config,
    plugin=charts.VELERO_PLUGIN_AZURE,
    csi_driver="disk.csi.azure.com",
    # What has changed since the last one, and not the whole disk each day.
    snapshots={"incremental": "true"},
)
"""Velero in Blob Storage."""


def traits(
    vault: str,
    tenant: str,
    resource_tags: Mapping[str, str],
    plane: ControlPlane | None = None,
    dns: DnsZone | None = None,
    names: ProvingZone | None = None,
) -> ClusterTraits:
    """The traits of an AKS cluster. vault: the resource id of the stack's Key Vault.

    resource_tags: put on load balancers' public addresses, which Pulumi does not make and so cannot tag.
    A load balancer asks each node's healthCheckNodePort, with externalTrafficPolicy: Local, for the path given here.
    """
    annotation = "service.beta.kubernetes.io/azure-"
    probed = {f"{annotation}load-balancer-health-probe-request-path": "/healthz"}
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations={
            **probed,
            f"{annotation}pip-tags": ",".join(f"{key}={value}" for key, value in resource_tags.items()),
        },
        # In the nodes' subnet (learn.microsoft.com/azure/aks/internal-lb).
        internal_load_balancer_annotations={**probed, f"{annotation}load-balancer-internal": "true"},
        # The controller's own identity: its pod carries the label, its service account the annotation.
        secret_store={
            "azurekv": {
                "authType": "WorkloadIdentity",
                "tenantId": tenant,
                "vaultUrl": f"https://{vault.rsplit('/', 1)[-1].lower()}.vault.azure.net",
            }
        },
        rclone={
            "RCLONE_CONFIG_STORE_TYPE": "azureblob",
            "RCLONE_CONFIG_STORE_ENV_AUTH": "true",
            # Otherwise rclone asks whether the container exists and tries to create it.
            "RCLONE_CONFIG_STORE_NO_CHECK_CONTAINER": "true",
        },
        # AKS runs the first three out of reach, and Cilium does what kube-proxy did.
        hidden_control_plane=("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"),
        control_plane=plane or ControlPlane(),
        dns=dns,
        names=names,
        log_store=log_store,
        backup_store=BACKUP_STORE,
    )
