"""What is particular to EKS, as data for whoever runs on the cluster."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from components.cluster.eks_access import STORAGE_CLASS
from components.cluster.network import plan
from components.contracts import BackupStore, ClusterTraits, ControlPlane, DnsProvider, DnsZone, ProvingZone
from components.grants import BucketHandle, Grant, ProveNames, TakeRole
from facts import charts
from settings.clusters.eks import EksCluster
from settings.global_dns import GlobalDns

# The first address of the services' block, which EKS takes from the one of these that the VPC is not in (Amazon EKS User Guide,
# "Create a cluster"). The VPC CNI's policies see a pod's connection before it is sent on to an address behind a service.
API_SERVICES = ("172.20.0.1/32", "10.100.0.1/32")


def control_plane(settings: EksCluster) -> ControlPlane:
    """The private subnets: EKS puts the control plane's interfaces into them, as it does nodes and pods.

    No rule can tell these apart: whoever calls a webhook from inside the VPC gets through, and is asked for its certificate.
    """
    private = tuple(one.private for one in plan(settings.network.cidr, settings.availability_zones))
    return ControlPlane(api=(*private, *API_SERVICES), caller_blocks=private, nodes=private)


def dns_zone(settings: EksCluster) -> DnsZone | None:
    """A hosted zone of Route 53, edited with the credentials of cert-manager's own service account."""
    if settings.dns is None:
        return None
    solver = {"route53": {"region": settings.region, "hostedZoneID": settings.dns.zone}}
    # Of two zones with one domain the private one is not the world's.
    provider = DnsProvider("aws", {"zone-id-filter": settings.dns.zone, "aws-zone-type": "public"})
    proving = ProveNames(settings.dns.zone)
    return DnsZone(settings.dns.domain, lambda identity: solver, proving, settings.dns.zone, provider)


def names_zone(settings: EksCluster, names: GlobalDns | None) -> ProvingZone | None:
    """The hosted zone of the names that lead to several clusters. In another account they are proved as a role there."""
    if names is None or names.provider != "route53":
        return None
    solver = {"route53": {"region": settings.region, "hostedZoneID": names.zone}}
    if names.proving_role:
        solver["route53"]["role"] = names.proving_role
    proving: Grant = TakeRole(names.proving_role) if names.proving_role else ProveNames(names.zone)
    return ProvingZone(names.domain, lambda identity: solver, proving)


def log_store(region: str) -> Callable[[BucketHandle], Mapping[str, Any]]:
    """Loki in S3, by the AWS SDK's own chain of credentials."""
    return lambda bucket: {
        "type": "s3",
        "bucketNames": {"chunks": bucket.name},
        "s3": {"region": region},
    }


def backup_store(region: str) -> BackupStore:
    """Velero in S3."""
    return BackupStore(
        provider="aws",
        config=lambda bucket, identity: {"region": region},
        plugin=charts.VELERO_PLUGIN_AWS,
        csi_driver="ebs.csi.aws.com",
    )


def traits(
    region: str,
    resource_tags: Mapping[str, str],
    identity_endpoint: str | None = None,
    plane: ControlPlane | None = None,
    dns: DnsZone | None = None,
    autoscaler: Literal["karpenter", "cluster-autoscaler", "none"] = "none",
    names: ProvingZone | None = None,
) -> ClusterTraits:
    """The traits of an EKS cluster. resource_tags: put on load balancers, which Pulumi does not make and so cannot tag.
    identity_endpoint: the address of the Pod Identity agent; None with IRSA, whose token is a file.

    Load balancers come from the cloud controller inside EKS; the AWS Load Balancer Controller is not installed, so none
    of its annotations (scheme, nlb-target-type, attributes) has any effect. An NLB keeps the client's address, and with
    externalTrafficPolicy: Local checks each node's healthCheckNodePort. Cross-zone, because then a zone in which no pod
    of the ingress runs still answers on its address.
    """
    annotation = "service.beta.kubernetes.io/aws-load-balancer-"
    balanced = {
        f"{annotation}type": "nlb",
        f"{annotation}cross-zone-load-balancing-enabled": "true",
        f"{annotation}additional-resource-tags": ",".join(
            f"{key}={value}" for key, value in resource_tags.items()
        ),
    }
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations=balanced,
        internal_load_balancer_annotations={**balanced, f"{annotation}internal": "true"},
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
        control_plane=plane or ControlPlane(),
        dns=dns,
        names=names,
        autoscaler="" if autoscaler == "none" else autoscaler,
        log_store=log_store(region),
        backup_store=backup_store(region),
    )
