"""IAM on moto: what it refuses, in its own words."""

import json

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import ROLE, Cloud, policy, trust

POLICY = "aws:iam/policy:Policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
MALFORMED = "InvalidInputs: policy: MalformedPolicyDocument: "
AWSS = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("not json", "Syntax errors in policy."),
        (policy(Action="s3"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        (policy(Resource="bucket"), 'Resource bucket must be in ARN format or "*".'),
        (policy(Condition={"StringEqualz": {"a:b": "c"}}), "Syntax errors in policy."),
        (policy(Condition={"DateLessThan": {"aws:CurrentTime": "now"}}), "The policy failed legacy parsing"),
        (
            policy(Resource="arn:aws:iam:us-east-1::role/x"),
            "IAM resource arn:aws:iam:us-east-1::role/x cannot contain region",
        ),
    ],
)
def test_a_malformed_policy(cloud: Cloud, document: str, text: str) -> None:
    assert cloud.refusal(POLICY, name="read", policy=document).startswith(MALFORMED + text)
    assert cloud.refusal("aws:iam/rolePolicy:RolePolicy", role="x", policy=document).startswith(
        MALFORMED + text
    )


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (
            trust("eks.amazonaws.com", action="s3:GetObject"),
            "Trust Policy statement actions can only be sts:AssumeRole",
        ),
        ("{}", "Syntax errors in policy."),
    ],
)
def test_a_malformed_trust_policy(cloud: Cloud, document: str, text: str) -> None:
    refusal = cloud.refusal(ROLE, name="node", assumeRolePolicy=document)

    assert refusal.startswith(f"InvalidInputs: assumeRolePolicy: MalformedPolicyDocument: {text}")


SOUND = [
    {"Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:*::image/*"},
    {"NotAction": "iam:*", "NotResource": "arn:aws:s3:::a/*"},
    {"Action": "s3:*", "Resource": "arn:aws-cn:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*"},
    {
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"ForAllValues:StringNotEqualsIfExists": {"aws:TagKeys": ["a"]}},
    },
    {
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}, "Null": {"a:b": "true"}},
    },
]


@pytest.mark.parametrize("statement", SOUND)
def test_a_sound_policy_passes(cloud: Cloud, statement: dict[str, object]) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}

    assert cloud.wrong(POLICY, policy=json.dumps(document)) == []


def test_a_pod_identitys_trust_passes(cloud: Cloud) -> None:
    document = trust("pods.eks.amazonaws.com", action=["sts:AssumeRole", "sts:TagSession"])

    assert cloud.wrong(ROLE, assumeRolePolicy=document) == []


def test_roles_and_policies_that_do_not_exist(cloud: Cloud) -> None:
    cloud.role("node", "ec2.amazonaws.com")
    none = f"arn:aws:iam::{cloud.account}:policy/none"

    assert cloud.refusal(ATTACHMENT, role="nobody", policyArn=AWSS) == "NoSuchEntity: Role nobody not found"
    assert cloud.refusal(PROFILE, name="node", role="nobody") == "NoSuchEntity: Role nobody not found"
    for arn in (none, f"{AWSS}s"):
        assert cloud.refusal(ATTACHMENT, role="node", policyArn=arn) == (
            f"NoSuchEntity: Policy {arn} does not exist or is not attachable."
        )


def test_names_that_are_taken(cloud: Cloud) -> None:
    cloud.role("node", "ec2.amazonaws.com")
    cloud.create(POLICY, name="read", policy=policy())
    cloud.create(PROFILE, name="node")

    assert cloud.refusal(ROLE, name="node", assumeRolePolicy=trust("ec2.amazonaws.com")) == (
        "EntityAlreadyExists: Role with name node already exists."
    )
    assert cloud.refusal(POLICY, name="read", policy=policy()) == (
        "EntityAlreadyExists: A policy called read already exists. Duplicate names are not allowed."
    )
    assert cloud.refusal(PROFILE, name="node") == "EntityAlreadyExists: Instance Profile node already exists."


def test_a_role_whose_policy_does_not_exist_is_not_left_behind(cloud: Cloud, moto: Moto) -> None:
    arn = "arn:aws:iam::aws:policy/NoSuchPolicy"
    cloud.refusal(
        ROLE, name="node", assumeRolePolicy=trust("ec2.amazonaws.com"), managedPolicyArns=[AWSS, arn]
    )

    assert moto.client("iam", cloud.account, cloud.region).list_roles()["Roles"] == []


def test_a_role_that_is_in_use_stays(cloud: Cloud) -> None:
    role = cloud.role("node", "ec2.amazonaws.com")
    profile = cloud.create(PROFILE, name="node", role="node")

    with pytest.raises(Refused) as refused:
        cloud.delete(ROLE, role)
    cloud.delete(PROFILE, profile)
    cloud.delete(ROLE, role)

    assert (
        str(refused.value)
        == "DeleteConflict: Cannot delete entity, must remove roles from instance profile first."
    )


def test_updates_reach_moto(cloud: Cloud, moto: Moto) -> None:
    iam = moto.client("iam", cloud.account, cloud.region)
    read = cloud.create(POLICY, name="read", policy=policy())
    cloud.update(POLICY, read, name="read", policy=policy(Action="s3:PutObject"))
    role = cloud.create(
        ROLE, name="node", assumeRolePolicy=trust("ec2.amazonaws.com"), managedPolicyArns=[AWSS]
    )
    cloud.update(
        ROLE, role, name="node", assumeRolePolicy=trust("eks.amazonaws.com"), managedPolicyArns=[read["arn"]]
    )
    profile = cloud.create(PROFILE, name="node")
    cloud.update(PROFILE, profile, name="node", role="node")
    versions = iam.list_policy_versions(PolicyArn=read["arn"])["Versions"]
    attached = iam.list_attached_role_policies(RoleName="node")["AttachedPolicies"]
    found = iam.get_role(RoleName="node")["Role"]["AssumeRolePolicyDocument"]

    assert len(versions) == 1, "IAM keeps five, so the ones before go"
    assert [one["PolicyArn"] for one in attached] == [read["arn"]]
    assert found["Statement"][0]["Principal"] == {"Service": ["eks.amazonaws.com"]}
    assert [
        one["RoleName"]
        for one in iam.get_instance_profile(InstanceProfileName="node")["InstanceProfile"]["Roles"]
    ] == ["node"]


def test_a_malformed_trust_policy_is_refused_in_an_update_too(cloud: Cloud) -> None:
    role = cloud.role("node", "ec2.amazonaws.com")

    with pytest.raises(Refused, match=r"MalformedPolicyDocument: Trust Policy statement actions can only be"):
        cloud.update(
            ROLE, role, name="node", assumeRolePolicy=trust("ec2.amazonaws.com", action="s3:GetObject")
        )
