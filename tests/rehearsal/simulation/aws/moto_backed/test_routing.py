"""Gateways, addresses, routes and flow logs on moto: what it refuses, in its own words."""

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

NAT = "aws:ec2/natGateway:NatGateway"
TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"
NOBODYS = "0123456789abcdef0"


def test_a_nat_gateway_without_its_address_or_subnet(cloud: Cloud) -> None:
    subnet = cloud.subnet(cloud.vpc())

    assert cloud.refusal(NAT, subnetId=subnet["id"], allocationId=f"eipalloc-{NOBODYS}") == (
        f"InvalidAllocationID.NotFound: Allocation ID '{{'eipalloc-{NOBODYS}'}}' not found."
    )
    assert cloud.refusal(NAT, subnetId=f"subnet-{NOBODYS}", connectivityType="private") == (
        f"InvalidSubnetID.NotFound: The subnet ID 'subnet-{NOBODYS}' does not exist"
    )


def test_routes_to_nowhere_and_tables_that_are_not_there(cloud: Cloud) -> None:
    table = cloud.create(TABLE, vpcId=cloud.vpc()["id"])["id"]
    to = {"destinationCidrBlock": "0.0.0.0/0", "gatewayId": f"igw-{NOBODYS}"}

    assert cloud.refusal(ROUTE, routeTableId=table, **to) == (
        f"InvalidInternetGatewayID.NotFound: InternetGatewayID igw-{NOBODYS} does not exist."
    )
    assert cloud.refusal(ROUTE, routeTableId=f"rtb-{NOBODYS}", **to) == (
        f"InvalidRouteTableID.NotFound: The routeTable ID 'rtb-{NOBODYS}' does not exist"
    )
    assert cloud.refusal(ASSOCIATION, routeTableId=table, subnetId=f"subnet-{NOBODYS}") == (
        f"InvalidSubnetID.NotFound: The subnet ID 'subnet-{NOBODYS}' does not exist"
    )


def test_a_second_route_to_the_same_place_is_refused_by_our_own_knowledge(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    table, gateway = cloud.create(TABLE, vpcId=vpc["id"])["id"], cloud.create(GATEWAY, vpcId=vpc["id"])["id"]
    to = {"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway}
    cloud.create(ROUTE, **to)

    assert "RouteAlreadyExists" in cloud.refusal(ROUTE, **to)


def test_a_table_with_a_subnet_stays(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    table = cloud.create(TABLE, vpcId=vpc["id"])
    made = cloud.create(ASSOCIATION, routeTableId=table["id"], subnetId=cloud.subnet(vpc)["id"])

    with pytest.raises(Refused) as refused:
        cloud.delete(TABLE, table)
    cloud.delete(ASSOCIATION, made)
    cloud.delete(TABLE, table)

    text = f"DependencyViolation: The routeTable '{table['id']}' has dependencies and cannot be deleted."
    assert str(refused.value) == text


def test_a_subnet_that_moves_to_another_table_can_still_leave_it(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.vpc()
    first, second = (cloud.create(TABLE, vpcId=vpc["id"])["id"] for _ in range(2))
    subnet = cloud.subnet(vpc)["id"]
    made = cloud.create(ASSOCIATION, routeTableId=first, subnetId=subnet)
    moved = cloud.update(ASSOCIATION, made, routeTableId=second, subnetId=subnet)
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (table,) = ec2.describe_route_tables(RouteTableIds=[second])["RouteTables"]

    assert moved["id"] == made["id"]
    assert [one["SubnetId"] for one in table["Associations"]] == [subnet]


def test_a_route_that_gets_another_target(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.vpc()
    table = cloud.create(TABLE, vpcId=vpc["id"])["id"]
    gateway = cloud.create(GATEWAY, vpcId=vpc["id"])["id"]
    address = cloud.create("aws:ec2/eip:Eip")["id"]
    nat = cloud.create(NAT, subnetId=cloud.subnet(vpc)["id"], allocationId=address)["id"]
    to = {"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0"}
    cloud.update(ROUTE, cloud.create(ROUTE, **to, gatewayId=gateway), **to, natGatewayId=nat)
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (found,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]

    assert [
        one.get("NatGatewayId") for one in found["Routes"] if one["DestinationCidrBlock"] == "0.0.0.0/0"
    ] == [nat]


def test_a_flow_log_of_a_role_that_does_not_exist(cloud: Cloud) -> None:
    text = cloud.refusal(
        "aws:ec2/flowLog:FlowLog", vpcId=cloud.vpc()["id"], trafficType="ALL",
        iamRoleArn=f"arn:aws:iam::{cloud.account}:role/nobody",
        logDestination=f"arn:aws:logs:eu-central-1:{cloud.account}:log-group:/flows",
    )  # fmt: skip

    assert text == "NoSuchEntity: Role nobody not found"
