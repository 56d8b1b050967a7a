"""What is particular to EKS, as data for whoever runs on the cluster."""

from collections.abc import Mapping

from components.cluster.eks_access import STORAGE_CLASS
from components.contracts import ClusterTraits


def traits(
    region: str, resource_tags: Mapping[str, str], identity_endpoint: str | None = None
) -> ClusterTraits:
    """The traits of an EKS cluster. resource_tags: put on load balancers, which Pulumi does not make and so cannot tag.
    identity_endpoint: the address of the Pod Identity agent; None with IRSA, whose token is a file.

    Load balancers come from the cloud controller inside EKS; the AWS Load Balancer Controller is not installed, so none
    of its annotations (scheme, nlb-target-type, attributes) has any effect. An NLB keeps the client's address, and with
    externalTrafficPolicy: Local checks each node's healthCheckNodePort. Cross-zone, because then a zone in which no pod
    of the ingress runs still answers on its address.
    """
    annotation = "service.beta.kubernetes.io/aws-load-balancer-"
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations={
            f"{annotation}type": "nlb",
            f"{annotation}cross-zone-load-balancing-enabled": "true",
            f"{annotation}additional-resource-tags": ",".join(
                f"{key}={value}" for key, value in resource_tags.items()
            ),
        },
        secret_store={"aws": {"service": "SecretsManager", "region": region}},
        rclone={
            "RCLONE_CONFIG_STORE_TYPE": "s3",
            "RCLONE_CONFIG_STORE_PROVIDER": "AWS",
            "RCLONE_CONFIG_STORE_ENV_AUTH": "true",
            "RCLONE_CONFIG_STORE_REGION": region,
            # Otherwise rclone tries to create the bucket, which no grant allows.
            "RCLONE_CONFIG_STORE_NO_CHECK_BUCKET": "true",
        },
        # EKS runs the first three out of reach; its kube-proxy reports on 127.0.0.1 only.
        hidden_control_plane=("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"),
        identity_endpoint=identity_endpoint,
    )
