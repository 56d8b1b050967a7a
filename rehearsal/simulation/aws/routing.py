"""EC2 routing: gateways, elastic addresses, route tables, routes and flow logs.

Error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. Replacement follows the
ForceNew marks of terraform-provider-aws 6, which pulumi-aws 7 bridges.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import arn, digest, dns_suffix, region, resource_id
from rehearsal.simulation.aws.resource import Reference, aws, cidrs, exactly_one, lookup, one_of, unique
from rehearsal.simulation.aws.vpc import IN_SUBNET, IN_VPC, ided, owned
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties

ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
IN_TABLE = Reference("routeTableId", ROUTE_TABLE, "InvalidRouteTableID.NotFound")
DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
TARGETS = (
    "carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId",
    "natGatewayId", "networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
)  # fmt: skip
WATCHED = (
    "eniId",
    "regionalNatGatewayId",
    "subnetId",
    "transitGatewayAttachmentId",
    "transitGatewayId",
    "vpcId",
)


def nat_check(inputs: Properties) -> Iterator[Failure]:
    """A public NAT gateway needs an elastic address, a private one may not have one."""
    yield from one_of(inputs, "connectivityType", ("public", "private"))
    public = inputs.get("connectivityType", "public") == "public"
    if inputs.get("availabilityMode") == "regional":
        return
    if public and inputs.get("allocationId") is None:
        yield Failure("allocationId", "MissingParameter: a public NAT gateway needs allocationId")
    if not public and inputs.get("allocationId") is not None:
        yield Failure("allocationId", "InvalidParameter: a private NAT gateway takes no allocationId")


def nat_refuse(call: Call) -> None:
    """An elastic address serves one NAT gateway."""
    address = call.inputs.get("allocationId")
    if isinstance(address, str):
        message = f"the elastic address {address} already serves another NAT gateway"
        unique(
            call, "aws:ec2/natGateway:NatGateway", "Resource.AlreadyAssociated", message, allocationId=address
        )


def nat_answer(call: Call, id_: str) -> Properties:
    """The gateway with its network interface and addresses."""
    address = lookup(call, "aws:ec2/eip:Eip", str(call.inputs.get("allocationId")))
    return {
        "networkInterfaceId": resource_id(call, "eni"),
        "associationId": resource_id(call, "eipassoc"),
        "publicIp": address.outputs["publicIp"] if address else "",
        "connectivityType": call.inputs.get("connectivityType", "public"),
    }


def eip_answer(call: Call, id_: str) -> Properties:
    """An address of TEST-NET-3 (RFC 5737), which no real host has."""
    address = f"203.0.113.{int(digest(call, 'address', 4), 16) % 254 + 1}"
    return {
        "allocationId": id_,
        "arn": arn(call, "ec2", f"elastic-ip/{id_}"),
        "publicIp": address,
        "publicDns": f"ec2-{address.replace('.', '-')}.{region(call)}.compute.{dns_suffix(region(call))}",
        "domain": "vpc",
    }


def route_check(inputs: Properties) -> Iterator[Failure]:
    """A route has one destination and one target."""
    yield from exactly_one(inputs, DESTINATIONS, "a route's destination")
    yield from exactly_one(inputs, TARGETS, "a route's target")
    yield from cidrs(inputs, "destinationCidrBlock", "destinationIpv6CidrBlock")


def route_refuse(call: Call) -> None:
    """A route table holds one route per destination."""
    for name in DESTINATIONS:
        where = call.inputs.get(name)
        if isinstance(where, str):
            table = call.inputs.get("routeTableId")
            message = f"the route table {table} already has a route to {where}"
            unique(
                call,
                "aws:ec2/route:Route",
                "RouteAlreadyExists",
                message,
                **{"routeTableId": table, name: where},
            )


def association_refuse(call: Call) -> None:
    """A subnet has one route table."""
    subnet = call.inputs.get("subnetId")
    if isinstance(subnet, str):
        message = f"the subnet {subnet} already has a route table"
        type_ = "aws:ec2/routeTableAssociation:RouteTableAssociation"
        unique(call, type_, "Resource.AlreadyAssociated", message, subnetId=subnet)


def flow_log_check(inputs: Properties) -> Iterator[Failure]:
    """A flow log watches one thing, and needs a role when it writes to CloudWatch."""
    yield from exactly_one(inputs, WATCHED, "a flow log")
    yield from one_of(inputs, "trafficType", ("ACCEPT", "REJECT", "ALL"))
    yield from one_of(inputs, "maxAggregationInterval", (60, 600))
    yield from one_of(inputs, "logDestinationType", ("cloud-watch-logs", "s3", "kinesis-data-firehose"))
    if (
        inputs.get("logDestinationType", "cloud-watch-logs") == "cloud-watch-logs"
        and inputs.get("iamRoleArn") is None
    ):
        yield Failure("iamRoleArn", "MissingParameter: a flow log to CloudWatch needs iamRoleArn")
    if inputs.get("logDestination") is None:
        yield Failure("logDestination", "MissingParameter: a flow log needs logDestination")


KINDS: Mapping[str, Kind] = {
    "aws:ec2/internetGateway:InternetGateway": aws(ided("igw"), owned("internet-gateway"), references=(IN_VPC,)),
    "aws:ec2/eip:Eip": aws(
        ided("eipalloc"), eip_answer, check=lambda inputs: one_of(inputs, "domain", ("vpc",)),
        replaces=("domain", "address", "networkBorderGroup", "publicIpv4Pool"),
    ),
    "aws:ec2/natGateway:NatGateway": aws(
        ided("nat"), nat_answer, check=nat_check, refuse=nat_refuse,
        references=(IN_SUBNET, Reference("allocationId", "aws:ec2/eip:Eip", "InvalidAllocationID.NotFound")),
        replaces=("allocationId", "connectivityType", "privateIp", "subnetId", "vpcId", "availabilityMode"),
    ),
    ROUTE_TABLE: aws(ided("rtb"), owned("route-table"), references=(IN_VPC,), required=("vpcId",), replaces=("vpcId",)),
    "aws:ec2/route:Route": aws(
        lambda call: f"r-{call.inputs.get('routeTableId')}{digest(call, 'route', 10)}",
        lambda call, id_: {"state": "active", "origin": "CreateRoute"},
        references=(
            IN_TABLE,
            Reference("natGatewayId", "aws:ec2/natGateway:NatGateway", "InvalidNatGatewayID.NotFound"),
            Reference("gatewayId", "aws:ec2/internetGateway:InternetGateway", "InvalidGatewayID.NotFound"),
        ),
        check=route_check, refuse=route_refuse, required=("routeTableId",),
        replaces=("routeTableId", *DESTINATIONS), delete_before_replace=True,
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": aws(
        ided("rtbassoc"), lambda call, id_: {}, references=(IN_TABLE, IN_SUBNET), refuse=association_refuse,
        check=lambda inputs: exactly_one(inputs, ("subnetId", "gatewayId"), "a route table association"),
        required=("routeTableId",), replaces=("subnetId", "gatewayId"), delete_before_replace=True,
    ),
    "aws:ec2/flowLog:FlowLog": aws(
        ided("fl"), lambda call, id_: {"arn": arn(call, "ec2", f"vpc-flow-log/{id_}")}, check=flow_log_check,
        references=(
            IN_VPC, IN_SUBNET, Reference("iamRoleArn", "aws:iam/role:Role", "InvalidParameter", "arn"),
        ),
        replaces=(*WATCHED, "deliverCrossAccountRole", "destinationOptions", "iamRoleArn", "logDestination",
                  "logDestinationType", "logFormat", "maxAggregationInterval", "trafficType"),
    ),
}  # fmt: skip
