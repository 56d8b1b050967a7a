"""Security groups and their rules on moto: what it refuses, in its own words."""

from typing import Any

from rehearsal.simulation.aws.moto_backed import Moto
from tests.rehearsal.simulation.aws.cloud import Cloud

GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
NOBODYS = "0123456789abcdef0"


def test_security_groups_and_rules_that_clash(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    group = cloud.create(GROUP, name="web", vpcId=vpc["id"])["id"]
    open_: dict[str, Any] = {"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "10.0.0.0/8"}
    cloud.create(RULE, securityGroupId=group, **open_)
    missing = f"InvalidGroup.NotFound: The security group 'sg-{NOBODYS}' does not exist"

    assert cloud.refusal(GROUP, name="web", vpcId=vpc["id"]) == (
        "InvalidGroup.Duplicate: The security group 'web' already exists"
    )
    assert cloud.refusal(RULE, securityGroupId=group, **open_) == (
        "InvalidPermission.Duplicate: The specified rule already exists"
    )
    assert cloud.refusal(RULE, securityGroupId=f"sg-{NOBODYS}", **open_) == missing
    assert (
        cloud.refusal(RULE, securityGroupId=group, ipProtocol="-1", referencedSecurityGroupId=f"sg-{NOBODYS}")
        == missing
    )


def test_rules_inside_a_group_are_those_of_its_last_update(cloud: Cloud, moto: Moto) -> None:
    rule = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/8"], "self": True}
    inputs = {"name": "web", "vpcId": cloud.vpc()["id"]}
    group = cloud.create(GROUP, **inputs, ingress=[rule])
    cloud.update(GROUP, group, **inputs, ingress=[{**rule, "fromPort": 80, "toPort": 80}], egress=[])
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (found,) = ec2.describe_security_groups(GroupIds=[group["id"]])["SecurityGroups"]

    assert [(one["FromPort"], one["ToPort"]) for one in found["IpPermissions"]] == [(80, 80)]
    assert found["IpPermissionsEgress"] == [], "the provider closes what EC2 opens"


def test_a_vpcs_own_group_is_closed_when_it_is_taken_over(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.vpc()
    group = cloud.create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId=vpc["id"])
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (found,) = ec2.describe_security_groups(GroupIds=[group["id"]])["SecurityGroups"]

    assert group["id"] == vpc["defaultSecurityGroupId"]
    assert (found["IpPermissions"], found["IpPermissionsEgress"]) == ([], [])
