"""What all Azure resources share."""

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import GROUP, IDENTITY, NETWORK, SUBNET, SUBSCRIPTION, Cloud


def test_an_id_says_subscription_group_and_kind(cloud: Cloud) -> None:
    network = cloud.network()

    assert network["id"] == (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/main/providers/Microsoft.Network/virtualNetworks/net"
    )
    assert cloud.subnet()["id"].startswith(f"{network['id']}/subnets/object-")


def test_a_resource_without_a_name_gets_its_logical_one_with_eight_digits(cloud: Cloud) -> None:
    name = cloud.put(IDENTITY)["name"]

    assert name.startswith("object-")
    assert len(name) == len("object-1") + 8


def test_a_resource_is_where_the_provider_is_unless_it_says_otherwise(cloud: Cloud) -> None:
    assert cloud.put(IDENTITY)["location"] == "westeurope"
    assert cloud.put(IDENTITY, location="eastus2")["location"] == "eastus2"


def test_without_its_group_nothing_is_made(cloud: Cloud) -> None:
    refusal = cloud.refusal(IDENTITY, resourceGroupName="nowhere")

    assert refusal == "ResourceGroupNotFound: the resource group 'nowhere' does not exist"


def test_without_its_parent_a_resource_is_not_made(cloud: Cloud) -> None:
    refusal = cloud.refused(SUBNET, virtualNetworkName="nowhere", addressPrefix="10.0.0.0/24")

    assert refusal.startswith("ParentResourceNotFound: ")
    assert refusal.endswith("virtualNetworks/nowhere does not exist")


def test_what_exists_is_not_made_again(cloud: Cloud) -> None:
    cloud.network()

    refusal = cloud.refused(
        NETWORK, virtualNetworkName="net", addressSpace={"addressPrefixes": ["10.0.0.0/16"]}
    )

    assert refusal.startswith("AlreadyExists: cannot create already existing resource /subscriptions/")


def test_what_an_input_names_must_exist(cloud: Cloud) -> None:
    cloud.network()

    refusal = cloud.refused(
        SUBNET, virtualNetworkName="net", addressPrefix="10.0.0.0/24", natGateway={"id": "/nowhere"}
    )

    assert refusal == "InvalidResourceReference: natGateway.id: /nowhere does not exist"


@pytest.mark.parametrize("tag", ["a/b", "a<b", "a?b"])
def test_a_tags_name_has_no_slash(cloud: Cloud, tag: str) -> None:
    (failure,) = cloud.wrong(GROUP, tags={tag: "x"})

    assert failure.reason == f"InvalidTagNameCharacters: the tag name {tag!r} has one of <>%&\\?/"


def test_a_region_is_one_that_there_is(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(GROUP, location="middleearth")

    assert failure.reason.startswith(
        "LocationNotAvailableForResourceType: 'middleearth' is no region; there are "
    )


def test_a_name_is_one_that_the_service_takes(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(IDENTITY, resourceGroupName="main", resourceName="-a")

    assert failure.reason.startswith("InvalidResourceName: '-a' is not 3 to 128 letters, digits, _ and -")


def test_what_cannot_change_is_refused_in_an_update(cloud: Cloud) -> None:
    account = cloud.put(
        "azure-native:storage:StorageAccount", accountName="account", kind="StorageV2", sku={"name": "Standard_ZRS"},
        encryption={"requireInfrastructureEncryption": True},
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        cloud.update(
            "azure-native:storage:StorageAccount", account, resourceGroupName="main", accountName="account",
            kind="StorageV2", sku={"name": "Standard_ZRS"}, encryption={"requireInfrastructureEncryption": False},
        )  # fmt: skip

    assert str(refused.value) == (
        "PropertyChangeNotAllowed: encryption.requireInfrastructureEncryption was True and cannot become False"
    )


def test_what_others_refer_to_is_not_deleted(cloud: Cloud) -> None:
    cloud.network()
    gateway = cloud.gateway()
    cloud.subnet(natGateway={"id": gateway["id"]})

    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete("azure-native:network:NatGateway", gateway)
