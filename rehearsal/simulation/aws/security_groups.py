"""EC2 security groups and network ACLs, with the defaults that a VPC brings.

Rules: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html. Error codes:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. Replacement follows the ForceNew marks of
terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.aws.account import account, arn
from rehearsal.simulation.aws.resource import aws, cidrs, exactly_one, named, unique
from rehearsal.simulation.aws.vpc import IN_VPC, VPC, ided
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

GROUP = "aws:ec2/securityGroup:SecurityGroup"
SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
PROTOCOLS = {"-1", "all", "tcp", "udp", "icmp", "icmpv6", *map(str, range(256))}
NAME = re.compile(r"[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{1,255}")
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"""


def ports(rule: Properties, where: str, protocol: Any) -> Iterator[Failure]:
    """What is wrong with the protocol and ports of one rule."""
    first, last = rule.get("fromPort"), rule.get("toPort")
    if protocol is UNKNOWN or first is UNKNOWN or last is UNKNOWN:
        return
    if str(protocol).lower() not in PROTOCOLS:
        yield Failure(
            where, f"InvalidParameterValue: {protocol!r} is not a protocol (tcp, udp, icmp, -1 or a number)"
        )
    if str(protocol).lower() in {"tcp", "udp", "6", "17"}:
        if first is None or last is None:
            yield Failure(where, f"InvalidParameterValue: a {protocol} rule needs fromPort and toPort")
        elif not 0 <= int(first) <= int(last) <= 65535:
            yield Failure(
                where, f"InvalidParameterValue: the ports {first} to {last} are no range within 0 to 65535"
            )


def rule_check(inputs: Properties) -> Iterator[Failure]:
    """A rule has one source or destination, and a port range that its protocol takes."""
    yield from exactly_one(inputs, SOURCES, "a security group rule")
    yield from cidrs(inputs, "cidrIpv4", "cidrIpv6")
    yield from ports(inputs, "ipProtocol", inputs.get("ipProtocol"))


def group_check(inputs: Properties) -> Iterator[Failure]:
    """Names, and the rules written inside the group."""
    name = inputs.get("name")
    if isinstance(name, str) and (not NAME.fullmatch(name) or name.startswith("sg-")):
        yield Failure(
            "name",
            f"InvalidParameterValue: {name!r} is not a security group name (1 to 255 letters, not sg-...)",
        )
    for side in ("ingress", "egress"):
        yield from cidrs(inputs, f"{side}.cidrBlocks", f"{side}.ipv6CidrBlocks")
        for rule in values(inputs, side):
            if isinstance(rule, Mapping):
                yield from ports(rule, side, rule.get("protocol", UNKNOWN))


def group_refuse(call: Call) -> None:
    """A name is used once in a VPC."""
    name, vpc = named(call), call.inputs.get("vpcId")
    unique(
        call,
        GROUP,
        "InvalidGroup.Duplicate",
        f"the VPC {vpc} already has a security group {name!r}",
        name=name,
        vpcId=vpc,
    )


def group_answer(call: Call, id_: str) -> Properties:
    """The group under its physical name."""
    return {
        "arn": arn(call, "ec2", f"security-group/{id_}"),
        "name": named(call),
        "ownerId": account(call.provider),
        "description": call.inputs.get("description", "Managed by Pulumi"),
    }


def rule_answer(call: Call, id_: str) -> Properties:
    """The rule's own id and ARN."""
    return {"arn": arn(call, "ec2", f"security-group-rule/{id_}"), "securityGroupRuleId": id_}


def group_exists(call: Call) -> None:
    """A rule belongs to a live group: one of ours, a VPC's default, or a cluster's."""
    for name in ("securityGroupId", "referencedSecurityGroupId"):
        group = call.inputs.get(name)
        if isinstance(group, str) and not known_group(call, group):
            raise Refused("InvalidGroup.NotFound", f"{name}: the security group {group!r} does not exist")


def known_group(call: Call, group: str) -> bool:
    """Whether a security group id is a live group's, a VPC's default one or the one EKS made for a cluster."""
    scope = account(call.provider)
    return (
        call.world.get(GROUP, group, scope) is not None
        or call.world.find(VPC, scope, defaultSecurityGroupId=group) is not None
        or any(
            group in values(c.outputs, "vpcConfig.clusterSecurityGroupId")
            for c in call.world.of("aws:eks/cluster:Cluster", scope)
        )
    )


def adopted(vpc_output: str, path: str, id_input: str | None = None) -> Kind:
    """A default object of a VPC that the program takes over: it exists already, and deleting it only lets it go."""

    def owner(call: Call) -> Properties:
        wanted = {vpc_output: call.inputs[id_input]} if id_input else {}
        for vpc in call.world.of(VPC, account(call.provider)):
            given = call.inputs.get("vpcId")
            if (id_input and vpc.outputs[vpc_output] == wanted[vpc_output]) or (
                not id_input and vpc.id == given
            ):
                return {**vpc.outputs, "vpcId": vpc.id}
        raise Refused(
            "InvalidVpcID.NotFound", f"no VPC has the {path} {call.inputs.get(id_input or 'vpcId')!r}"
        )

    def answer(call: Call, id_: str) -> Properties:
        vpc = owner(call)
        return {
            "arn": arn(call, "ec2", f"{path}/{id_}"),
            "ownerId": account(call.provider),
            "vpcId": vpc["vpcId"],
        }

    def check(inputs: Properties) -> Iterator[Failure]:
        return group_check(inputs) if path == "security-group" else iter(())

    replaces = (id_input,) if id_input else ("vpcId",)
    return aws(
        lambda call: str(owner(call)[vpc_output]), answer, check=check, required=replaces, replaces=replaces
    )


def rule() -> Kind:
    """An ingress or an egress rule of its own."""
    return aws(
        ided("sgr"), rule_answer, check=rule_check, refuse=group_exists,
        required=("ipProtocol", "securityGroupId"), replaces=("securityGroupId",),
    )  # fmt: skip


KINDS: Mapping[str, Kind] = {
    GROUP: aws(
        ided("sg"), group_answer, references=(IN_VPC,), check=group_check, refuse=group_refuse, autoname="name",
        replaces=("name", "namePrefix", "description", "vpcId"),
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": adopted("defaultSecurityGroupId", "security-group"),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": adopted("defaultNetworkAclId", "network-acl", "defaultNetworkAclId"),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": adopted("defaultRouteTableId", "route-table", "defaultRouteTableId"),
}  # fmt: skip
