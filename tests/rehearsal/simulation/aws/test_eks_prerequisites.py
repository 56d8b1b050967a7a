"""What EKS asks of roles and subnets."""

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import CLUSTER, Cloud


def test_a_role_must_trust_the_service(cloud: Cloud) -> None:
    stranger = cloud.role("stranger", "lambda.amazonaws.com")

    with pytest.raises(
        Refused, match=r"role/stranger does not trust eks\.amazonaws\.com with sts:AssumeRole"
    ):
        cloud.cluster(roleArn=stranger["arn"])


def test_subnets_are_in_one_vpc(cloud: Cloud) -> None:
    subnets = [cloud.subnet(cloud.vpc(), zone=zone)["id"] for zone in "ab"]
    role = cloud.role("cluster", "eks.amazonaws.com")

    text = cloud.refusal(CLUSTER, name="main", roleArn=role["arn"], vpcConfig={"subnetIds": subnets})
    assert text == "InvalidParameterException: the subnets are not all in the same VPC"
