"""The network of a GKE cluster."""

from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import POOL, deployed, made

NETWORK = "gcp:compute/network:Network"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
NAT = "gcp:compute/routerNat:RouterNat"


def test_the_network_has_the_one_subnet_that_was_planned() -> None:
    (subnet,) = made().of(SUBNET)

    assert made().one(NETWORK).inputs["autoCreateSubnetworks"] is False
    assert subnet.inputs["ipCidrRange"] == "10.60.0.0/22"
    assert subnet.inputs["secondaryIpRanges"] == [
        {"rangeName": "pods", "ipCidrRange": "10.64.0.0/16"},
        {"rangeName": "services", "ipCidrRange": "10.60.16.0/20"},
    ]


def test_all_traffic_is_recorded_with_the_pods_names_and_staging_may_record_less() -> None:
    assert made().one(SUBNET).inputs["logConfig"] == {
        "aggregationInterval": "INTERVAL_5_SEC",
        "flowSampling": 1,
        "metadata": "INCLUDE_ALL_METADATA",
    }
    network = {
        "nodes": "10.60.0.0/22",
        "pods": "10.64.0.0/16",
        "services": "10.60.16.0/20",
        "flow_log_sampling": 0.5,
    }
    assert deployed(network=network).one(SUBNET).inputs["logConfig"]["flowSampling"] == 0.5


def test_googles_apis_are_reached_without_leaving_its_network() -> None:
    assert made().one(SUBNET).inputs["privateIpGoogleAccess"] is True


def test_nodes_and_pods_reach_the_internet_and_are_not_reached_from_it() -> None:
    nat = made().one(NAT).inputs

    assert nat["sourceSubnetworkIpRangesToNat"] == "ALL_SUBNETWORKS_ALL_IP_RANGES"
    assert nat["enableDynamicPortAllocation"] is True
    assert nat["logConfig"] == {"enable": True, "filter": "ERRORS_ONLY"}
    assert made().of("gcp:compute/firewall:Firewall") == []


def test_nodes_boot_when_there_is_a_way_out_and_go_before_it() -> None:
    assert f"{NAT} main-nat" in needs(made(), made().one(POOL))
