"""Access entries, access policies and pod identities."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud

ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ADMIN = "arn:aws:iam::123456789012:role/admin"
ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"principalArn": "admin"}, "'admin' is not the ARN of an IAM role or user"),
        (
            {"principalArn": "arn:aws:sts::123456789012:assumed-role/x/y"},
            "is not the ARN of an IAM role or user",
        ),
        ({"type": "PERSON"}, "'PERSON' is not one of STANDARD"),
        ({"kubernetesGroups": ["system:masters"]}, "the group 'system:masters' has a reserved prefix"),
    ],
)
def test_an_entry_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.cluster()

    assert text in cloud.refusal(ENTRY, **{"clusterName": "main", "principalArn": ADMIN, **inputs})


def test_a_principal_has_one_entry(cloud: Cloud) -> None:
    cloud.cluster()

    assert cloud.create(ENTRY, clusterName="main", principalArn=ADMIN)["type"] == "STANDARD"
    assert "already has an access entry" in cloud.refusal(ENTRY, clusterName="main", principalArn=ADMIN)


def test_a_cluster_of_the_old_kind_takes_no_entries(cloud: Cloud) -> None:
    cloud.cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})

    assert "authenticationMode CONFIG_MAP" in cloud.refusal(ENTRY, clusterName="main", principalArn=ADMIN)


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        (
            {"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSKingPolicy"},
            "AmazonEKSKingPolicy' is not",
        ),
        (
            {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
            "is not arn:aws:eks::aws:cluster-access-policy/",
        ),
        ({"policyArn": ADMIN_POLICY.replace("arn:aws:", "arn:aws-cn:")}, "is not of the partition aws"),
        ({"accessScope": {"type": "world"}}, "'world' is not one of cluster, namespace"),
        ({"accessScope": {"type": "namespace"}}, "the scope namespace goes with namespaces"),
        (
            {"accessScope": {"type": "cluster", "namespaces": ["a"]}},
            "the scope cluster goes without namespaces",
        ),
        ({"principalArn": ADMIN + "2"}, "ResourceNotFoundException: the cluster main has no access entry"),
        ({"principalArn": ADMIN + "-nodes"}, "is of type EC2_LINUX, which takes no policies"),
    ],
)
def test_an_association_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.cluster()
    cloud.create(ENTRY, clusterName="main", principalArn=ADMIN)
    cloud.create(ENTRY, clusterName="main", principalArn=ADMIN + "-nodes", type="EC2_LINUX")
    sound = {
        "clusterName": "main",
        "principalArn": ADMIN,
        "policyArn": ADMIN_POLICY,
        "accessScope": {"type": "cluster"},
    }

    assert text in cloud.refusal(ASSOCIATION, **{**sound, **inputs})


def test_a_policy_can_be_associated_with_an_entry(cloud: Cloud) -> None:
    cloud.cluster()
    cloud.create(ENTRY, clusterName="main", principalArn=ADMIN)

    made = cloud.create(
        ASSOCIATION,
        clusterName="main",
        principalArn=ADMIN,
        policyArn=ADMIN_POLICY,
        accessScope={"type": "cluster"},
    )
    assert made["id"] == f"main#{ADMIN}#{ADMIN_POLICY}"


def test_a_pod_identity_needs_a_role_that_can_be_assumed_and_tagged(cloud: Cloud) -> None:
    cloud.cluster()
    half = cloud.role("half", "pods.eks.amazonaws.com")
    whole = cloud.role("whole", "pods.eks.amazonaws.com", action=["sts:AssumeRole", "sts:TagSession"])
    who = {"clusterName": "main", "namespace": "a", "serviceAccount": "b"}

    assert "does not trust pods.eks.amazonaws.com with sts:TagSession" in cloud.refusal(
        POD_IDENTITY, **who, roleArn=half["arn"]
    )
    assert cloud.create(POD_IDENTITY, **who, roleArn=whole["arn"])["id"].startswith("a-")
    assert "a/b already has a pod identity in main" in cloud.refusal(
        POD_IDENTITY, **who, roleArn=whole["arn"]
    )
