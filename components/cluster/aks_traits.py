"""What is particular to AKS, as data for whoever runs on the cluster."""

from collections.abc import Mapping

from components.cluster.aks_access import STORAGE_CLASS
from components.contracts import ClusterTraits


def traits(vault: str, tenant: str, resource_tags: Mapping[str, str]) -> ClusterTraits:
    """The traits of an AKS cluster. vault: the resource id of the stack's Key Vault.

    resource_tags: put on load balancers' public addresses, which Pulumi does not make and so cannot tag.
    A load balancer asks each node's healthCheckNodePort, with externalTrafficPolicy: Local, for the path given here.
    """
    annotation = "service.beta.kubernetes.io/azure-"
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations={
            f"{annotation}load-balancer-health-probe-request-path": "/healthz",
            f"{annotation}pip-tags": ",".join(f"{key}={value}" for key, value in resource_tags.items()),
        },
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
    )
