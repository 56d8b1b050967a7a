"""The container, the key and the roles that keep state on Azure."""

from typing import Any

from bootstrap.azure_state import lifecycle
from components.cluster.azure_roles import (
    KEY_VAULT_CRYPTO_USER,
    STORAGE_BLOB_DATA_CONTRIBUTOR,
    STORAGE_BLOB_DATA_READER,
)
from tests.bootstrap.stacks import made, outputs

STORAGE, VAULT, AUTHORIZATION = (
    f"azure-native:{service}" for service in ("storage", "keyvault", "authorization")
)
LOCK = f"{AUTHORIZATION}:ManagementLockByScope"


def inputs(type_: str) -> Any:
    return made("azure").one(type_).inputs


def test_nobody_gets_in_with_a_key_a_signature_or_anonymously() -> None:
    account = inputs(f"{STORAGE}:StorageAccount")
    closed = (
        "allowSharedKeyAccess",
        "isLocalUserEnabled",
        "allowBlobPublicAccess",
        "allowCrossTenantReplication",
    )

    assert [account[name] for name in closed] == [False] * 4
    assert account["defaultToOAuthAuthentication"] is True
    assert (account["enableHttpsTrafficOnly"], account["minimumTlsVersion"]) == (True, "TLS1_2")
    assert inputs(f"{STORAGE}:BlobContainer")["publicAccess"] == "None"


def test_states_are_in_three_zones_and_encrypted_twice() -> None:
    account = inputs(f"{STORAGE}:StorageAccount")

    assert account["sku"] == {"name": "Standard_ZRS"}
    assert account["encryption"]["requireInfrastructureEncryption"] is True


def test_what_was_replaced_or_deleted_is_kept_as_long_as_the_setting_says() -> None:
    blobs = inputs(f"{STORAGE}:BlobServiceProperties")

    assert blobs["isVersioningEnabled"] is True
    assert blobs["deleteRetentionPolicy"] == {"enabled": True, "days": 90}
    assert blobs["containerDeleteRetentionPolicy"] == {"enabled": True, "days": 90}
    definition = lifecycle(30).rules[0].definition
    assert definition.actions.version.delete.days_after_creation_greater_than == 30
    assert definition.actions.base_blob is None, "a state itself never goes"


def test_the_vault_goes_by_identity_and_keeps_what_is_deleted() -> None:
    vault = inputs(f"{VAULT}:Vault")["properties"]

    assert (vault["enableRbacAuthorization"], vault["enablePurgeProtection"]) == (True, True)
    assert vault["softDeleteRetentionInDays"] == 90
    assert inputs(f"{VAULT}:Key")["properties"]["keyOps"] == ["encrypt", "decrypt"]


def test_each_has_a_role_on_the_container_and_one_on_the_key_and_no_wider() -> None:
    recording = made("azure")
    container, key = (recording.one(type_).id for type_ in (f"{STORAGE}:BlobContainer", f"{VAULT}:Key"))
    assigned = {
        (
            one.inputs["principalType"],
            one.inputs["principalId"][-1],
            one.inputs["roleDefinitionId"].rsplit("/", 1)[1],
            one.inputs["scope"],
        )
        for one in recording.of(f"{AUTHORIZATION}:RoleAssignment")
    }

    assert assigned == {
        (kind, digit, role, scope)
        for kind, digit, on_blobs in (
            ("ServicePrincipal", "4", STORAGE_BLOB_DATA_CONTRIBUTOR),
            ("Group", "3", STORAGE_BLOB_DATA_CONTRIBUTOR),
            ("ServicePrincipal", "5", STORAGE_BLOB_DATA_READER),
        )
        for role, scope in ((on_blobs, container), (KEY_VAULT_CRYPTO_USER, key))
    }


def test_a_stack_names_the_version_of_the_key_for_no_other_decrypts_what_it_encrypted() -> None:
    version = made("azure").one(f"{VAULT}:Key").outputs["keyUriWithVersion"]

    assert version.removeprefix("https://") in outputs("azure")["init"]


def test_everything_is_locked_last_so_that_the_lock_goes_first_and_not_when_it_may_go() -> None:
    recording = made("azure")
    lock = recording.one(LOCK)
    held = [
        one
        for one in recording.resources
        if one.custom and one.protect and not one.type.endswith(("ResourceGroup", "Vault"))
    ]

    assert lock.inputs["level"] == "CanNotDelete"
    assert lock.inputs["scope"] == recording.one("azure-native:resources:ResourceGroup").id
    assert {one.urn for one in held} <= set(lock.dependencies)
    assert made("azure", protect=False).of(LOCK) == []
