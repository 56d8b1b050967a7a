"""What the databases of an AKS cluster share, and how they are reached."""

import pytest

from components.cluster.flexible_server_place import DOMAIN, endpoint_block
from tests.components.cluster.aks_deployments import NATIVE, SUBNET
from tests.components.cluster.deployments import needs
from tests.components.cluster.test_flexible_server import ENDPOINT, GROUP, GUARD, SERVER, both, one

ZONE = f"{NATIVE}privatedns:PrivateZone"
LINK = f"{NATIVE}privatedns:VirtualNetworkLink"


@pytest.mark.parametrize(
    ("cidr", "block"), [("10.0.0.0/16", "10.0.128.0/27"), ("10.0.0.0/24", "10.0.0.128/27")]
)
def test_the_smallest_and_the_largest_network_have_room_for_endpoints(cidr: str, block: str) -> None:
    assert endpoint_block(cidr) == block


def test_an_endpoint_is_in_the_half_of_the_network_that_nodes_leave_free() -> None:
    subnet, endpoint = one(SUBNET, "main-databases"), one(ENDPOINT)
    (connection,) = endpoint.inputs["privateLinkServiceConnections"]

    assert subnet.inputs["addressPrefix"] == "10.70.8.0/27"
    assert endpoint.inputs["subnet"]["id"] == subnet.id
    assert (connection["privateLinkServiceId"], connection["groupIds"]) == (
        one(SERVER).id,
        ["postgresqlServer"],
    )


def test_only_nodes_get_in() -> None:
    first, rest = one(GUARD, "main-databases").inputs["securityRules"]

    assert (first["access"], first["sourceAddressPrefix"], first["destinationPortRange"]) == (
        "Allow", "10.70.0.0/21", "5432",
    )  # fmt: skip
    assert (rest["access"], rest["sourceAddressPrefix"], rest["protocol"], rest["priority"]) == (
        "Deny",
        "*",
        "*",
        4096,
    )
    assert (
        one(SUBNET, "main-databases").inputs["privateEndpointNetworkPolicies"]
        == "NetworkSecurityGroupEnabled"
    )


def test_one_subnet_of_a_network_is_changed_after_the_other() -> None:
    assert f"{SUBNET} main-nodes" in needs(both(), one(SUBNET, "main-databases"))


def test_the_servers_names_lead_to_the_endpoints_for_whoever_is_in_the_network() -> None:
    zone, link = one(ZONE, "main-databases"), one(LINK, "main-databases")
    (entry,) = one(GROUP).inputs["privateDnsZoneConfigs"]

    assert (zone.inputs["privateZoneName"], entry["privateDnsZoneId"]) == (DOMAIN, zone.id)
    assert link.inputs["virtualNetwork"] == {
        "id": both().one(f"{NATIVE}network:VirtualNetwork", "main-network").id
    }
    assert f"{LINK} main-databases" in needs(both(), one(GROUP))
