"""Node groups."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import Cloud

NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


@pytest.fixture
def group(cloud: Cloud) -> dict[str, Any]:
    """The inputs of a sound node group on a cluster of Kubernetes 1.35."""
    cluster = cloud.cluster(version="1.35")
    return {
        "clusterName": "main",
        "nodeGroupName": "general",
        "nodeRoleArn": cloud.role("nodes", "ec2.amazonaws.com")["arn"],
        "subnetIds": cluster["vpcConfig"]["subnetIds"],
        "scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 3},
    }


def test_a_node_group_has_the_clusters_version_and_an_autoscaling_group(
    cloud: Cloud, group: dict[str, Any]
) -> None:
    made = cloud.create(NODES, **group)

    assert (made["id"], made["status"], made["version"]) == ("main:general", "ACTIVE", "1.35")
    assert made["resources"][0]["autoscalingGroups"][0]["name"].startswith("eks-general-")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"scalingConfig": {"minSize": 3, "desiredSize": 3, "maxSize": 2}}, "minSize 3 is above maxSize 2"),
        (
            {"scalingConfig": {"minSize": 1, "desiredSize": 5, "maxSize": 2}},
            "desiredSize 5 is not within minSize 1 and maxSize 2",
        ),
        (
            {"scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 0}},
            "minSize 0 is below 0 or maxSize 0 below 1",
        ),
        ({"instanceTypes": ["m5.tiny"]}, "the instance type 'm5.tiny' does not exist"),
        ({"instanceTypes": ["m5.large", "m7g.large"]}, "m5.large, m7g.large mix x86_64 and arm64"),
        (
            {"instanceTypes": ["m7g.large"], "amiType": "AL2023_x86_64_STANDARD"},
            "is for x86_64, but m7g.large has an arm64",
        ),
        ({"amiType": "AL2_x86_64"}, "'AL2_x86_64' is not one of AL2023_x86_64_STANDARD"),
        ({"capacityType": "FREE"}, "'FREE' is not one of ON_DEMAND, SPOT"),
        ({"taints": [{"key": "a", "effect": "NoSchedule"}]}, "'NoSchedule' is not one of NO_SCHEDULE"),
        ({"version": "1.30"}, "unsupported Kubernetes version"),
        ({"version": "1.36"}, "nodes of Kubernetes 1.36 are newer than the cluster's 1.35"),
        ({"nodeGroupName": "x" * 64}, "is not 1 to 63 letters"),
        (
            {"diskSize": 50, "launchTemplate": {"id": "lt-0", "version": "1"}},
            "the disk size belongs into the template",
        ),
        ({"launchTemplate": {"id": "lt-0", "version": "1"}}, "InvalidLaunchTemplateId.NotFound"),
        ({"updateConfig": {}}, "updateConfig needs exactly one of maxUnavailable"),
        (
            {"clusterName": "none"},
            "ResourceNotFoundException: clusterName: the cluster 'none' does not exist",
        ),
        ({"subnetIds": ["subnet-0"]}, "the subnet 'subnet-0' does not exist"),
        ({"nodeRoleArn": "arn:aws:iam::123456789012:role/none"}, "does not exist"),
    ],
)
def test_a_node_group_that_amazon_refuses(
    cloud: Cloud, group: dict[str, Any], inputs: dict[str, Any], text: str
) -> None:
    assert text in cloud.refusal(NODES, **{**group, **inputs})


def test_nodes_are_in_their_clusters_vpc(cloud: Cloud, group: dict[str, Any]) -> None:
    elsewhere = cloud.subnet(cloud.vpc("10.9.0.0/16"), "10.9.0.0/24")["id"]

    assert "subnetIds are not in the VPC of the cluster main" in cloud.refusal(
        NODES, **{**group, "subnetIds": [elsewhere]}
    )


def test_a_name_is_used_once_in_a_cluster(cloud: Cloud, group: dict[str, Any]) -> None:
    cloud.create(NODES, **group)

    assert "already has a node group 'general'" in cloud.refusal(NODES, **group)


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        (
            {"instanceTypes": ["m5.large"]},
            "instanceTypes and the launch template's instanceType m7g.large exclude each other",
        ),
        (
            {"amiType": "AL2023_x86_64_STANDARD"},
            "AL2023_x86_64_STANDARD is for x86_64, but m7g.large has an arm64 processor",
        ),
    ],
)
def test_a_launch_template_that_does_not_fit(
    cloud: Cloud, group: dict[str, Any], inputs: dict[str, Any], text: str
) -> None:
    template = cloud.create(TEMPLATE, name="nodes", instanceType="m7g.large")

    found = cloud.refusal(NODES, **group, **inputs, launchTemplate={"id": template["id"], "version": "1"})
    assert text in found


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    inputs = dict.fromkeys(
        ("clusterName", "nodeRoleArn", "scalingConfig", "subnetIds", "instanceTypes", "amiType"), UNKNOWN
    )

    assert cloud.wrong(NODES, **inputs) == []
