"""Words that only Azure has: what a wrong one is told."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from settings.clusters.azure import (
    AzureRegion,
    AzureVmSize,
    Guid,
    NetworkBlock,
    PodBlock,
    RegistryId,
    ServiceBlock,
    VaultId,
)

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/secrets"


def told(word: Any, value: str) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(word).validate_python(value)
    return str(refused.value)


def taken(word: Any, value: str) -> Any:
    return TypeAdapter(word).validate_python(value)


def test_a_guid_is_read_in_small_letters() -> None:
    assert taken(Guid, "ABCDEF00-0000-4000-8000-000000000001") == "abcdef00-0000-4000-8000-000000000001"


@pytest.mark.parametrize("value", ["platform-admins", "00000000-0000-4000-8000-00000000000", "g" * 36])
def test_what_is_no_guid_is_told_where_to_find_one(value: str) -> None:
    assert "expected a GUID such as 00000000-0000-4000-8000-000000000001 (az account show" in told(
        Guid, value
    )


def test_a_region_that_azure_does_not_have_is_told_what_is_near() -> None:
    assert "near to it: westeurope" in told(AzureRegion, "westeurop")
    assert "australiaeast, austriaeast" in told(AzureRegion, "xq")


def test_a_region_without_zones_is_told_which_have_them() -> None:
    answer = told(AzureRegion, "westus")

    assert "expected a region with three availability zones, which it is not" in answer
    assert "westus2, westus3" in answer


def test_a_size_that_is_not_in_the_table_is_told_what_is_near() -> None:
    assert "expected a VM size of facts/azure_vm_sizes.py, for example Standard_D4ds_v5" in told(
        AzureVmSize, "D4ds_v5"
    )


def test_ids_of_vaults_and_registries_are_taken_and_others_refused() -> None:
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/staging-secrets"
    registry = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/images01"

    assert taken(VaultId, vault) == vault
    assert taken(RegistryId, registry) == registry
    assert "providers/Microsoft.KeyVault/vaults/NAME" in told(VaultId, registry)
    assert "providers/Microsoft.ContainerRegistry/registries/NAME" in told(RegistryId, "images01")


@pytest.mark.parametrize(
    ("word", "value", "text"),
    [
        (NetworkBlock, "10.0.0.0/15", "from /16 to /24"),
        (NetworkBlock, "10.0.0.0/25", "from /16 to /24"),
        (NetworkBlock, "198.51.0.0/16", "a private block"),
        (PodBlock, "10.0.0.0/21", "from /12 to /20: every node takes a /24"),
        (ServiceBlock, "10.0.0.0/12", "from /13 to /24"),
        (ServiceBlock, "172.30.0.0/16", "172.31.0.0/16, 192.0.2.0/24, which AKS keeps for itself"),
        (PodBlock, "172.16.0.0/12", "which AKS keeps for itself"),
    ],
)
def test_a_block_of_the_wrong_size_or_place_is_refused(word: Any, value: str, text: str) -> None:
    assert text in told(word, value)
