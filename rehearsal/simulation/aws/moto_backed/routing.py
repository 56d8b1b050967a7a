"""Routing on moto: gateways, elastic addresses, route tables, routes and flow logs."""

from collections.abc import Mapping

from rehearsal.simulation.aws.account import digest
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given
from rehearsal.simulation.aws.moto_backed.iam import asked_for
from rehearsal.simulation.aws.moto_backed.network import only, retagged, tagged
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.routing import DESTINATIONS, ROUTE_TABLE, TARGETS
from rehearsal.simulation.kinds import Call, Properties

WATCHED = {
    "vpcId": "VPC",
    "subnetId": "Subnet",
    "eniId": "NetworkInterface",
    "transitGatewayId": "TransitGateway",
}
"""Input -> what EC2 calls the thing that a flow log watches."""


def internet_gateway(aws: Services, call: Call) -> Made:
    """The gateway, attached where a VPC is given."""
    made = aws("ec2").create_internet_gateway(**tagged(call, "internet-gateway"))["InternetGateway"]
    id_ = made["InternetGatewayId"]
    if call.inputs.get("vpcId"):
        try:
            aws("ec2").attach_internet_gateway(InternetGatewayId=id_, VpcId=call.inputs["vpcId"])
        except Exception:
            aws("ec2").delete_internet_gateway(InternetGatewayId=id_)
            raise
    return Made(id_, {"ownerId": made["OwnerId"]})


def internet_gateway_update(aws: Services, call: Call) -> Properties:
    """Another VPC, or none, and tags."""
    attached(aws, call, call.inputs.get("vpcId"))
    return retagged(aws, call)


def attached(aws: Services, call: Call, vpc: str | None) -> None:
    """Attach a gateway to this VPC and to no other."""
    found = only(aws("ec2").describe_internet_gateways(InternetGatewayIds=[call.id])["InternetGateways"])
    now = [attachment["VpcId"] for attachment in found["Attachments"]]
    for other in now:
        if other != vpc:
            aws("ec2").detach_internet_gateway(InternetGatewayId=call.id, VpcId=other)
    if vpc and vpc not in now:
        aws("ec2").attach_internet_gateway(InternetGatewayId=call.id, VpcId=vpc)


def internet_gateway_delete(aws: Services, call: Call) -> None:
    """Detached first, as the provider does it."""
    attached(aws, call, None)
    aws("ec2").delete_internet_gateway(InternetGatewayId=call.id)


def address(aws: Services, call: Call) -> Made:
    """The address; moto takes it from Amazon's ranges, so it is not returned: examples only show addresses of RFC 5737."""
    made = aws("ec2").allocate_address(Domain=call.inputs.get("domain", "vpc"), **tagged(call, "elastic-ip"))
    return Made(made["AllocationId"], {"allocationId": made["AllocationId"]})


def nat_gateway(aws: Services, call: Call) -> Made:
    """The gateway. moto takes any address, so EC2 is asked for it first."""
    inputs = call.inputs
    if inputs.get("allocationId"):
        aws("ec2").describe_addresses(AllocationIds=[inputs["allocationId"]])
    wanted = {"SubnetId": "subnetId", "AllocationId": "allocationId", "ConnectivityType": "connectivityType"}
    made = aws("ec2").create_nat_gateway(**given(inputs, wanted), **tagged(call, "natgateway"))["NatGateway"]
    found = made["NatGatewayAddresses"]
    interface = {"networkInterfaceId": only(found)["NetworkInterfaceId"]} if found else {}
    return Made(
        made["NatGatewayId"], {**interface, **({"privateIp": only(found)["PrivateIp"]} if found else {})}
    )


def route_table(aws: Services, call: Call) -> Made:
    """The table, without routes of its own."""
    made = aws("ec2").create_route_table(VpcId=call.inputs["vpcId"], **tagged(call, "route-table"))[
        "RouteTable"
    ]
    return Made(made["RouteTableId"], {"ownerId": made["OwnerId"]})


def route(aws: Services, call: Call) -> Made:
    """The route. moto makes one over another, and takes any target: the type's own knowledge refuses both."""
    aws("ec2").create_route(**route_parameters(call))
    return Made(f"r-{call.inputs['routeTableId']}{digest(call, 'route', 10)}")


