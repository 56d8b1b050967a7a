"""What holds of every simulated Google Cloud resource."""

import pytest

from rehearsal.simulation.gcp.resource import number
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.gcp.cloud import NETWORK, PROJECT, SERVICE, SUBNETWORK, Cloud


def test_nothing_is_made_while_its_api_is_off() -> None:
    new = Cloud(apis=())

    assert new.refusal(NETWORK, name="main") == (
        "403 SERVICE_DISABLED: compute.googleapis.com has not been used in project example-project before or it is disabled. "
        "Enable it, then retry"
    )
    new.create(SERVICE, service="compute.googleapis.com")
    assert new.network()


def test_an_api_may_be_switched_on_twice(cloud: Cloud) -> None:
    assert (
        cloud.create(SERVICE, service="compute.googleapis.com")["id"] == f"{PROJECT}/compute.googleapis.com"
    )


def test_two_of_one_name_are_refused(cloud: Cloud) -> None:
    cloud.network()

    assert "409 alreadyExists: The resource 'projects/example-project/global/networks/main'" in cloud.refusal(
        NETWORK, name="main"
    )


def test_what_is_not_there_cannot_be_named(cloud: Cloud) -> None:
    assert "404 notFound: network: The resource 'none' was not found" in cloud.refusal(
        SUBNETWORK, name="a", network="none", ipCidrRange="10.0.0.0/20", region="europe-west4"
    )


def test_a_region_that_google_does_not_have_is_not_found(cloud: Cloud) -> None:
    network = cloud.network()

    assert "regions/europe-west5' was not found" in cloud.refusal(
        SUBNETWORK, name="a", network=network["id"], ipCidrRange="10.0.0.0/20", region="europe-west5"
    )


def test_what_is_in_use_cannot_be_deleted(cloud: Cloud) -> None:
    network = cloud.network()
    subnet = cloud.subnet(network)

    with pytest.raises(Refused, match="still refer to it"):
        cloud.delete(NETWORK, network)
    cloud.delete(SUBNETWORK, subnet)
    cloud.delete(NETWORK, network)


def test_a_projects_number_is_its_own() -> None:
    assert number("a-project") == number("a-project") != number("b-project")
    assert len(number("a-project")) == 12
