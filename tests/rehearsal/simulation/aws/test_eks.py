"""Clusters."""

import base64
from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import CLUSTER, Cloud


def test_a_cluster_is_active_with_everything_a_program_reads(cloud: Cloud) -> None:
    made = cloud.cluster(version="1.35")

    assert (made["id"], made["status"], made["version"]) == ("main", "ACTIVE", "1.35")
    assert made["arn"] == "arn:aws:eks:eu-central-1:123456789012:cluster/main"
    assert made["endpoint"].endswith(".gr7.eu-central-1.eks.amazonaws.com")
    assert made["identities"][0]["oidcs"][0]["issuer"].startswith(
        "https://oidc.eks.eu-central-1.amazonaws.com/id/"
    )
    assert made["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")
    assert made["certificateAuthority"] == made["certificateAuthorities"][0]
    assert b"BEGIN CERTIFICATE" in base64.b64decode(made["certificateAuthority"]["data"])


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "-main"}, "'-main' is not 1 to 100 letters"),
        ({"version": "1.33"}, "unsupported Kubernetes version: '1.33' is not one of 1.34, 1.35, 1.36"),
        ({"version": "1.37"}, "unsupported Kubernetes version"),
        ({"enabledClusterLogTypes": ["api", "everything"]}, "'everything' is not one of api, audit"),
        (
            {"encryptionConfig": {"resources": ["pods"], "provider": {"keyArn": "k"}}},
            "'pods' is not one of secrets",
        ),
        (
            {"encryptionConfig": {"resources": ["secrets"], "provider": {"keyArn": "k"}}},
            "encryptionConfig: the key 'k' does not exist",
        ),
        ({"upgradePolicy": {"supportType": "NONE"}}, "'NONE' is not one of STANDARD, EXTENDED"),
        ({"accessConfig": {"authenticationMode": "NONE"}}, "'NONE' is not one of API"),
        ({"kubernetesNetworkConfig": {"ipFamily": "ipx"}}, "'ipx' is not one of ipv4"),
        (
            {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "8.8.8.0/24"}},
            "'8.8.8.0/24' is not a /12 to /24 within 10.0.0.0/8",
        ),
        (
            {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.0.0.0/20"}},
            "the service addresses 10.0.0.0/20 overlap the VPC's",
        ),
        (
            {"roleArn": "arn:aws:iam::123456789012:role/none"},
            "the role 'arn:aws:iam::123456789012:role/none' does not exist",
        ),
    ],
)
def test_a_cluster_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    with pytest.raises(Refused) as refused:
        cloud.cluster(**inputs)
    assert text in str(refused.value)


@pytest.mark.parametrize(
    ("vpc_config", "text"),
    [
        ({"endpointPublicAccess": False}, "neither the public nor the private endpoint is on"),
        ({"publicAccessCidrs": ["203.0.113.9"]}, "'203.0.113.9' is not a CIDR block"),
        ({"subnetIds": ["one"]}, "1 subnet given, at least two in different zones"),
        (
            {"subnetIds": ["subnet-0", "subnet-1"]},
            "InvalidSubnetID.NotFound: the subnet 'subnet-0' does not exist",
        ),
        ({"securityGroupIds": ["sg-0"]}, "the security group 'sg-0' does not exist"),
    ],
)
def test_a_network_that_amazon_refuses(cloud: Cloud, vpc_config: dict[str, Any], text: str) -> None:
    vpc = cloud.vpc()
    subnets = [cloud.subnet(vpc, f"10.0.{n}.0/24", zone)["id"] for n, zone in enumerate("ab")]
    role = cloud.role("cluster", "eks.amazonaws.com")

    found = cloud.refusal(
        CLUSTER, name="main", roleArn=role["arn"], vpcConfig={"subnetIds": subnets, **vpc_config}
    )
    assert text in found


def test_two_zones_are_needed(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    subnets = [cloud.subnet(vpc, f"10.0.{n}.0/24")["id"] for n in range(2)]
    role = cloud.role("cluster", "eks.amazonaws.com")

    text = cloud.refusal(CLUSTER, name="main", roleArn=role["arn"], vpcConfig={"subnetIds": subnets})
    assert (
        text
        == "UnsupportedAvailabilityZoneException: the subnets are all in eu-central-1a; a cluster needs two zones"
    )


def test_a_name_is_used_once_in_a_region(cloud: Cloud) -> None:
    made = cloud.cluster()
    inputs = {
        "name": "main",
        "roleArn": made["roleArn"],
        "vpcConfig": {"subnetIds": made["vpcConfig"]["subnetIds"]},
    }

    assert cloud.refusal(CLUSTER, **inputs) == "ResourceInUseException: the cluster 'main' already exists"


@pytest.mark.parametrize(("version", "allowed"), [("1.35", True), ("1.36", False)])
def test_a_control_plane_goes_up_one_version_at_a_time(cloud: Cloud, version: str, allowed: bool) -> None:
    made = cloud.cluster(version="1.34")
    inputs = {
        "name": "main",
        "roleArn": made["roleArn"],
        "vpcConfig": {"subnetIds": made["vpcConfig"]["subnetIds"]},
    }

    if allowed:
        assert cloud.update(CLUSTER, made, **inputs, version=version)["version"] == version
    else:
        with pytest.raises(Refused, match=r"cannot go from Kubernetes 1\.34 to 1\.36"):
            cloud.update(CLUSTER, made, **inputs, version=version)


def test_deletion_protection_keeps_a_cluster(cloud: Cloud) -> None:
    made = cloud.cluster(deletionProtection=True)

    with pytest.raises(Refused, match="deletion protection is on for the cluster main"):
        cloud.delete(CLUSTER, made)


def test_a_cluster_goes_after_its_node_groups(cloud: Cloud) -> None:
    made = cloud.cluster()
    cloud.create(
        "aws:eks/nodeGroup:NodeGroup",
        clusterName="main",
        nodeGroupName="general",
        nodeRoleArn=cloud.role("nodes", "ec2.amazonaws.com")["arn"],
        subnetIds=made["vpcConfig"]["subnetIds"],
        scalingConfig={"minSize": 1, "desiredSize": 1, "maxSize": 2},
    )

    with pytest.raises(
        Refused, match="ResourceInUseException: the cluster main has node groups attached: main:general"
    ):
        cloud.delete(CLUSTER, made)


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(CLUSTER, roleArn=UNKNOWN, vpcConfig={"subnetIds": UNKNOWN}, version=UNKNOWN) == []
    assert cloud.wrong(CLUSTER, roleArn=UNKNOWN, vpcConfig=UNKNOWN) == []
