"""What Karpenter may do on AWS."""

from typing import Any

import pytest

from components.cluster.account import Account
from components.cluster.eks_karpenter_policy import controller_statements
from components.cluster.iam import document
from tests.components.cluster.outputs import read

CLUSTER = "groundwork-staging-main"
OWN = f"kubernetes.io/cluster/{CLUSTER}"
QUEUE, ROLE, PROFILE = (
    "arn:aws:sqs:eu-west-1:123456789012:queue",
    "arn:aws:iam::123456789012:role/node",
    "arn:aws:iam::123456789012:instance-profile/node",
)


@pytest.fixture(name="allowed", scope="module")
def _allowed() -> dict[str, Any]:
    """The statements by their ids."""
    account = Account("123456789012", "eu-west-1")
    made = read(lambda: document(controller_statements(account, CLUSTER, QUEUE, ROLE, PROFILE)))
    return {statement["Sid"]: statement for statement in made["Statement"]}


def test_no_action_is_a_pattern(allowed: dict[str, Any]) -> None:
    assert not [action for one in allowed.values() for action in one["Action"] if "*" in action]


def test_what_is_allowed_on_everything_only_reads(allowed: dict[str, Any]) -> None:
    on_all = [action for one in allowed.values() if one["Resource"] == "*" for action in one["Action"]]

    assert {action.split(":")[1][:3] for action in on_all} <= {"Des", "Get", "Lis"}
    assert len(on_all) == 13


def test_it_makes_nothing_without_the_clusters_tag(allowed: dict[str, Any]) -> None:
    for sid in ("LaunchTagged", "TagAsMade"):
        condition = allowed[sid]["Condition"]
        assert condition["StringEquals"][f"aws:RequestTag/{OWN}"] == "owned"
        assert condition["StringEquals"]["aws:RequestTag/eks:eks-cluster-name"] == CLUSTER
        assert condition["StringLike"] == {"aws:RequestTag/karpenter.sh/nodepool": "*"}


def test_it_deletes_only_what_has_the_clusters_tag(allowed: dict[str, Any]) -> None:
    statement = allowed["DeleteOwn"]

    assert statement["Action"] == ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]
    assert statement["Condition"]["StringEquals"] == {f"aws:ResourceTag/{OWN}": "owned"}
    terminating = [one["Sid"] for one in allowed.values() if "ec2:TerminateInstances" in one["Action"]]
    assert terminating == ["DeleteOwn"]


def test_it_cannot_make_another_clusters_node_its_own(allowed: dict[str, Any]) -> None:
    condition = allowed["NameOwn"]["Condition"]

    assert condition["StringEquals"] == {f"aws:ResourceTag/{OWN}": "owned"}
    assert OWN not in condition["ForAllValues:StringEquals"]["aws:TagKeys"]
    assert allowed["TagAsMade"]["Condition"]["StringEquals"]["ec2:CreateAction"] == [
        "RunInstances",
        "CreateFleet",
        "CreateLaunchTemplate",
    ]


def test_it_hands_the_node_role_to_ec2_and_no_role_to_anyone_else(allowed: dict[str, Any]) -> None:
    passing = [one for one in allowed.values() if "iam:PassRole" in one["Action"]]

    assert [one["Resource"] for one in passing] == [ROLE]
    assert passing[0]["Condition"] == {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def test_it_makes_no_instance_profiles_and_no_roles(allowed: dict[str, Any]) -> None:
    iam = {action for one in allowed.values() for action in one["Action"] if action.startswith("iam:")}

    assert iam == {"iam:PassRole", "iam:GetInstanceProfile", "iam:ListInstanceProfiles"}


def test_it_reads_and_clears_its_own_queue(allowed: dict[str, Any]) -> None:
    assert allowed["Interruptions"]["Resource"] == QUEUE


def test_it_launches_in_its_region_only(allowed: dict[str, Any]) -> None:
    assert allowed["ReadRegion"]["Condition"] == {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    for sid in ("LaunchFrom", "LaunchByOwnTemplate", "LaunchTagged"):
        assert all(":ec2:eu-west-1:" in resource for resource in allowed[sid]["Resource"])
