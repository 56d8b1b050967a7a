"""Networks, subnetworks, routers and Cloud NAT."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.gcp.cloud import CLUSTER, NETWORK, RANGES, SUBNETWORK, Cloud

ROUTER = "gcp:compute/router:Router"
NAT = "gcp:compute/routerNat:RouterNat"
ALL = "ALL_SUBNETWORKS_ALL_IP_RANGES"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"ipCidrRange": "10.60.0.1/22"}, "Must be a CIDR address range"),
        ({"ipCidrRange": "10.60.0.0/30"}, "A subnetwork takes a /4 to a /29"),
        ({"name": "Nodes"}, "Must be a match of regex"),
        ({"ipCidrRange": "10.60.16.0/22"}, "Overlaps 10.60.16.0/20 of the same subnetwork"),
        ({"logConfig": {"aggregationInterval": "INTERVAL_1_SEC"}}, "Expected one of INTERVAL_5_SEC"),
        ({"logConfig": {"flowSampling": 2}}, "Must be in [0, 1]"),
        ({"logConfig": {"metadata": "SOME"}}, "Expected one of EXCLUDE_ALL_METADATA"),
    ],
)
def test_a_subnetwork_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    sound = {"name": "nodes", "ipCidrRange": "10.60.0.0/22", "network": cloud.network()["id"]}
    ranges = [{"rangeName": "services", "ipCidrRange": "10.60.16.0/20"}]

    assert text in cloud.refusal(SUBNETWORK, **{**sound, "secondaryIpRanges": ranges, **inputs})


def test_blocks_of_one_network_never_overlap_and_those_of_two_may(cloud: Cloud) -> None:
    network = cloud.network()
    cloud.subnet(network)

    assert "Invalid IPCidrRange: 10.64.0.0/24 conflicts with existing subnetwork 'nodes'" in cloud.refusal(
        SUBNETWORK, name="other", network=network["id"], ipCidrRange="10.64.0.0/24", region="us-east1"
    )
    assert cloud.subnet(cloud.network("second"), name="other")


def test_a_range_that_a_cluster_uses_cannot_be_taken_away(cloud: Cloud) -> None:
    subnet = cloud.subnet(cloud.network())
    inputs = {key: subnet[key] for key in ("name", "ipCidrRange", "network", "region")}

    cloud.update(SUBNETWORK, subnet, **inputs, secondaryIpRanges=list(RANGES))
    cloud.create(
        CLUSTER, name="main", location="europe-west4", releaseChannel={"channel": "REGULAR"},
        network=inputs["network"], subnetwork=subnet["id"],
    )  # fmt: skip
    with pytest.raises(
        Refused, match=r"10\.60\.16\.0/20 cannot be taken away while .*/clusters/main uses it"
    ):
        cloud.update(SUBNETWORK, subnet, **inputs, secondaryIpRanges=[RANGES[0]])


def test_a_subnetwork_knows_its_gateway(cloud: Cloud) -> None:
    assert cloud.subnet(cloud.network())["gatewayAddress"] == "10.60.0.1"


def test_a_network_routes_in_its_region_or_everywhere(cloud: Cloud) -> None:
    assert "Expected one of REGIONAL, GLOBAL" in cloud.refusal(NETWORK, name="a", routingMode="LOCAL")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"sourceSubnetworkIpRangesToNat": "ALL"}, f"Expected one of {ALL}"),
        ({"natIpAllocateOption": "AUTO_ONLY", "natIps": ["a"]}, "Addresses cannot be given with AUTO_ONLY"),
        (
            {"enableDynamicPortAllocation": True, "enableEndpointIndependentMapping": True},
            "exclude each other",
        ),
        ({"enableDynamicPortAllocation": True, "minPortsPerVm": 65}, "a power of two from 32 to 65536"),
        ({"maxPortsPerVm": 4096}, "Only with dynamic port allocation"),
        ({"logConfig": {"enable": True, "filter": "SOME"}}, "Expected one of ALL, ERRORS_ONLY"),
        ({"router": "none"}, "routers/none' was not found"),
    ],
)
def test_a_nat_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    router = cloud.create(ROUTER, name="router", network=cloud.network()["id"])
    sound = {"name": "nat", "router": router["name"], "sourceSubnetworkIpRangesToNat": ALL}

    assert text in cloud.refusal(NAT, **{**sound, **inputs})


def test_a_router_that_carries_a_nat_stays(cloud: Cloud) -> None:
    router = cloud.create(ROUTER, name="router", network=cloud.network()["id"])
    nat = cloud.create(NAT, name="nat", router="router", sourceSubnetworkIpRangesToNat=ALL)

    with pytest.raises(Refused, match="still refer to it"):
        cloud.delete(ROUTER, router)
    cloud.delete(NAT, nat)
    cloud.delete(ROUTER, router)
