"""EKS on moto: what it refuses, in its own words, and what it is asked for in its place."""

from typing import Any

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import CLUSTER, Cloud

NODES = "aws:eks/nodeGroup:NodeGroup"
NOBODYS = "subnet-0123456789abcdef0"


def node_group(cloud: Cloud, cluster: dict[str, Any], **more: Any) -> dict[str, Any]:
    sizes = {"minSize": 1, "desiredSize": 1, "maxSize": 2}
    role = f"arn:aws:iam::{cloud.account}:role/node"
    inputs = {"clusterName": "main", "nodeGroupName": "system", "nodeRoleArn": role, "scalingConfig": sizes}
    return {**inputs, "subnetIds": cluster["vpcConfig"]["subnetIds"], **more}


def test_a_cluster_without_its_role_subnets_or_key(cloud: Cloud) -> None:
    cluster = cloud.cluster()
    role, subnets = cluster["roleArn"], cluster["vpcConfig"]["subnetIds"]
    key = f"arn:aws:kms:eu-central-1:{cloud.account}:key/11111111-1111-1111-1111-111111111111"
    encryption = {"provider": {"keyArn": key}, "resources": ["secrets"]}

    def refusal(**more: Any) -> str:
        return cloud.refusal(
            CLUSTER, **{"name": "other", "roleArn": role, "vpcConfig": {"subnetIds": subnets}, **more}
        )

    assert refusal(roleArn=f"{role}s") == "NoSuchEntity: Role main-clusters not found"
    assert refusal(roleArn="nobody") == "InvalidParameterException: Invalid Role Arn: 'nobody'"
    assert refusal(vpcConfig={"subnetIds": [subnets[0], NOBODYS]}) == (
        f"InvalidSubnetID.NotFound: The subnet ID '{NOBODYS}' does not exist"
    )
    assert refusal(encryptionConfig=encryption) == f"NotFoundException: Key '{key}' does not exist"
    assert refusal(name="main") == "ResourceInUseException: Cluster already exists with name: main"


def test_a_role_that_does_not_trust_eks_is_refused_by_our_own_knowledge(cloud: Cloud, moto: Moto) -> None:
    cluster = cloud.cluster()
    role = cloud.role("other", "ec2.amazonaws.com")
    subnets = cluster["vpcConfig"]["subnetIds"]
    text = cloud.refusal(CLUSTER, name="other", roleArn=role["arn"], vpcConfig={"subnetIds": subnets})

    assert "does not trust eks.amazonaws.com" in text
    assert moto.client("eks", cloud.account, cloud.region).list_clusters()["clusters"] == ["main"]


def test_a_node_group_without_its_cluster_or_role(cloud: Cloud) -> None:
    cluster = cloud.cluster()
    cloud.role("node", "ec2.amazonaws.com")
    cloud.create(NODES, **node_group(cloud, cluster))
    role = f"arn:aws:iam::{cloud.account}:role/nobody"

    assert cloud.refusal(NODES, **node_group(cloud, cluster)) == (
        "ResourceInUseException: NodeGroup already exists with name system and cluster name main"
    )
    assert cloud.refusal(NODES, **node_group(cloud, cluster, clusterName="none")) == (
        "ResourceNotFoundException: No cluster found for name: none."
    )
    assert (
        cloud.refusal(NODES, **node_group(cloud, cluster, nodeRoleArn=role))
        == "NoSuchEntity: Role nobody not found"
    )


def test_a_cluster_with_nodes_stays(cloud: Cloud) -> None:
    cluster = cloud.cluster()
    cloud.role("node", "ec2.amazonaws.com")
    nodes = cloud.create(NODES, **node_group(cloud, cluster))

    with pytest.raises(Refused) as refused:
        cloud.delete(CLUSTER, cluster)
    cloud.delete(NODES, nodes)
    cloud.delete(CLUSTER, cluster)

    assert str(refused.value) == "ResourceInUseException: Cluster has nodegroups attached"


def test_a_protected_cluster_stays_in_moto_too(cloud: Cloud, moto: Moto) -> None:
    cluster = cloud.cluster(deletionProtection=True)

    with pytest.raises(Refused, match="deletion protection is on"):
        cloud.delete(CLUSTER, cluster)
    assert moto.client("eks", cloud.account, cloud.region).list_clusters()["clusters"] == ["main"]


def test_a_clusters_security_group_is_ec2s_and_survives_updates(cloud: Cloud, moto: Moto) -> None:
    cluster = cloud.cluster()
    group = cluster["vpcConfig"]["clusterSecurityGroupId"]
    subnets = cluster["vpcConfig"]["subnetIds"]
    shut = {"subnetIds": subnets, "endpointPublicAccess": False, "endpointPrivateAccess": True}
    changed = cloud.update(
        CLUSTER,
        cluster,
        name="main",
        roleArn=cluster["roleArn"],
        vpcConfig=shut,
        enabledClusterLogTypes=["audit"],
    )
    ec2, eks = (moto.client(name, cloud.account, cloud.region) for name in ("ec2", "eks"))
    found = eks.describe_cluster(name="main")["cluster"]

    assert (
        ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["GroupName"]
        == "eks-cluster-sg-main"
    )
    assert changed["vpcConfig"]["clusterSecurityGroupId"] == group
    assert found["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert found["logging"]["clusterLogging"] == [{"types": ["audit"], "enabled": True}]


def test_a_node_group_changes_its_size(cloud: Cloud, moto: Moto) -> None:
    cluster = cloud.cluster()
    cloud.role("node", "ec2.amazonaws.com")
    nodes = cloud.create(NODES, **node_group(cloud, cluster))
    sizes = {"minSize": 2, "desiredSize": 2, "maxSize": 4}
    cloud.update(NODES, nodes, **node_group(cloud, cluster, scalingConfig=sizes))
    eks = moto.client("eks", cloud.account, cloud.region)

    assert (
        eks.describe_nodegroup(clusterName="main", nodegroupName="system")["nodegroup"]["scalingConfig"]
        == sizes
    )


def test_what_moto_has_no_api_for_still_needs_its_cluster_and_role(cloud: Cloud) -> None:
    cloud.cluster()
    missing = "ResourceNotFoundException: No cluster found for name: none."
    role = f"arn:aws:iam::{cloud.account}:role/nobody"
    who = {"namespace": "default", "serviceAccount": "app", "roleArn": role}

    assert cloud.refusal("aws:eks/addon:Addon", clusterName="none", addonName="coredns") == missing
    assert (
        cloud.refusal("aws:eks/podIdentityAssociation:PodIdentityAssociation", clusterName="none", **who)
        == missing
    )
    assert cloud.refusal(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation", clusterName="main", **who
    ) == ("NoSuchEntity: Role nobody not found")
    assert (
        cloud.create("aws:eks/accessEntry:AccessEntry", clusterName="main", principalArn=role)["type"]
        == "STANDARD"
    )
