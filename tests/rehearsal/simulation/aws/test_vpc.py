"""VPCs and subnets."""

import re

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import SUBNET, VPC, Cloud


def test_a_vpc_comes_with_its_defaults(cloud: Cloud) -> None:
    vpc = cloud.vpc()

    assert re.fullmatch(r"vpc-[0-9a-f]{17}", vpc["id"])
    assert vpc["arn"] == f"arn:aws:ec2:eu-central-1:123456789012:vpc/{vpc['id']}"
    assert vpc["defaultSecurityGroupId"].startswith("sg-")
    assert vpc["mainRouteTableId"] == vpc["defaultRouteTableId"]


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"cidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range: 10.0.0.0/8 has a /8 mask; AWS allows /16 to /28"),
        ({"cidrBlock": "10.0.0.0/29"}, "InvalidVpc.Range"),
        ({"cidrBlock": "10.0.0.5/16"}, "InvalidParameterValue: '10.0.0.5/16' is not a CIDR block"),
        ({"cidrBlock": "ten"}, "InvalidParameterValue: 'ten' is not a CIDR block"),
        ({}, "MissingParameter: a VPC needs cidrBlock or ipv4IpamPoolId"),
        ({"cidrBlock": "10.0.0.0/16", "instanceTenancy": "mine"}, "'mine' is not one of default, dedicated"),
    ],
)
def test_a_vpc_that_amazon_refuses(cloud: Cloud, inputs: dict[str, str], text: str) -> None:
    assert text in cloud.refusal(VPC, **inputs)


@pytest.mark.parametrize(
    ("cidr", "text"),
    [
        ("10.1.0.0/24", "InvalidSubnet.Range: the subnet 10.1.0.0/24 is not within its VPC 10.0.0.0/16"),
        ("10.0.0.128/25", "InvalidSubnet.Conflict: the subnet 10.0.0.128/25 overlaps 10.0.0.0/24"),
        ("10.0.0.0/15", "InvalidSubnet.Range: 10.0.0.0/15 has a /15 mask"),
    ],
)
def test_a_subnet_that_amazon_refuses(cloud: Cloud, cidr: str, text: str) -> None:
    vpc = cloud.vpc()
    cloud.subnet(vpc, "10.0.0.0/24")

    assert text in cloud.refusal(SUBNET, vpcId=vpc["id"], cidrBlock=cidr)


def test_a_subnet_is_in_a_zone_of_the_region(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    text = cloud.refusal(SUBNET, vpcId=vpc["id"], cidrBlock="10.0.0.0/24", availabilityZone="us-east-1a")

    assert "availabilityZone 'us-east-1a' is not one of eu-central-1a" in text


def test_the_same_block_may_be_in_two_vpcs(cloud: Cloud) -> None:
    first, second = cloud.subnet(cloud.vpc()), cloud.subnet(cloud.vpc())

    assert first["id"] != second["id"]
    assert first["availabilityZoneId"] == "euc1-az1"


def test_a_subnet_that_changes_its_tags_does_not_conflict_with_itself(cloud: Cloud) -> None:
    subnet = cloud.subnet(cloud.vpc())
    inputs = {"vpcId": subnet["vpcId"], "cidrBlock": subnet["cidrBlock"], "tags": {"a": "b"}}

    assert cloud.update(SUBNET, subnet, **inputs)["tagsAll"] == {"a": "b"}


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(VPC, cidrBlock=UNKNOWN) == []
    assert cloud.wrong(SUBNET, cidrBlock=UNKNOWN, vpcId=UNKNOWN) == []
