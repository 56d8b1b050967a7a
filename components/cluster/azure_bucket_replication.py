"""How what a blob container holds gets into its copy in another region: object replication between two storage accounts.

Object replication is asynchronous and promises no time. It copies block blobs, which Velero, Loki and rclone write, with their
versions; a deleted blob is a version without a current one in both (learn.microsoft.com/azure/storage/blobs/
object-replication-overview). Nobody else can write into the copy for as long as the policy is there.
"""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

EVERYTHING = "1601-01-01T00:00:00Z"
"""The time of creation from which blobs are copied: those that were there before the policy too."""


@dataclass(frozen=True)
class Container:
    """A blob container with its account, its resource group, and the settings by which its blobs have versions."""

    group: pulumi.Output[str]
    account: azure.storage.StorageAccount
    container: azure.storage.BlobContainer
    versions: azure.storage.BlobServiceProperties


Side = tuple[str, Container, pulumi.ResourceOptions]
"""A container with its name, and the options of whatever is made beside it."""


def replicate(original: Side, replica: Side) -> None:
    """Keep the replica like the original.

    Azure has the policy on both accounts: first on the copy's, which gives it and its rule their ids, then on the source's under
    the same ones. Accounts are named in full, as these must be that refuse other tenants'.
    """
    (name, source, own), (called, copy, there) = original, replica
    versions = pulumi.ResourceOptions(depends_on=[source.versions, copy.versions])
    received = azure.storage.ObjectReplicationPolicy(
        called,
        resource_group_name=copy.group,
        account_name=copy.account.name,
        object_replication_policy_id="default",
        source_account=source.account.id,
        destination_account=copy.account.id,
        rules=[_rule(source, copy)],
        opts=pulumi.ResourceOptions.merge(there, versions),
    )
    azure.storage.ObjectReplicationPolicy(
        name,
        resource_group_name=source.group,
        account_name=source.account.name,
        object_replication_policy_id=received.policy_id,
        source_account=source.account.id,
        destination_account=copy.account.id,
        rules=[
            _rule(source, copy, received.rules.apply(lambda rules: str(rules[0].rule_id) if rules else ""))
        ],
        opts=pulumi.ResourceOptions.merge(own, versions),
    )


def _rule(
    source: Container, copy: Container, given: pulumi.Output[str] | None = None
) -> azure.storage.ObjectReplicationPolicyRuleArgs:
    return azure.storage.ObjectReplicationPolicyRuleArgs(
        rule_id=given,
        source_container=source.container.name,
        destination_container=copy.container.name,
        filters=azure.storage.ObjectReplicationPolicyFilterArgs(min_creation_time=EVERYTHING),
    )
