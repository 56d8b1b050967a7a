"""The VPC of an EKS cluster: zones, routes, and what is closed."""

from ipaddress import IPv4Network

from components.cluster.network import plan
from tests.components.cluster.deployments import CLUSTER, NAME, NODES, deployed, needs
from tests.recorded import Recorded, Recording

SUBNET = "aws:ec2/subnet:Subnet"
NAT = "aws:ec2/natGateway:NatGateway"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


def subnets(recording: Recording, kind: str) -> list[Recorded]:
    return [one for one in recording.of(SUBNET) if one.name.startswith(f"main-{kind}")]


def way_out(recording: Recording, subnet: Recorded) -> str:
    """The NAT or internet gateway that a subnet's default route leads to."""
    (table,) = [
        one.inputs["routeTableId"] for one in recording.of(ASSOCIATION) if one.inputs["subnetId"] == subnet.id
    ]
    (route,) = [one.inputs for one in recording.of(ROUTE) if one.inputs["routeTableId"] == table]
    assert route["destinationCidrBlock"] == "0.0.0.0/0"
    return str(route.get("natGatewayId") or route["gatewayId"])


def test_every_zone_has_a_private_and_a_public_subnet_as_planned(made: Recording) -> None:
    for kind in ("private", "public"):
        found = {one.inputs["availabilityZone"]: one.inputs["cidrBlock"] for one in subnets(made, kind)}

        assert found == {zone.zone: getattr(zone, kind) for zone in plan("10.20.0.0/16", ZONES)}


def test_other_zones_may_be_chosen() -> None:
    recording = deployed(region="us-east-1", zones=["us-east-1b", "us-east-1d", "us-east-1f"])

    assert [one.inputs["availabilityZone"] for one in subnets(recording, "private")] == [
        "us-east-1b",
        "us-east-1d",
        "us-east-1f",
    ]


def test_nothing_gets_a_public_address_by_accident(made: Recording) -> None:
    assert {one.inputs["mapPublicIpOnLaunch"] for one in made.of(SUBNET)} == {False}


def test_names_resolve_inside_the_vpc_as_the_private_endpoint_needs(made: Recording) -> None:
    vpc = made.one("aws:ec2/vpc:Vpc").inputs

    assert vpc["enableDnsSupport"] is True
    assert vpc["enableDnsHostnames"] is True


def test_each_private_subnet_leaves_through_its_own_zones_nat_gateway(made: Recording) -> None:
    zone_of = {one.id: one.inputs["availabilityZone"] for one in subnets(made, "public")}
    nats = {zone_of[one.inputs["subnetId"]]: one.id for one in made.of(NAT)}

    assert sorted(nats) == ZONES
    for subnet in subnets(made, "private"):
        assert way_out(made, subnet) == nats[subnet.inputs["availabilityZone"]]


def test_a_single_nat_gateway_serves_all_zones_when_asked(open_staging: Recording) -> None:
    (nat,) = open_staging.of(NAT)

    assert {way_out(open_staging, subnet) for subnet in subnets(open_staging, "private")} == {nat.id}


def test_public_subnets_lead_to_the_internet(made: Recording) -> None:
    gateway = made.one("aws:ec2/internetGateway:InternetGateway").id

    assert {way_out(made, subnet) for subnet in subnets(made, "public")} == {gateway}


def test_a_node_boots_only_with_its_whole_way_to_the_internet_and_keeps_it_to_the_end(
    made: Recording,
) -> None:
    needed = needs(made, made.one(NODES))

    ways = [one for type_ in (ROUTE, ASSOCIATION, NAT) for one in made.of(type_)]
    assert len(ways) == 4 + 6 + 3
    assert not {f"{one.type} {one.name}" for one in ways} - needed


def test_load_balancers_find_the_subnets_of_every_zone(made: Recording) -> None:
    for kind, role in (("public", "elb"), ("private", "internal-elb")):
        for subnet in subnets(made, kind):
            assert subnet.inputs["tags"][f"kubernetes.io/role/{role}"] == "1"
            assert subnet.inputs["tags"][f"kubernetes.io/cluster/{NAME}"] == "shared"


def test_the_default_security_group_lets_nothing_through(made: Recording) -> None:
    group = made.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs

    assert group["vpcId"] == made.one("aws:ec2/vpc:Vpc").id
    assert not group.get("ingress")
    assert not group.get("egress")


def test_the_control_plane_is_in_the_private_subnets_of_three_zones(made: Recording) -> None:
    ids = made.one(CLUSTER).inputs["vpcConfig"]["subnetIds"]

    assert ids == [subnet.id for subnet in subnets(made, "private")]
    assert len(ids) == 3


def test_the_smallest_vpc_is_cut_the_same_way(open_staging: Recording) -> None:
    sizes = {IPv4Network(one.inputs["cidrBlock"]).prefixlen for one in subnets(open_staging, "private")}

    assert sizes == {22}
