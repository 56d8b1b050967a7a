"""Virtual networks on moto: VPCs and subnets."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, nothing, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.vpc import SUBNET, VPC
from rehearsal.simulation.kinds import Call, Properties


def tagged(call: Call, noun: str) -> dict[str, Any]:
    """The tags of an EC2 object in the making; an empty list of them is refused."""
    tags = tag_list(call)
    return {"TagSpecifications": [{"ResourceType": noun, "Tags": tags}]} if tags else {}


def retagged(aws: Services, call: Call) -> Properties:
    """The update of an EC2 object of which only the tags change."""
    if tags := tag_list(call):
        aws("ec2").create_tags(Resources=[call.id], Tags=tags)
    return {}


def only(answer: Any) -> Any:
    """The one object of a list that was asked for one."""
    (found,) = answer
    return found


def vpc(aws: Services, call: Call) -> Made:
    """The VPC, and the objects it comes with."""
    ec2 = aws("ec2")
    wanted = {
        "CidrBlock": "cidrBlock",
        "InstanceTenancy": "instanceTenancy",
        "Ipv4IpamPoolId": "ipv4IpamPoolId",
    }
    made = ec2.create_vpc(**given(call.inputs, wanted), **tagged(call, "vpc"))["Vpc"]
    id_ = made["VpcId"]
    vpc_attributes(aws, call, id_)
    within = [{"Name": "vpc-id", "Values": [id_]}]
    tables = ec2.describe_route_tables(Filters=[*within, {"Name": "association.main", "Values": ["true"]}])
    groups = ec2.describe_security_groups(Filters=[*within, {"Name": "group-name", "Values": ["default"]}])
    lists = ec2.describe_network_acls(Filters=[*within, {"Name": "default", "Values": ["true"]}])
    table = only(tables["RouteTables"])["RouteTableId"]
    return Made(
        id_,
        {
            "ownerId": made["OwnerId"],
            "defaultRouteTableId": table,
            "mainRouteTableId": table,
            "defaultSecurityGroupId": only(groups["SecurityGroups"])["GroupId"],
            "defaultNetworkAclId": only(lists["NetworkAcls"])["NetworkAclId"],
        },
    )


def vpc_attributes(aws: Services, call: Call, id_: str) -> None:
    """What a VPC's names resolve to; one attribute a call, as EC2 wants it."""
    for attribute, name in (
        ("EnableDnsSupport", "enableDnsSupport"),
        ("EnableDnsHostnames", "enableDnsHostnames"),
    ):
        if isinstance(call.inputs.get(name), bool):
            aws("ec2").modify_vpc_attribute(VpcId=id_, **{attribute: {"Value": call.inputs[name]}})


def vpc_update(aws: Services, call: Call) -> Properties:
    """Attributes and tags."""
    vpc_attributes(aws, call, call.id)
    return retagged(aws, call)


def subnet(aws: Services, call: Call) -> Made:
    """The subnet; EC2 chooses the zone when there is none."""
    names = ("vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6CidrBlock", "ipv6Native")
    parameters = given(call.inputs, {name[:1].upper() + name[1:]: name for name in names})
    if not {"AvailabilityZone", "AvailabilityZoneId"} & parameters.keys():
        # moto would take us-east-1a, wherever the VPC is.
        parameters["AvailabilityZone"] = f"{aws.region}a"
    made = aws("ec2").create_subnet(**parameters, **tagged(call, "subnet"))["Subnet"]
    subnet_attributes(aws, call, made["SubnetId"])
    kept = {"ownerId": "OwnerId", "availabilityZone": "AvailabilityZone", "availabilityZoneId": "AvailabilityZoneId",
            "arn": "SubnetArn"}  # fmt: skip
    return Made(made["SubnetId"], {name: made[api] for name, api in kept.items()})


def subnet_attributes(aws: Services, call: Call, id_: str) -> None:
    """Whether what starts in the subnet gets a public address."""
    public = call.inputs.get("mapPublicIpOnLaunch", False)
    aws("ec2").modify_subnet_attribute(SubnetId=id_, MapPublicIpOnLaunch={"Value": bool(public)})


def subnet_update(aws: Services, call: Call) -> Properties:
    """Attributes and tags."""
    subnet_attributes(aws, call, call.id)
    return retagged(aws, call)


def adopted_list(aws: Services, call: Call) -> Made:
    """A VPC's own access list."""
    id_ = call.inputs["defaultNetworkAclId"]
    aws("ec2").describe_network_acls(NetworkAclIds=[id_])
    return Made(id_)


def adopted_table(aws: Services, call: Call) -> Made:
    """A VPC's own route table."""
    id_ = call.inputs["defaultRouteTableId"]
    aws("ec2").describe_route_tables(RouteTableIds=[id_])
    return Made(id_)


BACKINGS: Mapping[str, Backing] = {
    VPC: Backing(
        "CreateVpc, ModifyVpcAttribute", vpc, lambda aws, call: aws("ec2").delete_vpc(VpcId=call.id), vpc_update,
        guards=frozenset({SUBNET, "aws:ec2/routeTable:RouteTable"}),
    ),
    SUBNET: Backing(
        "CreateSubnet, ModifySubnetAttribute", subnet,
        lambda aws, call: aws("ec2").delete_subnet(SubnetId=call.id), subnet_update,
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": Backing("DescribeNetworkAcls", adopted_list, nothing),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": Backing("DescribeRouteTables", adopted_table, nothing),
}  # fmt: skip
