"""The managed node groups of an EKS cluster."""

import pytest

from rehearsal.life.cluster import Taint
from rehearsal.life.pools.eks import find
from rehearsal.simulation.aws.eks_addons import ADDON
from rehearsal.simulation.aws.eks_nodes import NODES
from tests.rehearsal.simulation.aws.cloud import Cloud

ARN = "arn:aws:eks:eu-central-1:123456789012:cluster/main"


@pytest.fixture
def cloud() -> Cloud:
    made = Cloud()
    cluster = made.cluster(version="1.35")
    made.create(
        NODES, clusterName="main", nodeGroupName="system", instanceTypes=["m7g.large"], amiType="BOTTLEROCKET_ARM_64",
        nodeRoleArn=made.role("nodes", "ec2.amazonaws.com")["arn"], subnetIds=cluster["vpcConfig"]["subnetIds"],
        scalingConfig={"minSize": 1, "desiredSize": 2, "maxSize": 3}, labels={"for": "system"}, capacityType="SPOT",
        taints=[{"key": "only", "value": "system", "effect": "NO_SCHEDULE"}],
    )  # fmt: skip
    made.create(ADDON, clusterName="main", addonName="metrics-server")
    return made


def test_a_node_group_is_a_pool_in_the_zones_of_its_subnets(cloud: Cloud) -> None:
    found = find(cloud.world, ARN, "")

    assert found is not None
    (pool,) = found.pools
    assert (found.region, found.addons) == ("eu-central-1", ("metrics-server",))
    assert (pool.name, pool.least, pool.desired, pool.most) == ("system", 1, 2, 3)
    assert (pool.zones, pool.architecture) == (("eu-central-1a", "eu-central-1b"), "arm64")
    assert (pool.cpu, pool.memory_gib, pool.pods, pool.scaled_by) == (2.0, 8.0, 29, "cluster-autoscaler")
    assert pool.labels["eks.amazonaws.com/capacityType"] == "SPOT"
    assert pool.labels["for"] == "system"
    assert pool.taints == (Taint("only", "system", "NoSchedule"),)


def test_a_cluster_is_found_by_its_endpoint_too_and_another_is_not(cloud: Cloud) -> None:
    endpoint = next(e.outputs["endpoint"] for e in cloud.world if e.type == "aws:eks/cluster:Cluster")

    assert find(cloud.world, "", endpoint) is not None
    assert find(cloud.world, ARN + "x", "https://elsewhere.example.com") is None
