"""Recorded AKS clusters that the tests of this folder share, and the questions that they ask of one."""

from functools import cache
from typing import Any

from components.cluster import create_cluster
from components.contracts import Cluster
from settings.clusters.aks import AksCluster
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS
from tests.recorded import Recording, deploy

NATIVE = "azure-native:"
CLUSTER = f"{NATIVE}containerservice:ManagedCluster"
POOL = f"{NATIVE}containerservice:AgentPool"
ROLE = f"{NATIVE}authorization:RoleAssignment"
IDENTITY = f"{NATIVE}managedidentity:UserAssignedIdentity"
CREDENTIAL = f"{NATIVE}managedidentity:FederatedIdentityCredential"
LOCK = f"{NATIVE}authorization:ManagementLockByScope"
SUBNET = f"{NATIVE}network:Subnet"
KEY = f"{NATIVE}keyvault:Key"
VAULT = f"{NATIVE}keyvault:Vault"
PROVIDER = "pulumi:providers:kubernetes"
NAME = "groundwork-staging-main"
SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
TENANT = "00000000-0000-4000-8000-000000000002"
ADMINS = "00000000-0000-4000-8000-000000000003"
OF_SUBSCRIPTION = f"/subscriptions/{SUBSCRIPTION}/resourceGroups"
SECRETS = f"{OF_SUBSCRIPTION}/secrets/providers/Microsoft.KeyVault/vaults/Staging-Secrets"
REGISTRY = f"{OF_SUBSCRIPTION}/images/providers/Microsoft.ContainerRegistry/registries/staging"

_LEAST: dict[str, Any] = {
    "cloud": "aks",
    "subscription": SUBSCRIPTION,
    "tenant": TENANT,
    "region": "westeurope",
    "network": {"cidr": "10.70.0.0/20"},
    "admins": [ADMINS],
    "node_pools": {"general": {}},
    "secrets_vault": SECRETS,
}


def settings(**changes: Any) -> AksCluster:
    """A cluster that says no more than it must, and the changes."""
    return AksCluster.model_validate({**_LEAST, **changes})


def create(**changes: Any) -> Cluster:
    """Make it, inside a recording."""
    return create_cluster("main", settings(**changes))


def deployed(*, preview: bool = False, **changes: Any) -> Recording:
    """What a cluster of these settings registers; with preview, when nothing exists and no answer is known."""
    return deploy(lambda: create(**changes), NO_DEFAULT_PROVIDERS, stack="staging", preview=preview)


@cache
def made() -> Recording:
    """A cluster with the defaults of every setting."""
    return deployed()


@cache
def open_staging() -> Recording:
    """A cluster that may be destroyed, with a public API for one block and images from a registry."""
    return deployed(
        protect=False,
        api={"public_from": ["203.0.113.0/24"]},
        registry=REGISTRY,
        node_pools={
            "general": {},
            "arm": {"vm_size": "Standard_D4ps_v5", "spot": True, "min": 0, "labels": {"a": "b"}},
        },
    )


def plane(recording: Recording) -> Any:
    """The inputs of the control plane."""
    return recording.one(CLUSTER).inputs


def roles(recording: Recording, principal: str) -> set[tuple[str, str]]:
    """What a principal may do: the GUIDs of its roles, with what each is on."""
    return {
        (one.inputs["roleDefinitionId"].rsplit("/", 1)[-1], one.inputs["scope"])
        for one in recording.of(ROLE)
        if one.inputs["principalId"] == principal
    }
