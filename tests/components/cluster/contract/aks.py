"""How a cluster on Azure Kubernetes Service keeps the contract."""

from typing import Any

from rehearsal.recorded import Recording
from tests.components.cluster.contract.words import (
    Answer,
    Has,
    Lacks,
    at,
    by_plugin,
    every,
    identified,
    protected,
    storage_class,
    waits,
)

SUBSCRIPTION, GROUP = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000003"
VAULT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/example-secrets"
SETTINGS: dict[str, Any] = {
    "cloud": "aks",
    "subscription": SUBSCRIPTION,
    "tenant": "00000000-0000-4000-8000-000000000002",
    "region": "eastus",
    "network": {"cidr": "10.50.0.0/20"},
    "admins": [GROUP],
    "node_pools": {"general": {}},
    "secrets_vault": VAULT,
}
NATIVE = "azure-native:"
CLUSTER, POOL = f"{NATIVE}containerservice:ManagedCluster", f"{NATIVE}containerservice:AgentPool"
KEY, NETWORK = f"{NATIVE}keyvault:Key", f"{NATIVE}network:VirtualNetwork"
ROLE, SETTING = f"{NATIVE}authorization:RoleAssignment", f"{NATIVE}monitor:DiagnosticSetting"
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"


def cluster(recording: Recording, path: str) -> Any:
    return at(recording.one(CLUSTER), path)


def pools(recording: Recording) -> list[dict[str, Any]]:
    """Every pool: the system's, which is within the cluster, and the others."""
    return [*cluster(recording, "agentPoolProfiles"), *(dict(one.inputs) for one in recording.of(POOL))]


def of_pools(recording: Recording, key: str) -> list[Any]:
    found = [pool.get(key) for pool in pools(recording)]
    return found if len(found) > 1 else []


def same(recording: Recording, key: str, value: object) -> bool:
    """Whether every pool has a value."""
    return set(map(str, of_pools(recording, key))) == {str(value)}


def admins(recording: Recording) -> bool:
    assigned = [one for one in recording.of(ROLE) if one.inputs["principalId"] == GROUP]
    here = {one.inputs["scope"] for one in assigned} == {recording.one(CLUSTER).id}
    people = {
        one.inputs["principalType"]
        for one in recording.of(ROLE)
        if one.inputs["scope"] == recording.one(CLUSTER).id
    }
    return here and people == {"Group"}


def trusted(recording: Recording) -> bool:
    trust = recording.one(f"{NATIVE}managedidentity:FederatedIdentityCredential", "main-app").inputs
    return bool(trust["subject"] == "system:serviceaccount:team:app")


def scoped(recording: Recording) -> bool:
    principal = recording.one(f"{NATIVE}managedidentity:UserAssignedIdentity", "main-app").outputs[
        "principalId"
    ]
    (grant,) = [one for one in recording.of(ROLE) if one.inputs["principalId"] == principal]
    return bool(grant.inputs["scope"] == VAULT and grant.inputs["roleDefinitionId"].endswith(SECRETS_USER))


def audited(recording: Recording) -> bool:
    logs = recording.one(SETTING).inputs["logs"]
    return "kube-audit" in {log["category"] for log in logs if log["enabled"]}


def buckets(recording: Recording) -> bool:
    account = recording.one(f"{NATIVE}storage:StorageAccount").inputs
    versions = recording.one(f"{NATIVE}storage:BlobServiceProperties").inputs["isVersioningEnabled"]
    return bool(
        versions
        and account["allowBlobPublicAccess"] is False
        and account["networkRuleSet"]["defaultAction"] == "Deny"
    )


def copies(recording: Recording) -> bool:
    policy = recording.one(f"{NATIVE}storage:ObjectReplicationPolicy", "main-files").inputs
    copy = recording.one(f"{NATIVE}storage:StorageAccount", "other-copy-of-main-files").id
    closed = every(recording, f"{NATIVE}storage:StorageAccount", "networkRuleSet.defaultAction", "Deny")
    return closed and bool(policy["rules"]) and bool(policy["destinationAccount"] == copy)


