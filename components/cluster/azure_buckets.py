"""Object storage beside an AKS cluster: blob containers, each in a storage account of its own, closed to the public, and copied
where that is asked."""

from dataclasses import dataclass, replace
from typing import Self

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_traits import STORAGE_ACCOUNT
from components.cluster.azure_bucket_replication import Container, replicate
from components.cluster.azure_names import short_name
from components.cluster.copies import copy_name
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

    cluster: its name. subnet: the nodes', the only one that gets in. protect: against deletion by Pulumi. opts: the Azure
    provider, and the parent for whoever gives none. partner: of the cluster whose region has the copies.
    """

    cluster: str
    group: pulumi.Output[str]
    subnet: pulumi.Output[str]
    protect: bool
    tags: dict[str, str]
    opts: pulumi.ResourceOptions
    partner: "Buckets | None" = None

    def copied_to(self, partner: Self) -> Self:
        """The same, with a copy of each bucket in the partner's region and resource group, which the partner's nodes get into."""
        return replace(self, partner=partner)

    def __call__(
        self,
        name: str,
        expire_days: int | None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        apart: str = "",
    ) -> BucketHandle:
        """Make a bucket, and its copy. apart: nowhere, for a copy takes nothing from anybody else while it is one."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        made = self._create(name, expire_days, own, feed=self.partner is not None)
        if self.partner is None:
            return _handle(made)
        there = pulumi.ResourceOptions.merge(self.partner.opts, opts)
        beside = replace(self.partner, protect=self.protect)
        # When this cluster is given up with its region, its copies must not go with it.
        kept = pulumi.ResourceOptions.merge(there, pulumi.ResourceOptions(retain_on_delete=self.protect))
        called = copy_name(self.partner.cluster, name)
        copy = beside._create(called, expire_days, kept)
        replicate((name, made, own), (called, copy, there))
        return replace(_handle(made), copy=_handle(copy))

    def _create(
        self, name: str, expire_days: int | None, opts: pulumi.ResourceOptions, *, feed: bool = False
    ) -> Container:
        """An account for each bucket: lifecycle, versioning and the network are settings of the account. feed: of changes."""
        account = self._account(name, opts)
        kept = azure.storage.DeleteRetentionPolicyArgs(enabled=True, days=NONCURRENT_DAYS)
        versions = azure.storage.BlobServiceProperties(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            blob_services_name="default",
            is_versioning_enabled=True,
            # For as long as versions: replication reads what is minutes old.
            change_feed=azure.storage.ChangeFeedArgs(enabled=True, retention_in_days=NONCURRENT_DAYS)
            if feed
            else None,
            delete_retention_policy=kept,
            container_delete_retention_policy=kept,
            opts=opts,
        )
        azure.storage.ManagementPolicy(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            management_policy_name="default",
            policy=lifecycle(expire_days),
            # The rule for versions is refused while there are none.
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versions])),
        )
        container = azure.storage.BlobContainer(
            name,
            resource_group_name=self.group,
            account_name=account.name,
            container_name=CONTAINER,
            public_access=azure.storage.PublicAccess.NONE,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=self.protect)),
        )
        return Container(self.group, account, container, versions)

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


def _handle(made: Container) -> BucketHandle:
    return BucketHandle(
        name=made.container.name,
        reference=made.container.id,
        rclone={STORAGE_ACCOUNT: made.account.name},
    )
