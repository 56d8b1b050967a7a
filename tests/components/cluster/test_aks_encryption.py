"""The key of an AKS cluster."""

from typing import Any

from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import made


def vault() -> Any:
    return made().one(aks.VAULT).inputs["properties"]


def test_azure_rbac_decides_who_uses_the_key() -> None:
    assert vault()["enableRbacAuthorization"] is True
    assert vault()["tenantId"] == aks.TENANT
    assert "accessPolicies" not in vault()


def test_a_deleted_key_can_be_recovered_for_90_days_whoever_deleted_it() -> None:
    assert vault()["enablePurgeProtection"] is True
    assert vault()["enableSoftDelete"] is True
    assert vault()["softDeleteRetentionInDays"] == 90


def test_no_firewall_keeps_the_control_plane_from_the_key() -> None:
    assert vault()["publicNetworkAccess"] == "Enabled"
    assert "networkAcls" not in vault()


def test_the_key_only_encrypts_and_decrypts() -> None:
    key = made().one(aks.KEY).inputs

    assert key["properties"]["keyOps"] == ["encrypt", "decrypt"]
    assert (key["properties"]["kty"], key["properties"]["keySize"]) == ("RSA", 3072)
    assert key["vaultName"] == made().one(aks.VAULT).outputs["name"]


def test_the_vaults_name_is_another_after_a_stack_was_destroyed_and_made_again() -> None:
    other = aks.deployed(network={"cidr": "10.71.0.0/20"})

    assert other.one(aks.VAULT).inputs["vaultName"].startswith("kvmain")
    assert len(other.one(aks.VAULT).inputs["vaultName"]) == 24
