"""Addresses, and the endpoints by which a network reaches a database."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import APIS, Cloud
from tests.rehearsal.simulation.gcp.test_sql import INSTANCE, SOUND

ADDRESS = "gcp:compute/address:Address"
RULE = "gcp:compute/forwardingRule:ForwardingRule"


@pytest.fixture(name="cloud")
def _cloud() -> Cloud:
    return Cloud(apis=(*APIS, "sqladmin"))


@pytest.fixture(name="sound")
def _sound(cloud: Cloud) -> dict[str, Any]:
    """The inputs of an endpoint to a database."""
    network = cloud.network()
    address = cloud.create(
        ADDRESS, name="shop", addressType="INTERNAL", subnetwork=cloud.subnet(network)["id"]
    )
    target = cloud.create(INSTANCE, **SOUND)["pscServiceAttachmentLink"]
    return {
        "name": "shop",
        "network": network["id"],
        "ipAddress": address["selfLink"],
        "loadBalancingScheme": "",
        "target": target,
    }


def test_internal_addresses_are_the_last_of_their_subnetwork_one_after_the_other(cloud: Cloud) -> None:
    subnet = cloud.subnet(cloud.network())["id"]
    found = [
        cloud.create(ADDRESS, name=name, addressType="INTERNAL", subnetwork=subnet)["address"]
        for name in ("one", "other")
    ]

    assert found == ["10.60.3.253", "10.60.3.252"]


def test_an_address_of_the_internet_stays_the_same(cloud: Cloud) -> None:
    made = cloud.create(ADDRESS, name="web")

    assert made["address"].startswith("203.0.113.")
    assert cloud.update(ADDRESS, made, name="web", description="ours")["address"] == made["address"]


def test_a_subnetwork_without_a_free_address_is_refused(cloud: Cloud) -> None:
    network = cloud.network()
    small = cloud.subnet(network, ipCidrRange="10.60.0.0/29", secondaryIpRanges=[])["id"]
    inside = {"addressType": "INTERNAL", "subnetwork": small}
    for number in range(3):
        cloud.create(ADDRESS, name=f"a{number}", **inside)

    assert "no address is free in 10.60.0.0/29" in cloud.refusal(ADDRESS, name="b", **inside)


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"addressType": "PRIVATE"}, "Expected one of INTERNAL, EXTERNAL"),
        ({"subnetwork": "nodes"}, "Only an internal address is in a subnetwork"),
        ({"region": "europe-west5"}, "regions/europe-west5' was not found"),
    ],
)
def test_an_address_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(ADDRESS, **{"name": "web", **inputs})


def test_an_endpoint_is_connected_at_once(cloud: Cloud, sound: dict[str, Any]) -> None:
    assert cloud.create(RULE, **sound)["pscConnectionStatus"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"ipAddress": "https://none"}, "ipAddress: The resource 'https://none' was not found"),
        (
            {"target": "projects/p/regions/r/serviceAttachments/none"},
            "serviceAttachments/none' was not found",
        ),
        ({"loadBalancingScheme": "INTERNAL"}, "An endpoint has an empty one"),
        (
            {"region": "europe-west1"},
            "the service attachment is in europe-west4 and the endpoint in europe-west1",
        ),
        (
            {"project": "another-project"},
            "the project another-project is not among those that are let in",
        ),
    ],
)
def test_an_endpoint_that_google_refuses(
    cloud: Cloud, sound: dict[str, Any], inputs: dict[str, Any], text: str
) -> None:
    assert text in cloud.refusal(RULE, **{**sound, **inputs})


def test_an_endpoint_of_a_project_that_is_not_let_in(cloud: Cloud, sound: dict[str, Any]) -> None:
    endpoint = {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": []}]}
    closed = {**SOUND, "name": "closed", "settings": {**SOUND["settings"], "ipConfiguration": endpoint}}
    target = cloud.create(INSTANCE, **closed)["pscServiceAttachmentLink"]

    assert "the project example-project is not among those that are let in" in cloud.refusal(
        RULE, **{**sound, "target": target}
    )
