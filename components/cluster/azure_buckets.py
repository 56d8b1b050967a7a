"""Object storage beside an AKS cluster: blob containers, each in a storage account of its own, closed to the public."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_traits import STORAGE_ACCOUNT
from components.cluster.azure_names import short_name
from components.grants import BucketHandle

NONCURRENT_DAYS = 30
CONTAINER = "objects"


def lifecycle(expire_days: int | None) -> azure.storage.ManagementPolicySchemaArgs:
    """What Azure clears away by itself: expired objects, and versions that are 30 days old."""
    current = (
        None
        if expire_days is None
        else azure.storage.ManagementPolicyBaseBlobArgs(
            delete=azure.storage.DateAfterModificationArgs(days_after_modification_greater_than=expire_days)
        )
    )
    actions = azure.storage.ManagementPolicyActionArgs(
        base_blob=current,
        version=azure.storage.ManagementPolicyVersionArgs(
            delete=azure.storage.DateAfterCreationArgs(days_after_creation_greater_than=NONCURRENT_DAYS)
        ),
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


@dataclass(frozen=True)
class Buckets:
    """The BucketFactory of one AKS cluster.

    subnet: the nodes', the only one that gets in. protect: against deletion by Pulumi. opts: the Azure provider, and the
    parent for whoever gives none.
    """

    group: pulumi.Output[str]
    subnet: pulumi.Output[str]
    protect: bool
    tags: dict[str, str]
    opts: pulumi.ResourceOptions

    def __call__(
        self, name: str, expire_days: int | None, opts: pulumi.ResourceOptions | None = None
    ) -> BucketHandle:
        """Make a bucket. An account for each: lifecycle, versioning and the network are settings of the account."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        account = self._account(name, own)
        kept = azure.storage.DeleteRetentionPolicyArgs(enabled=True, days=NONCURRENT_DAYS)
        versions = azure.storage.BlobServiceProperties(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            blob_services_name="default",
            is_versioning_enabled=True,
            delete_retention_policy=kept,
            container_delete_retention_policy=kept,
            opts=own,
        )
        azure.storage.ManagementPolicy(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            management_policy_name="default",
            policy=lifecycle(expire_days),
            # The rule for versions is refused while there are none.
            opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(depends_on=[versions])),
        )
        container = azure.storage.BlobContainer(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            container_name=CONTAINER,
            public_access=azure.storage.PublicAccess.NONE,
            opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(protect=self.protect)),
        )
        return BucketHandle(
            name=container.name,
            reference=container.id,
            rclone={STORAGE_ACCOUNT: account.name},
        )

    def _account(self, name: str, opts: pulumi.ResourceOptions) -> azure.storage.StorageAccount:
        """The account: three zones, encrypted twice, no keys, no public, no strangers."""
        return azure.storage.StorageAccount(
            name,
            resource_group_name=self.group,
            account_name=self.group.apply(lambda group: short_name(name, group)),
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
            # From the cluster's nodes only, over the service endpoint of their subnet (CIS Azure 9.3.2.3). What Pulumi
            # makes in the account it makes through Azure Resource Manager, which this does not concern.
            network_rule_set=azure.storage.NetworkRuleSetArgs(
                default_action=azure.storage.DefaultAction.DENY,
                bypass="None",
                virtual_network_rules=[
                    azure.storage.VirtualNetworkRuleArgs(virtual_network_resource_id=self.subnet)
                ],
            ),
            encryption=azure.storage.EncryptionArgs(
                key_source="Microsoft.Storage",
                require_infrastructure_encryption=True,
                services=azure.storage.EncryptionServicesArgs(
                    blob=azure.storage.EncryptionServiceArgs(enabled=True, key_type="Account")
                ),
            ),
            tags=self.tags,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=self.protect)),
        )
