"""Vaults, keys and secrets."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import KEY, TENANT, VAULT, Cloud

SECRET = "azure-native:keyvault:Secret"
SOUND: dict[str, Any] = {"tenantId": TENANT, "sku": {"name": "standard", "family": "A"}}


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"tenantId": "us"}, "BadRequest: 'us' is not a GUID"),
        ({"sku": {"name": "free"}}, "BadRequest: 'free' is not one of standard, premium"),
        ({"softDeleteRetentionInDays": 91}, "BadRequest: 91 is not within 7 to 90"),
        (
            {"enablePurgeProtection": False},
            "BadRequest: the property 'enablePurgeProtection' cannot be set to false",
        ),
    ],
)
def test_a_vault_that_azure_would_not_take_is_refused(
    cloud: Cloud, properties: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(VAULT, resourceGroupName="main", properties={**SOUND, **properties})

    assert failure.reason.startswith(reason)


@pytest.mark.parametrize("name", ["ab", "1vault", "a--vault", "a" * 25, "vault-"])
def test_a_vaults_name_is_short_and_plain(cloud: Cloud, name: str) -> None:
    (failure,) = cloud.wrong(VAULT, resourceGroupName="main", vaultName=name, properties=SOUND)

    assert failure.property == "vaultName"


def test_a_vaults_name_is_unique_in_the_world(cloud: Cloud) -> None:
    cloud.put(VAULT, vaultName="keys", properties=SOUND)
    cloud.create("azure-native:resources:ResourceGroup", resourceGroupName="other")

    refusal = cloud.refusal(VAULT, resourceGroupName="other", vaultName="KEYS", properties=SOUND)

    assert refusal == "VaultAlreadyExists: the vault name 'keys' is already in use"


def test_purge_protection_stays_on(cloud: Cloud) -> None:
    vault = cloud.put(VAULT, vaultName="keys", properties={**SOUND, "enablePurgeProtection": True})

    with pytest.raises(Refused, match="BadRequest: purge protection cannot be switched off again"):
        cloud.update(VAULT, vault, resourceGroupName="main", vaultName="keys", properties=SOUND)


def test_a_key_has_an_address_with_its_version(cloud: Cloud) -> None:
    key = cloud.key()

    assert key["keyUri"] == "https://keys-of-main.vault.azure.net/keys/etcd"
    assert key["keyUriWithVersion"].startswith(f"{key['keyUri']}/")


def test_a_key_in_hardware_needs_a_premium_vault(cloud: Cloud) -> None:
    cloud.put(VAULT, vaultName="keys", properties=SOUND)

    refusal = cloud.refused(KEY, vaultName="keys", keyName="a", properties={"kty": "RSA-HSM"})

    assert refusal == "BadParameter: a key in hardware (-HSM) needs a vault of the premium tier"


def test_a_key_is_of_a_size_that_there_is(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(KEY, resourceGroupName="main", vaultName="keys", properties={"keySize": 1024})

    assert failure.reason == "BadParameter: 1024 is not one of 2048, 3072, 4096"


def test_a_secret_is_put_into_a_vault_that_was_there_before(cloud: Cloud) -> None:
    secret = {"resourceGroupName": "secrets", "vaultName": "Staging-Secrets", "secretName": "shop-url"}
    made = cloud.create(SECRET, **secret, properties={"value": "placeholder"})

    assert made["id"].endswith(
        "/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/Staging-Secrets/secrets/shop-url"
    )
    assert made["properties"]["secretUri"] == "https://staging-secrets.vault.azure.net/secrets/shop-url"
    assert "cannot create already existing resource" in cloud.refusal(
        SECRET, **secret, properties={"value": "other"}
    )


def test_a_secret_that_azure_refuses(cloud: Cloud) -> None:
    secret = {"resourceGroupName": "secrets", "vaultName": "staging", "properties": {"value": "x" * 25601}}

    assert "'shop/url' is not 1 to 127 letters" in cloud.refusal(SECRET, **secret, secretName="shop/url")
    assert "25601 bytes, 25600 are allowed" in cloud.refusal(SECRET, **secret, secretName="shop-url")
