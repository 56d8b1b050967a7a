"""State on Azure: a blob container, the key of the secrets in it in a Key Vault, and the roles of those who deploy.

Controls are cited by their ids in the CIS Microsoft Azure Foundations Benchmark 5.0 ("CIS Azure").
"""

import pulumi
import pulumi_azure_native as azure

from bootstrap.backend import Backend, tags
from bootstrap.place import AzurePlace
from components.cluster.azure_roles import (
    KEY_VAULT_CRYPTO_USER,
    STORAGE_BLOB_DATA_CONTRIBUTOR,
    STORAGE_BLOB_DATA_READER,
    assign,
)
from components.naming import type_token

CONTAINER = "state"
RECOVERY_DAYS = 90
KINDS = {"user": "User", "group": "Group", "service": "ServicePrincipal"}


def lifecycle(history_days: int) -> azure.storage.ManagementPolicySchemaArgs:
    """What Azure clears away by itself: versions older than some days."""
    actions = azure.storage.ManagementPolicyActionArgs(
        version=azure.storage.ManagementPolicyVersionArgs(
            delete=azure.storage.DateAfterCreationArgs(days_after_creation_greater_than=history_days)
        )
    )
    rule = azure.storage.ManagementPolicyRuleArgs(
        name="tidy",
        type="Lifecycle",
        enabled=True,
        definition=azure.storage.ManagementPolicyDefinitionArgs(
            actions=actions, filters=azure.storage.ManagementPolicyFilterArgs(blob_types=["blockBlob"])
        ),
    )
    return azure.storage.ManagementPolicySchemaArgs(rules=[rule])