ANSWERS: dict[str, Answer] = {
    "private-nodes": Has("CIS AKS 5.4.3", lambda m: same(m.default, "enableNodePublicIP", False)),
    "private-api": Has(
        "CIS AKS 5.4.2",
        lambda m: (
            cluster(m.default, "apiServerAccessProfile.enablePrivateCluster") is True
            and cluster(m.default, "apiServerAccessProfile.disableRunCommand") is True
        ),
    ),
    "api-allow-list": Has(
        "CIS AKS 5.4.1",
        lambda m: (
            cluster(m.opened, "apiServerAccessProfile.authorizedIPRanges")[0] == "203.0.113.0/24"
            and len(cluster(m.opened, "apiServerAccessProfile.authorizedIPRanges")) == 2
        ),  # and the nodes' own address
    ),
    "egress": Has(
        "MCSB NS-1",
        lambda m: (
            cluster(m.default, "networkProfile.outboundType") == "userAssignedNATGateway"
            and every(m.default, f"{NATIVE}network:Subnet", "defaultOutboundAccess", False)
        ),
    ),
    "own-network": Has("MCSB NS-1", lambda m: len(m.default.of(NETWORK)) == 1),
    "flow-logs": Lacks(
        "flow logs of a virtual network belong to the subscription's Network Watcher, of which there is one in a region and "
        "which is not a cluster's to make; Azure Policy switches them on for a whole subscription"
    ),
    "network-policy": Has(
        "CIS AKS 5.4.4", lambda m: cluster(m.default, "networkProfile.networkPolicy") == "cilium"
    ),
    "secrets-encrypted": Has(
        "CIS AKS 5.3.1",
        lambda m: (
            cluster(m.default, "securityProfile.azureKeyVaultKms.enabled") is True
            and cluster(m.default, "securityProfile.azureKeyVaultKms.keyId")
            == m.default.one(KEY).outputs["keyUriWithVersion"]
        ),
    ),
    "key-rotation": Lacks(
        "AKS goes on with the version of the key that it was given until it is given another, and a version rotated away by Key "
        "Vault alone would not be used"
    ),
    "node-disks": Has("MCSB DP-4", lambda m: same(m.default, "enableEncryptionAtHost", True)),
    "volumes": Has(
        "MCSB DP-4; Azure encrypts every managed disk",
        lambda m: at(storage_class(m.default), "provisioner") == "disk.csi.azure.com",
    ),
    "snapshots": Has(
        "AKS baseline, Storage",
        lambda m: cluster(m.default, "storageProfile.snapshotController.enabled") is True,
    ),
    "buckets": Has("CIS Azure 9.3.8, 9.3.2.3", lambda m: buckets(m.default)),
    "copies": Has("MCSB BR-1", lambda m: copies(m.copied)),
    "cloud-login": Has(
        "CIS AKS 5.5.1, 5.5.2",
        lambda m: (
            cluster(m.default, "disableLocalAccounts") is True
            and cluster(m.default, "aadProfile.enableAzureRBAC") is True
        ),
    ),
    "named-admins": Has("CIS AKS 4.1.1, 5.5.1", lambda m: admins(m.default)),
    "no-static-credentials": Has("CIS AKS 5.5.1", lambda m: by_plugin(m.default, "kubelogin")),
    "workload-identity": Has("CIS AKS 5.2.1", lambda m: trusted(m.default)),
    "scoped-grants": Has("CIS AKS 5.2.1; on the stack's own vault", lambda m: scoped(m.default)),
    "node-identity": Lacks(
        "AKS makes the nodes' identity itself; it is given one role, to pull from the registry in the settings, and without one "
        "none"
    ),
    "metadata-guard": Lacks(
        "AKS offers it in preview only (IMDS restriction, which its own add-ons do not support); the nodes' identity has no "
        "role on data, and network policies close the metadata's address to applications"
    ),
    "right-account": Has(
        "practice of this program",
        lambda m: m.default.one("pulumi:providers:azure-native").inputs["subscriptionId"] == SUBSCRIPTION,
    ),
    "audit-logs": Has("CIS AKS 2.1.1", lambda m: audited(m.default)),
    "log-retention": Has(
        "CIS Azure 6.1",
        lambda m: every(m.default, f"{NATIVE}operationalinsights:Workspace", "retentionInDays", 90),
    ),
    "node-os": Has("MCSB PV-3", lambda m: same(m.default, "osSKU", "AzureLinux")),
    "verified-boot": Has(
        "MCSB PV-4",
        lambda m: (
            all(
                profile["enableSecureBoot"] and profile["enableVTPM"]
                for profile in of_pools(m.default, "securityProfile")
            )
            and bool(of_pools(m.default, "securityProfile"))
        ),
    ),
    "no-login": Has(
        "MCSB PA-7",
        lambda m: (
            {profile["sshAccess"] for profile in of_pools(m.default, "securityProfile")} == {"Disabled"}
        ),
    ),
    "three-zones": Has(
        "AKS baseline, Reliability", lambda m: same(m.default, "availabilityZones", ["1", "2", "3"])
    ),
    "auto-repair": Lacks("AKS repairs nodes in every cluster, and has no setting for it"),
    "rolling-upgrades": Has(
        "AKS baseline, Upgrades",
        lambda m: {settings["maxSurge"] for settings in of_pools(m.default, "upgradeSettings")} == {"33%"},
    ),
    "autoscaling": Has(
        "AKS baseline, Scaling",
        lambda m: (
            same(m.default, "enableAutoScaling", True)
            and all(pool["minCount"] < pool["maxCount"] for pool in pools(m.default))
        ),
    ),
    "supported-version": Has(
        "AKS baseline, Upgrades",
        lambda m: (
            cluster(m.default, "autoUpgradeProfile.upgradeChannel") == "patch"
            and cluster(m.default, "autoUpgradeProfile.nodeOSUpgradeChannel") == "NodeImage"
        ),
    ),
    "maintenance-window": Has(
        "AKS baseline, Upgrades",
        lambda m: (
            {
                one.inputs["configName"]
                for one in m.default.of(f"{NATIVE}containerservice:MaintenanceConfiguration")
            }
            == {"aksManagedNodeOSUpgradeSchedule", "aksManagedAutoUpgradeSchedule"}
        ),
    ),
    "pinned-add-ons": Lacks(
        "AKS's own add-ons have no versions to choose: they come with the control plane's"
    ),
    "ready-first": Has("practice of this program", lambda m: waits(m.default, POOL)),
    "deletion-protection": Has(
        "Azure Well-Architected, Reliability",
        lambda m: (
            m.default.one(f"{NATIVE}authorization:ManagementLockByScope").inputs["level"] == "CanNotDelete"
        ),
    ),
    "pulumi-protection": Has(
        "practice of this program", lambda m: protected(m.default, CLUSTER, NETWORK, KEY)
    ),
    "stable-identifier": Has("practice of this program", lambda m: identified(m.default, CLUSTER)),
    "tags": Has(
        "Azure Well-Architected, Cost", lambda m: cluster(m.default, "tags")["groundwork-cluster"] == "main"
    ),
}
