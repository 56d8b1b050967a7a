"""The Cluster Autoscaler: changes the number of nodes in the managed groups, within their bounds."""

from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster.account import Account
from components.cluster.eks_identity import KUBE_SYSTEM, PodRoles
from components.cluster.iam import Statement
from components.grants import Identity
from components.helm import OURS, Home, helm_release
from facts import charts
from settings.charts import ChartSource

SERVICE_ACCOUNT = "cluster-autoscaler"

_READ = (
    *("autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances"),
    *("autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities"),
    *("ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions"),
    "ec2:GetInstanceTypesFromInstanceRequirements",
)


def controller_statements(account: Account, cluster: str) -> list[Statement]:
    """What the autoscaler may do: change the groups that EKS tagged as this cluster's own, and look (which cannot be
    limited to a resource). From the policy of its documentation for AWS."""
    tag = "aws:ResourceTag/k8s.io/cluster-autoscaler"
    return [
        {
            "Sid": "ChangeOwn",
            "Effect": "Allow",
            "Action": ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
            "Resource": account.arn("autoscaling", "autoScalingGroup:*"),
            "Condition": {"StringEquals": {f"{tag}/enabled": "true", f"{tag}/{cluster}": "owned"}},
        },
        {
            "Sid": "Read",
            "Effect": "Allow",
            "Action": list(_READ),
            "Resource": "*",
        },
        {
            "Sid": "ReadGroups",
            "Effect": "Allow",
            "Action": ["eks:DescribeNodegroup"],
            "Resource": account.arn("eks", f"nodegroup/{cluster}/*"),
        },
    ]


def values(version: str, cluster_name: str, region: str, identity: Identity) -> dict[str, Any]:
    """Values of cluster-autoscaler. version: the cluster's, because the image must be of the same one.

    In kube-system, where pods may have the system's priority; that namespace is EKS's own, so it gets no Pod Security level and
    no network policies of ours. The chart brings the disruption budget; what scrapes it comes with the platform's monitoring.
    The pod meets the restricted Pod Security level, which the chart leaves to whoever installs it.
    """
    return {
        "image": {"tag": charts.CLUSTER_AUTOSCALER_IMAGES[version]},
        "cloudProvider": "aws",
        "awsRegion": region,
        "autoDiscovery": {"clusterName": cluster_name},
        "replicaCount": 2,  # one leads, the other takes over
        # The chart's own name for it has the cloud in it; a trust needs one that stays.
        "rbac": {"serviceAccount": {"name": SERVICE_ACCOUNT, "annotations": dict(identity.annotations)}},
        "extraArgs": {
            "balance-similar-node-groups": True,  # so that the zones stay even
            "skip-nodes-with-system-pods": False,  # with a disruption budget each of those may move too
            "expander": "least-waste",
        },
        "resources": {
            "requests": {"cpu": "100m", "memory": "300Mi"},
            "limits": {"cpu": "500m", "memory": "600Mi"},
        },
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65534,
            "runAsGroup": 65534,
            "fsGroup": 65534,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": topology,
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "aws-cluster-autoscaler"}},
            }
            for topology in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
        ],
    }


def cluster_autoscaler(
    name: str,
    version: str,
    cluster_name: str,
    account: Account,
    pods: PodRoles,
    opts: tuple[pulumi.ResourceOptions, pulumi.ResourceOptions],
    source: ChartSource = OURS,
) -> kubernetes.helm.v3.Release:
    """Install it with its identity. opts: for AWS, and for the cluster. source: of charts."""
    on_aws, inside = opts
    statements = controller_statements(account, cluster_name)
    identity = pods.allow(f"{name}-cluster-autoscaler", KUBE_SYSTEM, SERVICE_ACCOUNT, statements, on_aws)
    return helm_release(
        name,
        charts.CLUSTER_AUTOSCALER,
        Home(KUBE_SYSTEM),
        values(version, cluster_name, account.region, identity),
        pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=list(identity.ready))),
        source,
    )
