"""Roles, policies and instance profiles."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import ROLE, Cloud, policy, trust

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
INLINE = "aws:iam/rolePolicy:RolePolicy"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
EC2 = "ec2.amazonaws.com"


def test_a_role_has_an_arn_without_a_region(cloud: Cloud) -> None:
    role = cloud.create(ROLE, name="nodes", path="/eks/", assumeRolePolicy=trust(EC2))

    assert (role["id"], role["arn"]) == ("nodes", "arn:aws:iam::123456789012:role/eks/nodes")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "x" * 65}, "is not 1 to 64 letters"),
        ({"name": "with space"}, "ValidationError: the role name 'with space'"),
        ({"namePrefix": "x" * 39}, "is not 1 to 38 letters"),
        ({"path": "eks"}, "'eks' does not begin and end with /"),
        ({"assumeRolePolicy": "{"}, "MalformedPolicyDocument"),
        ({"maxSessionDuration": 60}, "60 seconds are not within 3600 to 43200"),
        ({"description": "x" * 1001}, "1001 characters, 1000 are allowed"),
        ({"permissionsBoundary": "arn:aws:iam::123456789012:policy/none"}, "NoSuchEntity: the policy"),
    ],
)
def test_a_role_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(ROLE, **{"assumeRolePolicy": trust(EC2), **inputs})


def test_role_names_differ_by_more_than_case(cloud: Cloud) -> None:
    cloud.role("nodes", EC2)

    assert (
        cloud.refusal(ROLE, name="Nodes", assumeRolePolicy=trust(EC2))
        == "EntityAlreadyExists: the role 'nodes' already exists"
    )


def test_a_trust_policy_given_as_data_comes_back_as_text(cloud: Cloud) -> None:
    statement = {"Effect": "Allow", "Principal": {"Service": EC2}, "Action": "sts:AssumeRole"}
    role = cloud.create(ROLE, name="a", assumeRolePolicy={"Version": "2012-10-17", "Statement": [statement]})

    assert role["assumeRolePolicy"].startswith('{"Version":"2012-10-17"')


@pytest.mark.parametrize(
    ("arn", "text"),
    [
        (
            "arn:aws:iam::aws:policy/AmazonEKSMadeUpPolicy",
            "AWS manages no policy 'arn:aws:iam::aws:policy/AmazonEKSMadeUpPolicy'",
        ),
        (
            "arn:aws:iam::123456789012:policy/none",
            "the policy 'arn:aws:iam::123456789012:policy/none' does not exist",
        ),
        (
            "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicyV2",
            "NoSuchEntity: AWS manages no policy",
        ),
        ("AmazonEKSClusterPolicy", "InvalidInput: ARN 'AmazonEKSClusterPolicy' is not valid"),
    ],
)
def test_a_policy_that_does_not_exist_cannot_be_attached(cloud: Cloud, arn: str, text: str) -> None:
    cloud.role("nodes", EC2)

    assert text in cloud.refusal(ATTACHMENT, role="nodes", policyArn=arn)


def test_policies_of_amazon_and_of_the_account_can_be_attached(cloud: Cloud) -> None:
    cloud.role("nodes", EC2)
    own = cloud.create(POLICY, name="own", policy=policy())

    assert cloud.create(ATTACHMENT, role="nodes", policyArn=own["arn"])["id"] == f"nodes/{own['arn']}"
    cloud.create(
        ATTACHMENT, role="nodes", policyArn="arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    )
    assert own["id"] == own["arn"] == "arn:aws:iam::123456789012:policy/own"


@pytest.mark.parametrize("type_", [ATTACHMENT, INLINE])
def test_a_role_that_does_not_exist_gets_no_policy(cloud: Cloud, type_: str) -> None:
    inputs = {
        "role": "nobody",
        "name": "x",
        "policy": policy(),
        "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    }

    assert cloud.refusal(type_, **inputs) == "NoSuchEntity: role: the role 'nobody' does not exist"


def test_a_role_goes_after_its_policies(cloud: Cloud) -> None:
    role = cloud.role("nodes", EC2)
    inline = cloud.create(INLINE, role="nodes", name="inline", policy=policy())

    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete(ROLE, role)
    cloud.delete(INLINE, inline)
    cloud.delete(ROLE, role)


def test_policy_and_profile_names_are_used_once(cloud: Cloud) -> None:
    cloud.create(POLICY, name="own", policy=policy())
    cloud.role("nodes", EC2)
    cloud.create(PROFILE, name="nodes", role="nodes")

    assert "EntityAlreadyExists: the policy" in cloud.refusal(POLICY, name="own", policy=policy())
    assert "EntityAlreadyExists: the instance profile 'nodes'" in cloud.refusal(
        PROFILE, name="nodes", role="nodes"
    )


def test_an_unknown_policy_is_not_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(INLINE, role=UNKNOWN, policy=UNKNOWN) == []