class AzureState(pulumi.ComponentResource):
    """Where the state of stacks on Azure is kept. backend: how they find it."""

    backend: Backend

    def __init__(self, name: str, place: AzurePlace, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(type_token("bootstrap", "Azure"), name, None, opts)
        self._name, self._place = name, place
        provider = azure.Provider(
            f"{name}-azure",
            subscription_id=place.subscription,
            tenant_id=place.tenant,
            location=place.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        group = azure.resources.ResourceGroup(
            name, resource_group_name=place.group, location=place.region, tags=tags(), opts=self._safe()
        )
        self._group = group.name
        account, container = self._container()
        key = self._key()
        made = [account, container, key, *self._admit(container, key)]
        if place.protect:
            self._lock(group, made)
        # With the key's version: what one version encrypted, no other decrypts, and the address alone means the newest.
        version = key.key_uri_with_version.apply(lambda uri: uri.replace("https://", "azurekeyvault://", 1))
        self.backend = Backend(
            login=pulumi.Output.concat("azblob://", container.name, "?storage_account=", account.name),
            secrets_provider=version,
            more={"group": group.name},
        )
        self.register_outputs(dict(self.backend.outputs))

    def _safe(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(protect=self._place.protect))

    def _container(self) -> tuple[azure.storage.StorageAccount, azure.storage.BlobContainer]:
        """The container in an account of its own: versions and what is kept of deleted things are settings of the account."""
        account = self._account()
        days = self._place.history_days
        kept = azure.storage.DeleteRetentionPolicyArgs(enabled=True, days=days)
        versions = azure.storage.BlobServiceProperties(
            self._name,
            resource_group_name=self._group,
            account_name=account.name,
            blob_services_name="default",
            is_versioning_enabled=True,
            delete_retention_policy=kept,
            container_delete_retention_policy=kept,
            opts=self._opts,
        )
        azure.storage.ManagementPolicy(
            self._name,
            resource_group_name=self._group,
            account_name=account.name,
            management_policy_name="default",
            policy=lifecycle(days),
            # The rule for versions is refused while there are none.
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=[versions])),
        )
        container = azure.storage.BlobContainer(
            self._name,
            resource_group_name=self._group,
            account_name=account.name,
            container_name=CONTAINER,
            public_access=azure.storage.PublicAccess.NONE,
            opts=self._safe(),
        )
        return account, container

    def _account(self) -> azure.storage.StorageAccount:
        """The account: three zones, encrypted twice, no keys, no public. It is reached over the internet, by identity alone, for
        pipelines have no address of their own."""
        return azure.storage.StorageAccount(
            self._name,
            resource_group_name=self._group,
            account_name=self._place.account,
            kind="StorageV2",
            sku=azure.storage.SkuArgs(name="Standard_ZRS"),
            access_tier=azure.storage.AccessTier.HOT,
            # Who comes is known by Entra ID: there are no keys to leak (CIS Azure 9.3.1.3), nor local users or signatures.
            allow_shared_key_access=False,
            default_to_o_auth_authentication=True,
            is_local_user_enabled=False,
            allow_blob_public_access=False,  # CIS Azure 9.3.8
            allow_cross_tenant_replication=False,  # CIS Azure 9.3.7
            enable_https_traffic_only=True,  # CIS Azure 9.3.4
            minimum_tls_version="TLS1_2",  # CIS Azure 9.3.6
            encryption=azure.storage.EncryptionArgs(
                key_source="Microsoft.Storage",
                require_infrastructure_encryption=True,
                services=azure.storage.EncryptionServicesArgs(
                    blob=azure.storage.EncryptionServiceArgs(enabled=True, key_type="Account")
                ),
            ),
            tags=tags(),
            opts=self._safe(),
        )

    def _key(self) -> azure.keyvault.Key:
        """The key, in a vault where Azure RBAC decides (CIS Azure 8.3.6) and what is deleted is kept (CIS Azure 8.3.5).

        It is not rotated by itself: a stack names the version that encrypted its secrets, and is given another by
        `pulumi stack change-secrets-provider`.
        """
        place = self._place
        vault = azure.keyvault.Vault(
            self._name,
            resource_group_name=self._group,
            vault_name=place.vault,
            properties=azure.keyvault.VaultPropertiesArgs(
                tenant_id=place.tenant,
                sku=azure.keyvault.SkuArgs(family="A", name=azure.keyvault.SkuName.STANDARD),
                enable_rbac_authorization=True,
                enable_soft_delete=True,
                enable_purge_protection=True,
                soft_delete_retention_in_days=RECOVERY_DAYS,
                public_network_access="Enabled",
            ),
            tags=tags(),
            opts=self._safe(),
        )
        return azure.keyvault.Key(
            self._name,
            resource_group_name=self._group,
            vault_name=vault.name,
            key_name=place.key,
            properties=azure.keyvault.KeyPropertiesArgs(
                kty="RSA",
                key_size=3072,  # 128 bits of strength, which NIST SP 800-57 asks for beyond 2030
                key_ops=["encrypt", "decrypt"],
                attributes=azure.keyvault.KeyAttributesArgs(enabled=True),
            ),
            tags=tags(),
            opts=self._safe(),
        )

    def _admit(
        self, container: azure.storage.BlobContainer, key: azure.keyvault.Key
    ) -> list[pulumi.Resource]:
        """Who deploys reads and writes blobs of this container, who previews reads them, and both use this key: Azure has no role
        that decrypts and does not encrypt, and its least one that decrypts may change the key's attributes besides."""
        place = self._place
        roles = [(one, STORAGE_BLOB_DATA_CONTRIBUTOR) for one in place.deployers]
        roles += [(one, STORAGE_BLOB_DATA_READER) for one in place.readers]
        return [
            self._assign(who, word, role, scope)
            for who, on_blobs in roles
            for word, role, scope in (
                ("blobs", on_blobs, container.id),
                ("key", KEY_VAULT_CRYPTO_USER, key.id),
            )
        ]

    def _assign(self, who: str, word: str, role: str, scope: pulumi.Output[str]) -> pulumi.Resource:
        kind, _, principal = who.partition(":")
        return assign(
            f"{self._name}-{word}-{principal}",
            role,
            principal,
            scope,
            kind=KINDS[kind],
            subscription=self._place.subscription,
            opts=self._opts,
        )

    def _lock(self, group: azure.resources.ResourceGroup, made: list[pulumi.Resource]) -> None:
        """Let nobody delete any of it, by whatever tool; blobs are not concerned. It is made last, so that it goes first."""
        azure.authorization.ManagementLockByScope(
            self._name,
            scope=group.id,
            level="CanNotDelete",
            notes="Set protect to false in the bootstrap's settings, and run pulumi up, before you delete this.",
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=made)),
        )
