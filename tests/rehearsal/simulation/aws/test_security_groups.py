"""Security groups, their rules, and the defaults a VPC brings."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import Cloud

GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"


@pytest.fixture
def group(cloud: Cloud) -> dict[str, Any]:
    return cloud.create(GROUP, name="nodes", vpcId=cloud.vpc()["id"])


def test_a_rule_opens_a_port_of_a_group(cloud: Cloud, group: dict[str, Any]) -> None:
    rule = cloud.create(
        INGRESS,
        securityGroupId=group["id"],
        ipProtocol="tcp",
        fromPort=443,
        toPort=443,
        cidrIpv4="10.0.0.0/8",
    )

    assert rule["id"] == rule["securityGroupRuleId"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"ipProtocol": "tcp", "fromPort": 1, "toPort": 1}, "needs exactly one of cidrIpv4"),
        (
            {"ipProtocol": "tcp", "fromPort": 9, "toPort": 1, "cidrIpv4": "10.0.0.0/8"},
            "the ports 9 to 1 are no range",
        ),
        ({"ipProtocol": "tcp", "cidrIpv4": "10.0.0.0/8"}, "a tcp rule needs fromPort and toPort"),
        ({"ipProtocol": "tls", "cidrIpv4": "10.0.0.0/8"}, "'tls' is not a protocol"),
        ({"ipProtocol": "-1", "cidrIpv4": "10.0.0.1/8"}, "'10.0.0.1/8' is not a CIDR block"),
        (
            {"ipProtocol": "-1", "referencedSecurityGroupId": "sg-0"},
            "InvalidGroup.NotFound: referencedSecurityGroupId",
        ),
        ({"cidrIpv4": "10.0.0.0/8"}, "missing required property 'ipProtocol'"),
    ],
)
def test_a_rule_that_amazon_refuses(
    cloud: Cloud, group: dict[str, Any], rule: dict[str, Any], text: str
) -> None:
    assert text in cloud.refusal(INGRESS, securityGroupId=group["id"], **rule)


def test_a_rule_of_unknown_values_is_not_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(INGRESS, securityGroupId=UNKNOWN, ipProtocol=UNKNOWN, cidrIpv4=UNKNOWN) == []


def test_a_name_is_used_once_in_a_vpc(cloud: Cloud, group: dict[str, Any]) -> None:
    assert "InvalidGroup.Duplicate" in cloud.refusal(GROUP, name="nodes", vpcId=group["vpcId"])
    assert cloud.create(GROUP, name="nodes", vpcId=cloud.vpc()["id"])["name"] == "nodes"


@pytest.mark.parametrize("name", ["sg-mine", "x" * 256, "ümlaut"])
def test_a_name_amazon_refuses(cloud: Cloud, name: str) -> None:
    assert "is not a security group name" in cloud.refusal(GROUP, name=name, vpcId=cloud.vpc()["id"])


def test_rules_inside_a_group_are_checked_too(cloud: Cloud) -> None:
    rule = {"protocol": "tcp", "fromPort": 0, "toPort": 70000, "cidrBlocks": ["10.0.0.0/8"]}

    assert "the ports 0 to 70000" in cloud.refusal(GROUP, name="g", vpcId=cloud.vpc()["id"], egress=[rule])


def test_a_default_group_is_taken_over_not_made(cloud: Cloud) -> None:
    vpc = cloud.vpc()

    assert cloud.create(DEFAULT_GROUP, vpcId=vpc["id"])["id"] == vpc["defaultSecurityGroupId"]
    acl = cloud.create(DEFAULT_ACL, defaultNetworkAclId=vpc["defaultNetworkAclId"])
    assert (acl["id"], acl["vpcId"]) == (vpc["defaultNetworkAclId"], vpc["id"])


def test_a_default_of_no_vpc_is_refused(cloud: Cloud) -> None:
    assert "no VPC has the network-acl 'acl-0'" in cloud.refusal(DEFAULT_ACL, defaultNetworkAclId="acl-0")


def test_the_default_group_can_be_referred_to(cloud: Cloud, group: dict[str, Any]) -> None:
    other = cloud.vpc()["defaultSecurityGroupId"]

    rule = cloud.create(
        INGRESS, securityGroupId=group["id"], ipProtocol="-1", referencedSecurityGroupId=other
    )
    assert rule["arn"].endswith(rule["id"])
