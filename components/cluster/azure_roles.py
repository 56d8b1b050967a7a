"""Who may do what on Azure: assignments of built-in roles, each on one resource."""

import pulumi
import pulumi_azure_native as azure

# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
KEY_VAULT_CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
STORAGE_BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
STORAGE_BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
STORAGE_BLOB_DELEGATOR = "db58b8e5-c6ad-4a2a-8342-4190687cbf4a"
DNS_ZONE_CONTRIBUTOR = "befefa01-2a29-4197-83a8-272ff33ce314"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
AKS_RBAC_CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"
AKS_CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f"


def role_definition(subscription: str, role: str) -> str:
    """The id of a built-in role. role: its GUID."""
    return f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}"


def assign(
    name: str,
    role: str,
    principal: pulumi.Input[str],
    scope: pulumi.Input[str],
    *,
    kind: str = "ServicePrincipal",
    condition: str | None = None,
    subscription: str,
    opts: pulumi.ResourceOptions,
) -> azure.authorization.RoleAssignment:
    """Let a principal act in a role on one resource. condition: only where this holds, in Azure's expressions (ABAC).

    kind: Azure looks the principal up in the directory without it, where one made a moment ago may not be found yet.
    """
    return azure.authorization.RoleAssignment(
        name,
        principal_id=principal,
        principal_type=kind,
        role_definition_id=role_definition(subscription, role),
        scope=scope,
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=opts,
    )
