"""What is reached inside the VPC."""

from components.cluster.eks_endpoints import PRIVATE_SERVICES
from tests.components.cluster.deployments import NODES, deployed, needs
from tests.recorded import Recording

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SUBNET = "aws:ec2/subnet:Subnet"


def private() -> Recording:
    return deployed(network={"cidr": "10.20.0.0/16", "endpoints": "private"})


def test_images_and_backups_reach_s3_without_nat_unless_that_is_turned_off(made: Recording) -> None:
    gateway = made.one(ENDPOINT).inputs
    tables = {
        one.id for one in made.of("aws:ec2/routeTable:RouteTable") if one.name.startswith("main-private")
    }

    assert gateway["serviceName"] == "com.amazonaws.eu-west-1.s3"
    assert gateway["vpcEndpointType"] == "Gateway"
    assert set(gateway["routeTableIds"]) == tables
    assert len(tables) == 3
    assert deployed(network={"cidr": "10.20.0.0/16", "endpoints": "none"}).of(ENDPOINT) == []


def test_private_endpoints_are_those_that_a_node_and_its_pods_call() -> None:
    made = private()
    subnets = {one.id for one in made.of(SUBNET) if one.name.startswith("main-private")}
    services = {one.inputs["serviceName"]: one.inputs for one in made.of(ENDPOINT)}
    del services["com.amazonaws.eu-west-1.s3"]

    assert set(services) == {f"com.amazonaws.eu-west-1.{name}" for name in PRIVATE_SERVICES}
    assert {"ecr.api", "ecr.dkr", "sts", "logs", "eks-auth"} <= set(PRIVATE_SERVICES)
    for endpoint in services.values():
        assert endpoint["vpcEndpointType"] == "Interface"
        assert endpoint["privateDnsEnabled"] is True
        assert set(endpoint["subnetIds"]) == subnets


def test_a_private_endpoint_admits_https_from_the_vpc_and_nothing_else() -> None:
    made = private()
    group = made.one("aws:ec2/securityGroup:SecurityGroup")
    (rule,) = made.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")

    assert group.inputs["egress"] == []
    assert not group.inputs.get("ingress")
    assert rule.inputs["securityGroupId"] == group.id
    assert (rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) == ("tcp", 443, 443)
    assert rule.inputs["cidrIpv4"] == "10.20.0.0/16"
    assert {
        tuple(one.inputs["securityGroupIds"])
        for one in made.of(ENDPOINT)
        if one.inputs["vpcEndpointType"] == "Interface"
    } == {(group.id,)}


def test_a_node_boots_when_its_endpoints_are_there() -> None:
    made = private()
    needed = needs(made, made.one(NODES))

    assert {f"{ENDPOINT} main-endpoint-s3", f"{ENDPOINT} main-endpoint-ecr-dkr"} <= needed
