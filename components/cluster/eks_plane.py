"""The control plane of an EKS cluster: the Kubernetes API and what is behind it."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.cluster.iam import Role
from components.naming import PROJECT
from settings.clusters import eks as clusters

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
LONGEST_NAME = 100


def physical_name(stack: str, name: str) -> str:
    """The cluster's name on AWS. Fixed, because its log group, its tags and every kubeconfig name it.

    Raises pulumi.RunError beyond the 100 characters that EKS takes.
    """
    full = f"{PROJECT}-{stack}-{name}".replace(".", "-")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a cluster name of at most {LONGEST_NAME} characters on AWS, got {full!r}, which has {len(full)}: "
            "shorten the cluster's or the stack's name"
        )
    return full


def control_plane_log_group(cluster_name: str) -> str:
    """The name of the log group that EKS writes to."""
    return f"/aws/eks/{cluster_name}/cluster"


def control_plane(
    name: str,
    physical: str,
    settings: clusters.EksCluster,
    control: Role,
    key_arn: pulumi.Input[str],
    subnets: Sequence[pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> aws.eks.Cluster:
    """Make it, and the log group that it writes to. control: the role it acts as. key_arn: for secrets and logs."""
    logs = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name=control_plane_log_group(physical),
        retention_in_days=settings.log_days,
        kms_key_id=key_arn,
        opts=opts,
    )
    return aws.eks.Cluster(
        f"{name}-cluster",
        name=physical,
        role_arn=control.arn,
        version=settings.kubernetes,
        enabled_cluster_log_types=list(LOG_TYPES),  # audit among them: CIS EKS 2.1.1
        vpc_config=aws.eks.ClusterVpcConfigArgs(
            subnet_ids=list(subnets),
            endpoint_private_access=True,  # nodes never leave the VPC to reach the API: CIS EKS 5.4.2
            endpoint_public_access=bool(settings.api.public_from),
            public_access_cidrs=list(settings.api.public_from) or None,  # an allow-list: CIS EKS 5.4.1
        ),
        # Secrets are encrypted with our own key before etcd has them: CIS EKS 5.3.1.
        encryption_config=aws.eks.ClusterEncryptionConfigArgs(
            provider=aws.eks.ClusterEncryptionConfigProviderArgs(key_arn=key_arn), resources=["secrets"]
        ),
        # Access by IAM alone (CIS EKS 5.5.1), and nobody becomes an administrator by having created the cluster.
        access_config=aws.eks.ClusterAccessConfigArgs(
            authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
        ),
        # An old version is upgraded when its support ends, rather than kept at six times the price.
        upgrade_policy=aws.eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
        zonal_shift_config=aws.eks.ClusterZonalShiftConfigArgs(enabled=True),
        deletion_protection=settings.protect,
        bootstrap_self_managed_addons=False,  # they are managed add-ons here, from the first moment
        opts=pulumi.ResourceOptions.merge(
            opts,
            pulumi.ResourceOptions(
                protect=settings.protect,
                # Other subnets are another network, into which EKS cannot move a cluster. The engine is told, so that a
                # preview says what the change comes to and refuses it. On an unprotected cluster EKS refuses the second
                # one of the same name, and the first is still there.
                replace_on_changes=["vpcConfig.subnetIds"],
                # Without its policy the role cannot take down what EKS made for the cluster. Without the log group EKS
                # would make one of its own: unencrypted, and kept for ever.
                depends_on=[*control.attachments, logs],
            ),
        ),
    )
