"""The key that encrypts an AKS cluster's Kubernetes secrets in etcd, in a Key Vault of its own."""

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_network import Place
from components.cluster.azure_names import short_name

RECOVERY_DAYS = 90


def create_key(
    name: str, tenant: str, place: Place, protect: bool, opts: pulumi.ResourceOptions
) -> azure.keyvault.Key:
    """Make the vault and the key.

    The vault is reached over the internet, by identity alone: AKS's key plugin runs outside of the cluster's network and
    supports no firewall on a vault, and a private vault only with API server VNet integration
    (learn.microsoft.com/azure/aks/use-kms-etcd-encryption).
    Azure RBAC decides (CIS Azure 8.3.6), and purge protection (CIS Azure 8.3.5) keeps what is deleted for 90 days, the
    longest there is: without the key, every secret of the cluster is lost.
    The key is not rotated by itself: AKS goes on with the version it was given until it is given another.
    """
    safe = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=protect))
    vault = azure.keyvault.Vault(
        f"{name}-key",
        resource_group_name=place.group,
        vault_name=place.group.apply(lambda group: short_name(f"kv{name}", group)),
        properties=azure.keyvault.VaultPropertiesArgs(
            tenant_id=tenant,
            sku=azure.keyvault.SkuArgs(family="A", name=azure.keyvault.SkuName.STANDARD),
            enable_rbac_authorization=True,
            enable_soft_delete=True,
            enable_purge_protection=True,
            soft_delete_retention_in_days=RECOVERY_DAYS,
            public_network_access="Enabled",
        ),
        tags=place.tags,
        opts=safe,
    )
    return azure.keyvault.Key(
        f"{name}-key",
        resource_group_name=place.group,
        vault_name=vault.name,
        key_name="etcd",
        properties=azure.keyvault.KeyPropertiesArgs(
            kty="RSA",
            key_size=3072,  # 128 bits of strength, which NIST SP 800-57 asks for beyond 2030
            key_ops=["encrypt", "decrypt"],
            attributes=azure.keyvault.KeyAttributesArgs(enabled=True),
        ),
        tags=place.tags,
        opts=safe,
    )
