"""The control plane of an AKS cluster."""

import pytest

from components.cluster.azure_roles import KEY_VAULT_CRYPTO_USER, NETWORK_CONTRIBUTOR
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import made, open_staging, plane
from tests.components.cluster.deployments import needs


def test_the_api_is_private_unless_somebody_is_allowed_in() -> None:
    assert plane(made())["apiServerAccessProfile"] == {
        "enablePrivateCluster": True,
        "enablePrivateClusterPublicFQDN": False,
        "privateDNSZone": "system",
        "disableRunCommand": True,
    }


def test_a_public_api_is_for_the_listed_blocks_and_the_nodes_own_address_only() -> None:
    address = open_staging().one("azure-native:network:PublicIPAddress").outputs["ipAddress"]

    assert plane(open_staging())["apiServerAccessProfile"] == {
        "enablePrivateCluster": False,
        "authorizedIPRanges": ["203.0.113.0/24", f"{address}/32"],
        "disableRunCommand": True,
    }


def test_only_entra_id_opens_the_cluster_and_azure_rbac_decides() -> None:
    assert plane(made())["disableLocalAccounts"] is True
    assert plane(made())["aadProfile"] == {"managed": True, "enableAzureRBAC": True, "tenantID": aks.TENANT}


def test_secrets_are_encrypted_with_the_clusters_own_key() -> None:
    assert plane(made())["securityProfile"]["azureKeyVaultKms"] == {
        "enabled": True,
        "keyId": made().one(aks.KEY).outputs["keyUriWithVersion"],
        "keyVaultNetworkAccess": "Public",
    }


def test_the_control_plane_acts_as_an_identity_with_exactly_two_roles() -> None:
    identity = made().one(aks.IDENTITY, "main-control-plane")

    assert plane(made())["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [identity.id]}
    assert aks.roles(made(), identity.outputs["principalId"]) == {
        (NETWORK_CONTRIBUTOR, made().one(aks.SUBNET).id),
        (KEY_VAULT_CRYPTO_USER, made().one(aks.KEY).id),
    }


def test_the_identitys_roles_are_there_before_the_cluster_and_go_after_it() -> None:
    needed = needs(made(), made().one(aks.CLUSTER))

    assert {f"{aks.ROLE} main-control-plane-network", f"{aks.ROLE} main-control-plane-key"} <= needed


def test_cilium_enforces_network_policies_on_an_overlay_that_leaves_by_the_nat_gateway() -> None:
    assert plane(made())["networkProfile"] == {
        "networkPlugin": "azure",
        "networkPluginMode": "overlay",
        "networkDataplane": "cilium",
        "networkPolicy": "cilium",
        "podCidr": "10.244.0.0/16",
        "serviceCidr": "172.20.0.0/16",
        "dnsServiceIP": "172.20.0.10",
        "outboundType": "userAssignedNATGateway",
        "loadBalancerSku": "standard",
    }


def test_pods_get_identities_of_their_own() -> None:
    assert plane(made())["oidcIssuerProfile"] == {"enabled": True}
    assert plane(made())["securityProfile"]["workloadIdentity"] == {"enabled": True}


def test_images_that_nobody_runs_are_cleaned_away_weekly() -> None:
    assert plane(made())["securityProfile"]["imageCleaner"] == {"enabled": True, "intervalHours": 168}


def test_azure_policy_checks_what_is_admitted() -> None:
    assert plane(made())["addonProfiles"] == {"azurepolicy": {"enabled": True}}


def test_patches_and_node_images_come_by_themselves() -> None:
    assert plane(made())["autoUpgradeProfile"] == {
        "upgradeChannel": "patch",
        "nodeOSUpgradeChannel": "NodeImage",
    }


def test_only_the_drivers_that_are_used_are_on() -> None:
    on = {name for name, driver in plane(made())["storageProfile"].items() if driver["enabled"]}

    assert on == {"diskCSIDriver", "snapshotController"}


def test_nobody_changes_nodes_behind_the_clusters_back() -> None:
    group = made().one("azure-native:resources:ResourceGroup").outputs["name"]

    assert plane(made())["nodeResourceGroup"] == f"{group}-nodes"
    assert plane(made())["nodeResourceGroupProfile"] == {"restrictionLevel": "ReadOnly"}


def test_the_control_plane_has_a_service_level() -> None:
    assert plane(made())["sku"] == {"name": "Base", "tier": "Standard"}


@pytest.mark.parametrize("version", ["1.34", "1.36"])
def test_every_kubernetes_version_on_offer_can_be_made(version: str) -> None:
    recording = aks.deployed(kubernetes=version)

    assert plane(recording)["kubernetesVersion"] == version
    assert recording.one(aks.POOL).inputs["orchestratorVersion"] == version
