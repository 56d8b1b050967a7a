"""Resource groups, role assignments and locks: what Azure Resource Manager itself keeps.

Role ids: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, as of 2026-08.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from rehearsal.simulation.azure.inputs import one_of, text
from rehearsal.simulation.azure.locks import LOCK, release
from rehearsal.simulation.azure.resource import (
    GROUP,
    Name,
    common_check,
    found,
    guid,
    location,
    name_of,
    named_check,
    subscription,
)
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ROLES: Mapping[str, str] = {
    "4d97b98b-1d4f-4787-a291-c67834d212e7": "Network Contributor",
    "12338af0-0e69-4776-bea7-57ae8d297424": "Key Vault Crypto User",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a": "Storage Blob Delegator",
    "befefa01-2a29-4197-83a8-272ff33ce314": "DNS Zone Contributor",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": "Azure Kubernetes Service RBAC Cluster Admin",
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": "Azure Kubernetes Service Cluster User Role",
    "f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
}
GROUP_NAME = Name(
    "resourceGroupName",
    r"[\w().-]{0,89}[\w()-]",
    "1 to 90 letters, digits and _().-, and no full stop at the end",
)
LOCK_NAME = Name("lockName", r"[^<>%&:\\?/]{1,90}", "1 to 90 characters without <>%&:\\?/")
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"


def group_create(call: Call) -> tuple[str, Properties]:
    """A group; its name is unique in the subscription."""
    id_ = (
        call.id or f"/subscriptions/{subscription(call.provider)}/resourceGroups/{name_of(call, GROUP_NAME)}"
    )
    if not call.id and found(call, GROUP, id_):
        raise Refused("AlreadyExists", f"cannot create already existing resource {id_}")
    return id_, {"name": id_.rsplit("/", 1)[-1], "location": location(call)}


def group_there(call: Call) -> Properties | None:
    """A group that was there before the program."""
    named = re.fullmatch(r"/subscriptions/[^/]+/resourceGroups/([^/]+)", call.id)
    return {"name": named[1], "location": location(call)} if named else None


def group_check(inputs: Properties) -> Iterator[Failure]:
    """The rules for groups."""
    yield from common_check(inputs)
    yield from named_check(GROUP_NAME, inputs)


def gone(call: Call) -> None:
    """Nothing that is locked goes."""
    release(call, subscription(call.provider))


def assignment_check(inputs: Properties) -> Iterator[Failure]:
    """A role that there is, a principal by its object id, and a scope."""
    principal = inputs.get("principalId")
    if isinstance(principal, str) and not GUID.fullmatch(principal):
        yield Failure("principalId", f"InvalidPrincipalId: {principal!r} is not a GUID")
    role = inputs.get("roleDefinitionId")
    if isinstance(role, str) and role.rsplit("/", 1)[-1].lower() not in ROLES:
        reason = f"there is no role definition {role!r}; rehearsal/simulation/azure/groups.py has {', '.join(ROLES.values())}"
        yield Failure("roleDefinitionId", f"RoleDefinitionDoesNotExist: {reason}")
    scope = inputs.get("scope")
    if isinstance(scope, str) and not re.match(r"/(subscriptions/|providers/|$)", scope):
        yield Failure("scope", f"InvalidRequestContent: {scope!r} is no id of a resource or a subscription")
    yield from one_of(
        inputs,
        "principalType",
        ("User", "Group", "ServicePrincipal", "ForeignGroup", "Device"),
        "InvalidRequestContent",
    )


def assignment_create(call: Call) -> tuple[str, Properties]:
    """A role assignment: each principal has a role on a scope once."""
    inputs = call.inputs
    same = ("principalId", "roleDefinitionId", "scope")
    for other in call.world.of(ASSIGNMENT, subscription(call.provider)):
        if other.id != call.id and all(other.inputs.get(key) == inputs.get(key) for key in same):
            raise Refused("RoleAssignmentExists", f"the role assignment already exists: {other.id}")
    name = text(inputs, "roleAssignmentName") or guid(call, "assignment")
    scope = text(inputs, "scope").rstrip("/")
    id_ = call.id or f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    return id_, {"name": id_.rsplit("/", 1)[-1], "principalType": inputs.get("principalType", "User")}


def assigned(call: Call, principal: str, role: str, scope: str) -> bool:
    """Whether a principal has a role, by its English name, on a scope or on something above it."""
    return any(
        one.inputs.get("principalId") == principal
        and ROLES[str(one.inputs.get("roleDefinitionId")).rsplit("/", 1)[-1].lower()] == role
        and f"{scope}/".lower().startswith(f"{text(one.inputs, 'scope').rstrip('/')}/".lower())
        for one in call.world.of(ASSIGNMENT, subscription(call.provider))
    )


def lock_check(inputs: Properties) -> Iterable[Failure]:
    """The two levels there are."""
    yield from named_check(LOCK_NAME, inputs)
    yield from one_of(inputs, "level", ("CanNotDelete", "ReadOnly"), "InvalidRequestContent")


def lock_create(call: Call) -> tuple[str, Properties]:
    """A lock on a resource that exists."""
    scope = text(call.inputs, "scope")
    if not any(e.id.lower() == scope.lower() for e in call.world):
        raise Refused("ResourceNotFound", f"scope: {scope} does not exist")
    id_ = call.id or f"{scope}/providers/Microsoft.Authorization/locks/{name_of(call, LOCK_NAME)}"
    return id_, {"name": id_.rsplit("/", 1)[-1]}


KINDS: Mapping[str, Kind] = {
    GROUP: Kind(
        group_create,
        group_check,
        frozenset({"resourceGroupName", "location"}),
        delete=gone,
        there=group_there,
        scope=subscription,
    ),
    ASSIGNMENT: Kind(
        assignment_create,
        assignment_check,
        frozenset({"principalId", "roleDefinitionId", "scope", "principalType", "roleAssignmentName"}),
        frozenset({"principalId", "roleDefinitionId", "scope"}),
        scope=subscription,
    ),
    LOCK: Kind(
        lock_create,
        lock_check,
        frozenset({"scope", "lockName"}),
        frozenset({"level", "scope"}),
        scope=subscription,
        # Neither holds its target: a lock goes with what it is on, if that may go at all.
        refers=lambda call: (),
    ),
}
