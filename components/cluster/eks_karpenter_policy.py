"""What Karpenter's controller may do on AWS: make, tag and delete the nodes of one cluster, and nothing else.

Follows the controller policy that Karpenter documents for 1.x (karpenter.sh, "Reference: CloudFormation"), without what
making instance profiles takes: the profile is made here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.cluster.account import Account
from components.cluster.iam import Statement

_LAUNCH = ["ec2:RunInstances", "ec2:CreateFleet"]
_MADE = ("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request")
_NODEPOOL = "karpenter.sh/nodepool"


def controller_statements(
    account: Account,
    cluster: str,
    queue_arn: pulumi.Input[str],
    node_role_arn: pulumi.Input[str],
    profile_arn: pulumi.Input[str],
) -> list[Statement]:
    """The statements for Karpenter on a cluster of a name. The tag of ownership is on all that it makes; only what has it
    may be changed or deleted."""
    own = f"kubernetes.io/cluster/{cluster}"
    return [
        *_launching(account, own, cluster),
        *_tagging(account, own, cluster),
        _allow(
            "DeleteOwn",
            ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            _ec2(account, "instance", "launch-template"),
            _tagged("Resource", own),
        ),
        *_reading(account, cluster, profile_arn),
        _allow(
            "Interruptions",
            ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            queue_arn,
        ),
        # The node role and no other: whoever may pass any role may take any role.
        _allow(
            "PassNodeRole",
            ["iam:PassRole"],
            node_role_arn,
            {"StringEquals": {"iam:PassedToService": f"ec2.{account.domain}"}},
        ),
    ]


def _launching(account: Account, own: str, cluster: str) -> list[Statement]:
    shared = [f"arn:{account.partition}:ec2:{account.region}::{kind}/*" for kind in ("image", "snapshot")]
    return [
        _allow("LaunchFrom", _LAUNCH, [*shared, *_ec2(account, "security-group", "subnet")]),
        _allow("LaunchByOwnTemplate", _LAUNCH, _ec2(account, "launch-template"), _tagged("Resource", own)),
        _allow(
            "LaunchTagged",
            [*_LAUNCH, "ec2:CreateLaunchTemplate"],
            _ec2(account, *_MADE),
            _tagged("Request", own, cluster),
        ),
    ]


def _tagging(account: Account, own: str, cluster: str) -> list[Statement]:
    created = _tagged("Request", own, cluster)
    created["StringEquals"]["ec2:CreateAction"] = ["RunInstances", "CreateFleet", "CreateLaunchTemplate"]
    named = _tagged("Resource", own)
    named["StringEqualsIfExists"] = {"aws:RequestTag/eks:eks-cluster-name": cluster}
    # Not the tags that say whose a node is: with those it could make another cluster's node its own, and delete it.
    named["ForAllValues:StringEquals"] = {
        "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
    }
    return [
        _allow("TagAsMade", ["ec2:CreateTags"], _ec2(account, *_MADE), created),
        _allow("NameOwn", ["ec2:CreateTags"], _ec2(account, "instance"), named),
    ]


def _reading(account: Account, cluster: str, profile_arn: pulumi.Input[str]) -> list[Statement]:
    """Of these, EC2's and the prices cannot be limited to a resource; EC2's are to the region."""
    what = (
        *(
            "CapacityReservations",
            "Images",
            "Instances",
            "InstanceStatus",
            "InstanceTypeOfferings",
            "InstanceTypes",
        ),
        *("LaunchTemplates", "PlacementGroups", "SecurityGroups", "SpotPriceHistory", "Subnets"),
    )
    return [
        _allow(
            "ReadRegion",
            [f"ec2:Describe{noun}" for noun in what],
            "*",
            {"StringEquals": {"aws:RequestedRegion": account.region}},
        ),
        _allow(
            "ReadImages",
            ["ssm:GetParameter"],
            f"arn:{account.partition}:ssm:{account.region}::parameter/aws/service/*",
        ),
        _allow("ReadPrices", ["pricing:GetProducts"], "*"),
        _allow("ReadProfile", ["iam:GetInstanceProfile"], profile_arn),
        # What it made in earlier versions it looks for, to delete it.
        _allow("ListProfiles", ["iam:ListInstanceProfiles"], "*"),
        _allow("ReadCluster", ["eks:DescribeCluster"], account.arn("eks", f"cluster/{cluster}")),
    ]


def _tagged(whose: str, own: str, cluster: str = "") -> dict[str, dict[str, Any]]:
    """The condition that a request or a resource carries the tags of Karpenter's own nodes."""
    equal: dict[str, Any] = {f"aws:{whose}Tag/{own}": "owned"}
    if cluster:
        equal["aws:RequestTag/eks:eks-cluster-name"] = cluster
    return {"StringEquals": equal, "StringLike": {f"aws:{whose}Tag/{_NODEPOOL}": "*"}}


def _ec2(account: Account, *kinds: str) -> list[str]:
    return [account.arn("ec2", f"{kind}/*") for kind in kinds]


def _allow(
    sid: str,
    actions: Sequence[str],
    resource: pulumi.Input[str] | Sequence[str],
    condition: Mapping[str, Any] | None = None,
) -> Statement:
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement
