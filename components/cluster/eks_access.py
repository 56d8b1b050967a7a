"""Who administers an EKS cluster, and how this program reaches its Kubernetes API."""

import re
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.cluster.account import Account

STORAGE_CLASS = "gp3"


def plugin(cluster_name: str, region: str) -> dict[str, Any]:
    """The credential plugin: the AWS CLI signs a token with whatever credentials it has."""
    return {
        "command": "aws",
        "args": ["--region", region, "eks", "get-token", "--cluster-name", cluster_name],
        "installHint": "Install the AWS CLI, version 2: https://docs.aws.amazon.com/cli/",
    }


def admit(
    name: str, cluster: aws.eks.Cluster, admins: Sequence[str], account: Account, opts: pulumi.ResourceOptions
) -> list[pulumi.Resource]:
    """Make each IAM principal an administrator by access entry, not by the aws-auth ConfigMap (CIS EKS 4.1.7)."""
    policy = f"arn:{account.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    admitted: list[pulumi.Resource] = []
    for principal in admins:
        label = f"{name}-admin-{_label(principal)}"
        entry = aws.eks.AccessEntry(
            label, cluster_name=cluster.name, principal_arn=principal, type="STANDARD", opts=opts
        )
        admitted.append(
            aws.eks.AccessPolicyAssociation(
                label,
                cluster_name=cluster.name,
                principal_arn=entry.principal_arn,
                policy_arn=policy,
                access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
                opts=opts,
            )
        )
    return admitted


def _label(principal: str) -> str:
    """An IAM principal as part of a resource's name, its account included: two accounts may have a role of one name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", principal.split("::", 1)[1])


def storage_class(name: str, opts: pulumi.ResourceOptions) -> kubernetes.storage.v1.StorageClass:
    """The default class: encrypted gp3 volumes, which EKS has none of by itself.

    A volume waits for its pod, so that it is made in the zone where the pod can run. Encrypted with the account's key
    for EBS, for which the driver needs no grant.
    """
    return kubernetes.storage.v1.StorageClass(
        f"{name}-{STORAGE_CLASS}",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(
            name=STORAGE_CLASS, annotations={"storageclass.kubernetes.io/is-default-class": "true"}
        ),
        provisioner="ebs.csi.aws.com",
        parameters={"type": "gp3", "encrypted": "true"},
        volume_binding_mode="WaitForFirstConsumer",
        allow_volume_expansion=True,
        reclaim_policy="Delete",
        opts=opts,
    )