def route_parameters(call: Call) -> dict[str, object]:
    """Table, destination and target, which EC2 names as Pulumi does."""
    names = {
        "RouteTableId": "routeTableId",
        "DestinationCidrBlock": DESTINATIONS[0],
        "DestinationIpv6CidrBlock": DESTINATIONS[1],
        "DestinationPrefixListId": DESTINATIONS[2],
        **{name[:1].upper() + name[1:]: name for name in TARGETS},
        "EgressOnlyInternetGatewayId": "egressOnlyGatewayId",
    }
    found = given(call.inputs, names)
    found.pop("EgressOnlyGatewayId", None)
    return found


def route_update(aws: Services, call: Call) -> Properties:
    """Another target."""
    aws("ec2").replace_route(**route_parameters(call))
    return {}


def route_delete(aws: Services, call: Call) -> None:
    """The route by its destination."""
    where = {
        key: value
        for key, value in route_parameters(call).items()
        if key.startswith(("RouteTable", "Destination"))
    }
    aws("ec2").delete_route(**where)


def association(aws: Services, call: Call) -> Made:
    """The association, which moto answers with when the subnet has one already."""
    wanted = {"RouteTableId": "routeTableId", "SubnetId": "subnetId", "GatewayId": "gatewayId"}
    return Made(aws("ec2").associate_route_table(**given(call.inputs, wanted))["AssociationId"])


def association_update(aws: Services, call: Call) -> Properties:
    """Another table. EC2 makes a new association for it; the provider keeps the old id, and so does moto with this one."""
    wanted = {"RouteTableId": "routeTableId", "SubnetId": "subnetId", "GatewayId": "gatewayId"}
    aws("ec2").disassociate_route_table(AssociationId=call.id)
    aws("ec2").associate_route_table(**given(call.inputs, wanted))
    return {}


def association_delete(aws: Services, call: Call) -> None:
    """By the subnet, because an update has given the association another id."""
    tables = aws("ec2").describe_route_tables(RouteTableIds=[call.inputs["routeTableId"]])["RouteTables"]
    what = call.inputs.get("subnetId") or call.inputs.get("gatewayId")
    for found in only(tables)["Associations"]:
        if what in {found.get("SubnetId"), found.get("GatewayId")}:
            aws("ec2").disassociate_route_table(AssociationId=found["RouteTableAssociationId"])


def flow_log(aws: Services, call: Call) -> Made:
    """The flow log, for a role that IAM knows."""
    inputs = call.inputs
    asked_for(aws, inputs.get("iamRoleArn"))
    watched = next(name for name in WATCHED if inputs.get(name))
    wanted = {"TrafficType": "trafficType", "LogDestinationType": "logDestinationType", "LogDestination": "logDestination",
              "LogFormat": "logFormat", "MaxAggregationInterval": "maxAggregationInterval",
              "DeliverLogsPermissionArn": "iamRoleArn"}  # fmt: skip
    parameters = given(inputs, wanted)
    if (
        inputs.get("logDestinationType", "cloud-watch-logs") == "cloud-watch-logs"
        and "LogDestination" in parameters
    ):
        # moto takes the name of a log group where EC2 takes its ARN as well.
        group = parameters.pop("LogDestination")
        parameters["LogGroupName"] = group.split(":log-group:")[-1].removesuffix(":*")
    made = aws("ec2").create_flow_logs(
        ResourceIds=[inputs[watched]], ResourceType=WATCHED[watched], **parameters
    )
    return Made(only(made["FlowLogIds"]))


BACKINGS: Mapping[str, Backing] = {
    "aws:ec2/internetGateway:InternetGateway": Backing(
        "CreateInternetGateway, AttachInternetGateway", internet_gateway, internet_gateway_delete, internet_gateway_update
    ),
    "aws:ec2/eip:Eip": Backing(
        "AllocateAddress", address, lambda aws, call: aws("ec2").release_address(AllocationId=call.id), retagged
    ),
    "aws:ec2/natGateway:NatGateway": Backing(
        "CreateNatGateway", nat_gateway, lambda aws, call: aws("ec2").delete_nat_gateway(NatGatewayId=call.id), retagged
    ),
    ROUTE_TABLE: Backing(
        "CreateRouteTable", route_table, lambda aws, call: aws("ec2").delete_route_table(RouteTableId=call.id), retagged,
        guards=frozenset({"aws:ec2/routeTableAssociation:RouteTableAssociation"}),
    ),
    "aws:ec2/route:Route": Backing("CreateRoute, ReplaceRoute", route, route_delete, route_update),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Backing(
        "AssociateRouteTable", association, association_delete, association_update
    ),
    "aws:ec2/flowLog:FlowLog": Backing(
        "CreateFlowLogs", flow_log, lambda aws, call: aws("ec2").delete_flow_logs(FlowLogIds=[call.id]), retagged
    ),
}  # fmt: skip
