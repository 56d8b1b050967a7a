"""Security groups and their rules on moto."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, nothing
from rehearsal.simulation.aws.moto_backed.network import only, retagged, tagged
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.security_groups import GROUP
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Call, Properties


def group(aws: Services, call: Call) -> Made:
    """The group, closed in both directions as the provider makes it, and its inline rules."""
    ec2 = aws("ec2")
    made = ec2.create_security_group(
        GroupName=named(call), Description=call.inputs.get("description", "Managed by Pulumi"),
        **given(call.inputs, {"VpcId": "vpcId"}), **tagged(call, "security-group"),
    )  # fmt: skip
    id_ = made["GroupId"]
    close(aws, id_)
    rules(aws, call, id_)
    return Made(
        id_, {"ownerId": only(ec2.describe_security_groups(GroupIds=[id_])["SecurityGroups"])["OwnerId"]}
    )


def close(aws: Services, id_: str) -> None:
    """Take every rule away."""
    found = only(aws("ec2").describe_security_groups(GroupIds=[id_])["SecurityGroups"])
    if found["IpPermissions"]:
        aws("ec2").revoke_security_group_ingress(GroupId=id_, IpPermissions=found["IpPermissions"])
    if found["IpPermissionsEgress"]:
        aws("ec2").revoke_security_group_egress(GroupId=id_, IpPermissions=found["IpPermissionsEgress"])


def rules(aws: Services, call: Call, id_: str) -> None:
    """The rules written inside a group."""
    for side in ("ingress", "egress"):
        found = [permission(rule, id_) for rule in values(call.inputs, side)]
        if found:
            getattr(aws("ec2"), f"authorize_security_group_{side}")(GroupId=id_, IpPermissions=found)


def permission(rule: Mapping[str, Any], id_: str) -> dict[str, Any]:
    """A rule written inside a group, in EC2's form."""
    sources = {
        "IpRanges": [{"CidrIp": cidr} for cidr in rule.get("cidrBlocks") or ()],
        "Ipv6Ranges": [{"CidrIpv6": cidr} for cidr in rule.get("ipv6CidrBlocks") or ()],
        "PrefixListIds": [{"PrefixListId": name} for name in rule.get("prefixListIds") or ()],
        "UserIdGroupPairs": [{"GroupId": name} for name in rule.get("securityGroups") or ()]
        + ([{"GroupId": id_}] if rule.get("self") else []),
    }
    wanted = {"IpProtocol": "protocol", "FromPort": "fromPort", "ToPort": "toPort"}
    return {**given(rule, wanted), **{key: found for key, found in sources.items() if found}}


def group_update(aws: Services, call: Call) -> Properties:
    """The inline rules as they are now, where there are any, and tags."""
    if "ingress" in call.inputs or "egress" in call.inputs:
        close(aws, call.id)
        rules(aws, call, call.id)
    return retagged(aws, call)


def rule(side: str) -> Backing:
    """A rule of its own, of one direction: `ingress` or `egress`."""

    def create(aws: Services, call: Call) -> Made:
        inputs = call.inputs
        ranges = {
            "IpRanges": given(inputs, {"CidrIp": "cidrIpv4", "Description": "description"}),
            "Ipv6Ranges": given(inputs, {"CidrIpv6": "cidrIpv6", "Description": "description"}),
            "PrefixListIds": given(inputs, {"PrefixListId": "prefixListId", "Description": "description"}),
            "UserIdGroupPairs": given(
                inputs, {"GroupId": "referencedSecurityGroupId", "Description": "description"}
            ),
        }
        wanted = {"IpProtocol": "ipProtocol", "FromPort": "fromPort", "ToPort": "toPort"}
        allow = {
            **given(inputs, wanted),
            **{key: [found] for key, found in ranges.items() if found.keys() - {"Description"}},
        }
        ask = getattr(aws("ec2"), f"authorize_security_group_{side}")
        made = ask(
            GroupId=inputs["securityGroupId"], IpPermissions=[allow], **tagged(call, "security-group-rule")
        )
        id_ = only(made["SecurityGroupRules"])["SecurityGroupRuleId"]
        return Made(id_, {"securityGroupRuleId": id_})

    def delete(aws: Services, call: Call) -> None:
        ask = getattr(aws("ec2"), f"revoke_security_group_{side}")
        ask(GroupId=call.inputs["securityGroupId"], SecurityGroupRuleIds=[call.id])

    return Backing(f"AuthorizeSecurityGroup{side.capitalize()}", create, delete)


def adopted_group(aws: Services, call: Call) -> Made:
    """A VPC's own group, which the provider closes and then opens as told."""
    within = [
        {"Name": "vpc-id", "Values": [call.inputs["vpcId"]]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    aws("ec2").describe_vpcs(VpcIds=[call.inputs["vpcId"]])
    found = only(aws("ec2").describe_security_groups(Filters=within)["SecurityGroups"])
    close(aws, found["GroupId"])
    rules(aws, call, found["GroupId"])
    return Made(found["GroupId"], {"ownerId": found["OwnerId"]})


BACKINGS: Mapping[str, Backing] = {
    GROUP: Backing(
        "CreateSecurityGroup", group, lambda aws, call: aws("ec2").delete_security_group(GroupId=call.id), group_update,
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("ingress"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("egress"),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Backing(
        "RevokeSecurityGroupIngress, RevokeSecurityGroupEgress", adopted_group, nothing, group_update
    ),
}  # fmt: skip
