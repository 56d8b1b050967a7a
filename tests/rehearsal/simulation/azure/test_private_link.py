"""Private endpoints, and the private zones in which names lead to them."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import NATIVE, Cloud
from tests.rehearsal.simulation.azure.test_postgresql import SERVER, SOUND

ENDPOINT = f"{NATIVE}network:PrivateEndpoint"
ZONE_GROUP = f"{NATIVE}network:PrivateDnsZoneGroup"
ZONE = f"{NATIVE}privatedns:PrivateZone"
LINK = f"{NATIVE}privatedns:VirtualNetworkLink"
DOMAIN = "privatelink.postgres.database.azure.com"


def leads(to: str, *groups: str) -> list[dict[str, Any]]:
    return [{"name": "shop", "privateLinkServiceId": to, "groupIds": list(groups)}]


@pytest.fixture(name="sound")
def _sound(cloud: Cloud) -> dict[str, Any]:
    """The inputs of an endpoint to a database."""
    cloud.network()
    return {
        "privateEndpointName": "shop",
        "subnet": {"id": cloud.subnet()["id"]},
        "privateLinkServiceConnections": leads(cloud.put(SERVER, **SOUND)["id"], "postgresqlServer"),
    }


def zone(cloud: Cloud, **more: Any) -> dict[str, Any]:
    return cloud.put(ZONE, **{"privateZoneName": DOMAIN, "location": "Global", **more})


def test_a_name_leads_to_an_endpoint(cloud: Cloud, sound: dict[str, Any]) -> None:
    endpoint, private = cloud.put(ENDPOINT, **sound), zone(cloud)
    group = {"privateDnsZoneConfigs": [{"name": "postgres", "privateDnsZoneId": private["id"]}]}

    assert cloud.put(
        ZONE_GROUP, privateEndpointName=endpoint["name"], privateDnsZoneGroupName="default", **group
    )["id"]


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"subnet": None}, "a private endpoint needs a subnet"),
        ({"subnet": {"id": "none"}}, "subnet.id: none does not exist"),
        ({"privateLinkServiceConnections": []}, "it leads to nothing"),
        ({"privateLinkServiceConnections": leads("none")}, "privateLinkServiceId: none does not exist"),
    ],
)
def test_an_endpoint_that_azure_refuses(
    cloud: Cloud, sound: dict[str, Any], inputs: dict[str, Any], text: str
) -> None:
    assert text in cloud.refused(ENDPOINT, **{**sound, **inputs})


def test_an_endpoint_leads_to_the_part_that_a_server_has(cloud: Cloud, sound: dict[str, Any]) -> None:
    (connection,) = sound["privateLinkServiceConnections"]
    wrong = {**sound, "privateLinkServiceConnections": leads(connection["privateLinkServiceId"], "blob")}

    assert cloud.refused(ENDPOINT, **wrong) == "InvalidGroupId: groupIds: expected postgresqlServer, got blob"


def test_a_zone_is_in_no_region_and_a_network_sees_one_of_a_name(cloud: Cloud) -> None:
    network = cloud.network()
    zone(cloud)
    seen = {"privateZoneName": DOMAIN, "location": "Global", "virtualNetwork": {"id": network["id"]}}
    cloud.put(LINK, virtualNetworkLinkName="network", **seen)

    assert "'westeurope' is not one of Global" in cloud.refused(
        ZONE, privateZoneName="a.example.com", location="westeurope"
    )
    assert "is linked to another zone" in cloud.refused(LINK, virtualNetworkLinkName="again", **seen)
    assert "virtualNetwork.id: none does not exist" in cloud.refused(
        LINK, virtualNetworkLinkName="other", **{**seen, "virtualNetwork": {"id": "none"}}
    )
