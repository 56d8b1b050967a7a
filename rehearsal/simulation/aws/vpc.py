"""EC2 virtual networks: VPCs and subnets.

Limits: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (masks /16 to /28). Error codes:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. Replacement follows the ForceNew marks of
terraform-provider-aws 6, which pulumi-aws 7 bridges.
"""

import ipaddress
from collections.abc import Callable, Iterator, Mapping

from rehearsal.simulation.aws.account import account, arn, region, resource_id, zone_ids, zones
from rehearsal.simulation.aws.resource import Reference, aws, cidrs, lookup, network, one_of
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
IN_VPC = Reference("vpcId", VPC, "InvalidVpcID.NotFound")
IN_SUBNET = Reference("subnetId", SUBNET, "InvalidSubnetID.NotFound")


def owned(path: str) -> Callable[[Call, str], Properties]:
    """The answer of a simple EC2 object: its ARN under `path`, and its owner."""
    return lambda call, id_: {"arn": arn(call, "ec2", f"{path}/{id_}"), "ownerId": account(call.provider)}


def ided(prefix: str) -> Callable[[Call], str]:
    """Ids with an EC2 prefix."""
    return lambda call: resource_id(call, prefix)


def block_of(inputs: Properties, code: str) -> Iterator[Failure]:
    """What is wrong with the cidrBlock of a VPC or a subnet."""
    text = inputs.get("cidrBlock")
    if text is None or text is UNKNOWN:
        return
    yield from cidrs(inputs, "cidrBlock")
    block = network(text)
    if block is not None and not 16 <= block.prefixlen <= 28:
        yield Failure("cidrBlock", f"{code}: {text} has a /{block.prefixlen} mask; AWS allows /16 to /28")


def vpc_check(inputs: Properties) -> Iterator[Failure]:
    """A VPC needs a block, of its own or from a pool, and a known tenancy."""
    if inputs.get("cidrBlock") is None and inputs.get("ipv4IpamPoolId") is None:
        yield Failure("cidrBlock", "MissingParameter: a VPC needs cidrBlock or ipv4IpamPoolId")
    yield from block_of(inputs, "InvalidVpc.Range")
    yield from one_of(inputs, "instanceTenancy", ("default", "dedicated"))


def vpc_answer(call: Call, id_: str) -> Properties:
    """The VPC with the default network ACL, route table, security group and DHCP options it comes with."""
    table = resource_id(call, "rtb")
    return {
        "arn": arn(call, "ec2", f"vpc/{id_}"),
        "ownerId": account(call.provider),
        "defaultNetworkAclId": resource_id(call, "acl"),
        "defaultRouteTableId": table,
        "mainRouteTableId": table,
        "defaultSecurityGroupId": resource_id(call, "sg"),
        "dhcpOptionsId": resource_id(call, "dopt"),
        "instanceTenancy": call.inputs.get("instanceTenancy", "default"),
        "enableDnsSupport": call.inputs.get("enableDnsSupport", True),
        "enableDnsHostnames": call.inputs.get("enableDnsHostnames", False),
    }


def subnet_refuse(call: Call) -> None:
    """A subnet lies in its VPC, in a zone of the region, and over no other subnet."""
    zone = call.inputs.get("availabilityZone")
    if isinstance(zone, str) and zone not in zones(region(call)):
        raise Refused(
            "InvalidParameterValue",
            f"availabilityZone {zone!r} is not one of {', '.join(zones(region(call)))}",
        )
    block = network(call.inputs.get("cidrBlock"))
    vpc = lookup(call, VPC, str(call.inputs.get("vpcId")))
    whole = network(vpc.outputs.get("cidrBlock")) if vpc else None
    if not isinstance(block, ipaddress.IPv4Network) or not isinstance(whole, ipaddress.IPv4Network):
        return
    if not block.subnet_of(whole):
        raise Refused("InvalidSubnet.Range", f"the subnet {block} is not within its VPC {whole}")
    for other in call.world.of(SUBNET, account(call.provider)):
        taken = network(other.outputs.get("cidrBlock"))
        same = other.id != call.id and other.outputs.get("vpcId") == call.inputs.get("vpcId")
        if same and taken is not None and block.overlaps(taken):
            raise Refused(
                "InvalidSubnet.Conflict", f"the subnet {block} overlaps {taken} ({other.id}) in the same VPC"
            )


def subnet_answer(call: Call, id_: str) -> Properties:
    """The subnet, in the region's first zone unless told otherwise."""
    letters = zones(region(call))
    zone = call.inputs.get("availabilityZone") or letters[0]
    return {
        "arn": arn(call, "ec2", f"subnet/{id_}"),
        "ownerId": account(call.provider),
        "availabilityZone": zone,
        "availabilityZoneId": zone_ids(region(call))[letters.index(zone)],
        "mapPublicIpOnLaunch": call.inputs.get("mapPublicIpOnLaunch", False),
    }


KINDS: Mapping[str, Kind] = {
    VPC: aws(ided("vpc"), vpc_answer, check=vpc_check, replaces=("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength")),
    SUBNET: aws(
        ided("subnet"), subnet_answer, references=(IN_VPC,), refuse=subnet_refuse, required=("vpcId",),
        check=lambda inputs: block_of(inputs, "InvalidSubnet.Range"),
        replaces=("vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"),
    ),
}  # fmt: skip
