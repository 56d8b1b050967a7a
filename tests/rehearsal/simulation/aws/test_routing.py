"""Gateways, addresses, routes and flow logs."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud

NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"


@pytest.fixture
def vpc(cloud: Cloud) -> dict[str, Any]:
    return cloud.vpc()


def test_a_nat_gateway_has_its_elastic_address(cloud: Cloud, vpc: dict[str, Any]) -> None:
    address = cloud.create(EIP, domain="vpc")
    nat = cloud.create(NAT, subnetId=cloud.subnet(vpc)["id"], allocationId=address["id"])

    assert nat["publicIp"] == address["publicIp"]
    assert address["publicIp"].startswith("203.0.113.")


def test_an_address_serves_one_nat_gateway(cloud: Cloud, vpc: dict[str, Any]) -> None:
    subnet, address = cloud.subnet(vpc), cloud.create(EIP, domain="vpc")
    cloud.create(NAT, subnetId=subnet["id"], allocationId=address["id"])

    text = cloud.refusal(NAT, subnetId=subnet["id"], allocationId=address["id"])
    assert text.startswith("Resource.AlreadyAssociated: the elastic address")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({}, "a public NAT gateway needs allocationId"),
        (
            {"connectivityType": "private", "allocationId": "eipalloc-1"},
            "a private NAT gateway takes no allocationId",
        ),
        ({"connectivityType": "secret"}, "'secret' is not one of public, private"),
        ({"allocationId": "eipalloc-1"}, "InvalidAllocationID.NotFound"),
    ],
)
def test_a_nat_gateway_that_amazon_refuses(cloud: Cloud, inputs: dict[str, str], text: str) -> None:
    assert text in cloud.refusal(NAT, **inputs)


def test_a_regional_nat_gateway_needs_no_address(cloud: Cloud, vpc: dict[str, Any]) -> None:
    assert cloud.create(NAT, vpcId=vpc["id"], availabilityMode="regional")["id"].startswith("nat-")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"gatewayId": "g"}, "a route's destination needs exactly one of"),
        ({"destinationCidrBlock": "0.0.0.0/0"}, "a route's target needs exactly one of"),
        ({"destinationCidrBlock": "192.0.2.1", "gatewayId": "g"}, "'192.0.2.1' is not a CIDR block"),
        (
            {"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "g", "natGatewayId": "n"},
            "gatewayId and natGatewayId given",
        ),
        ({"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}, "InvalidGatewayID.NotFound"),
    ],
)
def test_a_route_that_amazon_refuses(
    cloud: Cloud, vpc: dict[str, Any], inputs: dict[str, str], text: str
) -> None:
    table = cloud.create(TABLE, vpcId=vpc["id"])

    assert text in cloud.refusal(ROUTE, routeTableId=table["id"], **inputs)


def test_a_table_has_one_route_for_a_destination(cloud: Cloud, vpc: dict[str, Any]) -> None:
    table, gateway = cloud.create(TABLE, vpcId=vpc["id"]), cloud.create(GATEWAY, vpcId=vpc["id"])
    route = {"routeTableId": table["id"], "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway["id"]}

    assert cloud.create(ROUTE, **route)["state"] == "active"
    assert cloud.refusal(ROUTE, **route).startswith("RouteAlreadyExists: the route table")


def test_a_subnet_has_one_route_table(cloud: Cloud, vpc: dict[str, Any]) -> None:
    table, subnet = cloud.create(TABLE, vpcId=vpc["id"]), cloud.subnet(vpc)
    cloud.create(ASSOCIATION, routeTableId=table["id"], subnetId=subnet["id"])

    assert "already has a route table" in cloud.refusal(
        ASSOCIATION, routeTableId=table["id"], subnetId=subnet["id"]
    )


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"logDestination": "x", "iamRoleArn": "y"}, "a flow log needs exactly one of"),
        ({"vpcId": "v", "logDestination": "x"}, "a flow log to CloudWatch needs iamRoleArn"),
        ({"vpcId": "v", "iamRoleArn": "y"}, "a flow log needs logDestination"),
        ({"vpcId": "v", "trafficType": "SOME"}, "'SOME' is not one of ACCEPT, REJECT, ALL"),
        ({"vpcId": "v", "maxAggregationInterval": 61}, "61 is not one of 60, 600"),
        ({"vpcId": "v", "logDestinationType": "tape"}, "'tape' is not one of cloud-watch-logs, s3"),
    ],
)
def test_a_flow_log_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(FLOW_LOG, **inputs)


def test_a_vpc_goes_after_what_is_in_it(cloud: Cloud, vpc: dict[str, Any]) -> None:
    subnet = cloud.subnet(vpc)

    with pytest.raises(Exception, match="DependencyViolation: aws:ec2/vpc:Vpc"):
        cloud.delete("aws:ec2/vpc:Vpc", vpc)
    cloud.delete("aws:ec2/subnet:Subnet", subnet)
    cloud.delete("aws:ec2/vpc:Vpc", vpc)
