"""Identity of pods on AKS: one managed identity for one service account, allowed exactly its grants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_traits import CLIENT_ID
from components.cluster.azure_roles import (
    DNS_ZONE_CONTRIBUTOR,
    KEY_VAULT_SECRETS_USER,
    READER,
    STORAGE_BLOB_DATA_CONTRIBUTOR,
    STORAGE_BLOB_DATA_READER,
    STORAGE_BLOB_DELEGATOR,
    assign,
)
from components.grants import (
    EditDnsZone,
    FindDnsZones,
    Grant,
    Identity,
    ProveNames,
    ReadBucket,
    ReadSecrets,
    TakeRole,
    UseBucket,
    WriteFolder,
)

AUDIENCE = "api://AzureADTokenExchange"
POD_LABELS = {"azure.workload.identity/use": "true"}
"""The webhook of workload identity gives a token to the pods that carry it."""


def roles(grants: Sequence[Grant], vault: str) -> Iterator[tuple[str, str, pulumi.Input[str]]]:
    """The role assignments for some grants: a word for the resource's name, the role, and the one resource it is on.

    vault: the resource id of the stack's Key Vault. Azure RBAC ends at the vault or at a single secret: a name's prefix
    cannot be granted. So the vault as a whole is the stack's, and the prefix only tells secrets apart within it.
    """
    for number, grant in enumerate(grants, 1):
        match grant:
            case ReadSecrets():
                yield f"secrets-{number}", KEY_VAULT_SECRETS_USER, vault
            case UseBucket(bucket=bucket, links=links):
                yield f"bucket-{number}", STORAGE_BLOB_DATA_CONTRIBUTOR, bucket.reference
                if (
                    links
                ):  # the key that signs a link is the account's to give, which holds this one container
                    yield f"links-{number}", STORAGE_BLOB_DELEGATOR, bucket.reference.apply(_account)
            case ReadBucket(bucket=bucket, links=links):
                yield f"bucket-{number}", STORAGE_BLOB_DATA_READER, bucket.reference
                if links:
                    yield f"links-{number}", STORAGE_BLOB_DELEGATOR, bucket.reference.apply(_account)
            case WriteFolder(bucket=bucket):
                yield f"folder-{number}", STORAGE_BLOB_DATA_CONTRIBUTOR, bucket.reference
            case EditDnsZone(zone=zone) | ProveNames(zone=zone):
                # No condition of Azure RBAC tells one record of a zone from another.
                yield f"dns-{number}", DNS_ZONE_CONTRIBUTOR, zone
            case TakeRole(role=role):
                raise pulumi.RunError(f"expected grants of Azure, got leave to act as {role}")
            case FindDnsZones(zone=zone):
                # A list is the resource group's (external-dns, "Setting up ExternalDNS for Services on Azure").
                yield f"zones-{number}", READER, pulumi.Output.from_input(zone).apply(_group)


def conditions(grants: Sequence[Grant]) -> dict[str, str]:
    """What narrows an assignment that `roles` names, by that name: an expression of Azure ABAC."""
    return {
        f"folder-{number}": _below(grant.folder)
        for number, grant in enumerate(grants, 1)
        if isinstance(grant, WriteFolder)
    }


def _below(folder: str) -> str:
    """Blobs are changed below a folder only; to read them is another grant's (Azure Storage, "Actions and attributes for Azure
    role assignment conditions")."""
    blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
    changes = ("write", "add/action", "delete", "deleteBlobVersion/action", "move/action")
    others = " AND ".join(f"!(ActionMatches{{'{blobs}/{change}'}})" for change in changes)
    return f"(({others}) OR (@Resource[{blobs}:path] StringStartsWith '{folder}'))"


def _group(zone: str) -> str:
    """The resource group of a DNS zone, both as resource ids."""
    return zone.split("/providers/", maxsplit=1)[0]


def _account(container: str) -> str:
    """The storage account of a container, both as resource ids."""
    return container.split("/blobServices/", maxsplit=1)[0]


@dataclass(frozen=True)
class WorkloadIdentity:
    """The IdentityFactory of one AKS cluster.

    issuer: of its tokens, as a URL. vault: the resource id of the stack's Key Vault. opts: the Azure provider, and the
    parent for whoever gives none.
    """

    subscription: str
    group: pulumi.Output[str]
    issuer: pulumi.Output[str]
    vault: str
    tags: dict[str, str]
    opts: pulumi.ResourceOptions

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Make the managed identity, and say how service account and pod name it.

        Entra ID trusts the tokens of the one service account and no other's (CIS AKS 5.2.1).
        """
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        identity = azure.managedidentity.UserAssignedIdentity(
            name, resource_group_name=self.group, tags=self.tags, opts=own
        )
        trust = azure.managedidentity.FederatedIdentityCredential(
            name,
            resource_group_name=self.group,
            resource_name_=identity.name,
            issuer=self.issuer,
            subject=f"system:serviceaccount:{namespace}:{service_account}",
            audiences=[AUDIENCE],
            opts=own,
        )
        narrowed = conditions(grants)
        allowed = [
            assign(
                f"{name}-{word}",
                role,
                identity.principal_id,
                scope,
                condition=narrowed.get(word),
                subscription=self.subscription,
                opts=own,
            ).id
            for word, role, scope in roles(grants, self.vault)
        ]
        # Through trust and roles, so that a pod starts with its permissions and keeps them until it has stopped.
        client = pulumi.Output.all(identity.client_id, trust.id, *allowed).apply(lambda all_: str(all_[0]))
        return Identity(annotations={CLIENT_ID: client}, pod_labels=dict(POD_LABELS))
