"""Groups, roles and locks."""

import pytest

from rehearsal.simulation.azure.groups import assigned
from rehearsal.simulation.kinds import Call
from tests.rehearsal.simulation.azure.cloud import (
    DEFINITIONS,
    GROUP,
    IDENTITY,
    LOCK,
    NETWORK_CONTRIBUTOR,
    ROLE,
    Cloud,
)

PRINCIPAL = "00000000-0000-4000-8000-000000000009"


def sound(**changes: str) -> dict[str, str]:
    role = {
        "principalId": PRINCIPAL,
        "roleDefinitionId": f"{DEFINITIONS}/{NETWORK_CONTRIBUTOR}",
        "scope": "/subscriptions/a",
    }
    return {**role, **changes}


def test_a_group_is_made_once(cloud: Cloud) -> None:
    assert cloud.refusal(GROUP, resourceGroupName="main").startswith("AlreadyExists: cannot create")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"principalId": "me"}, "InvalidPrincipalId: 'me' is not a GUID"),
        ({"roleDefinitionId": f"{DEFINITIONS}/0"}, "RoleDefinitionDoesNotExist: there is no role definition"),
        ({"scope": "main"}, "InvalidRequestContent: 'main' is no id of a resource"),
        (
            {"principalType": "Robot"},
            "InvalidRequestContent: 'Robot' is not one of User, Group, ServicePrincipal",
        ),
    ],
)
def test_a_role_assignment_that_azure_would_not_take_is_refused(
    cloud: Cloud, change: dict[str, str], reason: str
) -> None:
    (failure,) = cloud.wrong(ROLE, **sound(**change))

    assert failure.reason.startswith(reason)


def test_a_principal_has_a_role_on_a_scope_once(cloud: Cloud) -> None:
    made = cloud.create(ROLE, **sound())

    assert made["id"].startswith("/subscriptions/a/providers/Microsoft.Authorization/roleAssignments/")
    assert cloud.refusal(ROLE, **sound()).startswith(
        "RoleAssignmentExists: the role assignment already exists"
    )


def test_a_role_holds_on_its_scope_and_on_what_is_within(cloud: Cloud) -> None:
    identity = cloud.put(IDENTITY)
    cloud.role(identity["principalId"], NETWORK_CONTRIBUTOR, cloud.group["id"])
    call: Call = cloud.call(ROLE, {})

    def may(role: str, scope: str) -> bool:
        return assigned(call, identity["principalId"], role, scope)

    assert may("Network Contributor", f"{cloud.group['id']}/providers/a")
    assert not may("Network Contributor", f"{cloud.group['id']}2")
    assert not may("AcrPull", cloud.group["id"])


def test_a_lock_is_on_something_that_exists_and_of_a_level_that_there_is(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(LOCK, scope="/a", level="Firmly")

    assert failure.reason == "InvalidRequestContent: 'Firmly' is not one of CanNotDelete, ReadOnly"
    assert cloud.refusal(LOCK, scope="/a", level="ReadOnly") == "ResourceNotFound: scope: /a does not exist"
