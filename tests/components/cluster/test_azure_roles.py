"""Roles: only built-in ones, each on one resource, and nobody looked up who may not be found yet."""

from rehearsal.simulation.azure.groups import ROLES
from tests.components.cluster.aks_deployments import ADMINS, ROLE, SUBSCRIPTION, open_staging


def test_every_role_is_one_of_azures_own() -> None:
    assigned = [one.inputs["roleDefinitionId"] for one in open_staging().of(ROLE)]

    prefix = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/"
    assert {role.removeprefix(prefix) for role in assigned} <= ROLES.keys()


def test_no_role_reaches_beyond_one_resource() -> None:
    scopes = {one.inputs["scope"] for one in open_staging().of(ROLE)}

    assert [scope for scope in scopes if "/providers/Microsoft." not in scope] == []


def test_what_a_principal_is_is_always_said() -> None:
    kinds = {
        (one.inputs["principalId"] == ADMINS, one.inputs["principalType"]) for one in open_staging().of(ROLE)
    }

    assert kinds == {(True, "Group"), (False, "ServicePrincipal")}
