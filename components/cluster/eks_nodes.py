"""The nodes of an EKS cluster: one role for all of them, and a launch template and a managed node group for each pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account, prefix
from components.cluster.iam import Role, role, service_trust
from settings.clusters.base import CLOSED
from settings.clusters.eks import EksNodePool

GROUP_PREFIX = 37  # a node group's name has 63 characters, 26 of them the provider's suffix
TEMPLATE_PREFIX = 99
_TAGGED = ("instance", "volume", "network-interface")


def ami_type(arm: bool) -> str:
    """The image for a pool: Bottlerocket, for Graviton processors or for the others.

    Bottlerocket rather than Amazon Linux: no shell, no package manager and no SSH, a root file system that is verified
    and cannot be written, SELinux enforcing, and updates that replace the whole image.
    """
    return "BOTTLEROCKET_ARM_64" if arm else "BOTTLEROCKET_x86_64"


def disks(disk_gib: int) -> list[aws.ec2.LaunchTemplateBlockDeviceMappingArgs]:
    """Bottlerocket's two disks, encrypted (Security Hub EC2.3): its own, as large as the image says, and the one for
    images, logs and emptyDir volumes, of disk_gib."""

    def disk(device: str, size: int | None) -> aws.ec2.LaunchTemplateBlockDeviceMappingArgs:
        return aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
            device_name=device,
            ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                encrypted="true", volume_type="gp3", volume_size=size, delete_on_termination="true"
            ),
        )

    return [disk("/dev/xvda", None), disk("/dev/xvdb", disk_gib)]


def metadata_options() -> aws.ec2.LaunchTemplateMetadataOptionsArgs:
    """The node's credentials are for the node: tokens required and one hop, which a pod is beyond (Security Hub EC2.170).

    Instance tags stay out of the metadata: keys with a slash, as ours, are refused there.
    """
    return aws.ec2.LaunchTemplateMetadataOptionsArgs(
        http_endpoint="enabled",
        http_tokens="required",
        http_put_response_hop_limit=1,
        instance_metadata_tags="disabled",
    )


def node_role(name: str, account: Account, opts: pulumi.ResourceOptions) -> Role:
    """The role of every node: to find itself in EC2 and to pull images (CIS EKS 5.1.3), and nothing of pods or data.

    AmazonEKSWorkerNodePolicy, not ...MinimalPolicy: a node asks EC2 for its own name as it boots (ec2:DescribeInstances;
    Amazon EKS User Guide, "Amazon EKS node IAM role"), which the minimal policy, made for Auto Mode, does not allow. The
    CNI's permissions are on its own service account.
    """
    return role(
        f"{name}-node",
        service_trust(f"ec2.{account.domain}"),
        managed={
            "worker": account.managed_policy("AmazonEKSWorkerNodePolicy"),
            "images": account.managed_policy("AmazonEC2ContainerRegistryPullOnly"),
        },
        opts=opts,
    )


@dataclass(frozen=True)
class NodePlace:
    """What the node groups of one cluster have in common.

    cluster_name: an output of the cluster, so that it exists. security_group: the cluster's own. ready: what a node needs
    as it boots: a way out to the internet, the CNI and kube-proxy.
    """

    cluster_name: pulumi.Output[str]
    kubernetes: str
    subnets: Sequence[pulumi.Input[str]]
    security_group: pulumi.Input[str]
    role: Role
    tags: Mapping[str, str]
    ready: Sequence[pulumi.Resource]


def launch_template(
    label: str, pool: EksNodePool, place: NodePlace, opts: pulumi.ResourceOptions
) -> aws.ec2.LaunchTemplate:
    """How a node of the pool starts. A change makes a new version, to which the node group rolls."""
    return aws.ec2.LaunchTemplate(
        label,
        name_prefix=prefix(label, TEMPLATE_PREFIX),
        update_default_version=True,
        block_device_mappings=disks(pool.disk_gib),
        metadata_options=metadata_options(),
        network_interfaces=[
            aws.ec2.LaunchTemplateNetworkInterfaceArgs(
                device_index=0,
                # Private nodes, wherever they are launched (CIS EKS 5.4.3, Security Hub EC2.25). A template that
                # describes the interface must name its security group too: EKS adds none then.
                associate_public_ip_address="false",
                security_groups=[place.security_group],
                delete_on_termination="true",
            )
        ],
        # No detailed monitoring: node-exporter reports more, more often, at no charge.
        tag_specifications=[
            aws.ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags={"Name": label, **place.tags})
            for kind in _TAGGED
        ],
        opts=opts,
    )


def node_group(
    name: str, pool_name: str, pool: EksNodePool, place: NodePlace, opts: pulumi.ResourceOptions
) -> aws.eks.NodeGroup:
    """Make one pool.

    Its name is made up, so that a replacement is created before the old group is deleted. A PodDisruptionBudget that
    does not let a node go fails an upgrade rather than being overridden: force_update_version stays off.
    """
    label = f"{name}-node-{pool_name}"
    template = launch_template(label, pool, place, opts)
    return aws.eks.NodeGroup(
        label,
        node_group_name_prefix=prefix(f"{name}-{pool_name}", GROUP_PREFIX),
        cluster_name=place.cluster_name,
        version=pool.kubernetes or place.kubernetes,
        node_role_arn=place.role.arn,
        subnet_ids=list(place.subnets),
        ami_type=ami_type(pool.arm),
        capacity_type="SPOT" if pool.spot else "ON_DEMAND",
        instance_types=list(pool.instance_types),
        launch_template=aws.eks.NodeGroupLaunchTemplateArgs(
            id=template.id, version=template.latest_version.apply(str)
        ),
        scaling_config=aws.eks.NodeGroupScalingConfigArgs(
            min_size=pool.min, max_size=pool.max, desired_size=pool.min
        ),
        update_config=aws.eks.NodeGroupUpdateConfigArgs(max_unavailable_percentage=33),
        node_repair_config=aws.eks.NodeGroupNodeRepairConfigArgs(enabled=True),
        labels=pool.labels or None,
        taints=[aws.eks.NodeGroupTaintArgs(key=CLOSED, value="true", effect="NO_SCHEDULE")]
        if pool.closed
        else None,
        opts=pulumi.ResourceOptions.merge(
            opts,
            pulumi.ResourceOptions(
                # Nothing names these, and a node that boots without them does not join; they also outlive the nodes.
                depends_on=[*place.ready, *place.role.attachments],
                # The number of nodes is the autoscaler's, within the bounds.
                ignore_changes=["scalingConfig.desiredSize"],
            ),
        ),
    )
