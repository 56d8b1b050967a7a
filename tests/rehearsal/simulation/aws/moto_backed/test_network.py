"""VPCs and subnets on moto: what it refuses, in its own words."""

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import SUBNET, VPC, Cloud

NOBODYS = "0123456789abcdef0"


@pytest.mark.parametrize(
    ("cidr", "text"),
    [
        ("10.0.0.128/25", "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet"),
        ("10.1.0.0/24", "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid."),
    ],
)
def test_a_subnet_that_overlaps_or_lies_elsewhere(cloud: Cloud, cidr: str, text: str) -> None:
    vpc = cloud.vpc()
    cloud.subnet(vpc, "10.0.0.0/24")

    assert cloud.refusal(SUBNET, vpcId=vpc["id"], cidrBlock=cidr) == text


def test_a_subnet_in_a_zone_or_a_vpc_that_does_not_exist(cloud: Cloud) -> None:
    nowhere = cloud.refusal(SUBNET, vpcId=f"vpc-{NOBODYS}", cidrBlock="10.0.0.0/24")
    zoneless = cloud.refusal(
        SUBNET, vpcId=cloud.vpc()["id"], cidrBlock="10.0.0.0/24", availabilityZone="mars-1a"
    )

    assert nowhere == f"InvalidVpcID.NotFound: VpcID vpc-{NOBODYS} does not exist."
    assert (
        "Value (mars-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in"
        in zoneless
    )


def test_a_vpc_that_is_in_use_stays(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    cloud.subnet(vpc)

    with pytest.raises(Refused) as refused:
        cloud.delete(VPC, vpc)

    assert (
        str(refused.value)
        == f"DependencyViolation: The vpc '{vpc['id']}' has dependencies and cannot be deleted."
    )


def test_a_vpc_goes_after_what_is_in_it(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    cloud.delete(SUBNET, cloud.subnet(vpc))
    cloud.delete(VPC, vpc)

    assert len(cloud.world) == 0


def test_attributes_and_tags_reach_moto(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.create(VPC, cidrBlock="10.0.0.0/16", enableDnsHostnames=True, tags={"team": "a"})
    subnet = cloud.create(SUBNET, vpcId=vpc["id"], cidrBlock="10.0.0.0/24")
    cloud.update(
        SUBNET, subnet, vpcId=vpc["id"], cidrBlock="10.0.0.0/24", mapPublicIpOnLaunch=True, tags={"team": "b"}
    )
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (found,) = ec2.describe_subnets(SubnetIds=[subnet["id"]])["Subnets"]

    assert ec2.describe_vpc_attribute(VpcId=vpc["id"], Attribute="enableDnsHostnames")["EnableDnsHostnames"][
        "Value"
    ]
    assert ec2.describe_vpcs(VpcIds=[vpc["id"]])["Vpcs"][0]["Tags"] == [{"Key": "team", "Value": "a"}]
    assert found["MapPublicIpOnLaunch"] is True
    assert found["Tags"] == [{"Key": "team", "Value": "b"}]
    assert found["AvailabilityZone"] == "eu-central-1a"
