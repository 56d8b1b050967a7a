"""A zone of names over all regions in Route 53."""

import pytest
from pydantic import ValidationError

from settings.global_dns.route53 import Route53
from tests.settings.global_dns.worlds import ROUTE53


def test_roles_are_the_zones_accounts_own() -> None:
    role, proving = (f"arn:aws:iam::123456789012:role/{name}" for name in ("names", "proofs"))
    zone = Route53.model_validate({**ROUTE53, "role": role, "proving_role": proving})

    assert (zone.role, zone.proving_role) == (role, proving)


def test_what_writes_names_is_not_what_pods_take_on() -> None:
    role = "arn:aws:iam::123456789012:role/names"

    with pytest.raises(
        ValidationError, match=f"proving_role to be another one than role, got {role} for both"
    ):
        Route53.model_validate({**ROUTE53, "role": role, "proving_role": role})


@pytest.mark.parametrize("field", ["role", "proving_role"])
@pytest.mark.parametrize(
    "role", ["arn:aws:iam::210987654321:role/names", "arn:aws:iam::123456789012:user/somebody"]
)
def test_nobody_takes_on_a_user_or_a_role_of_another_account(role: str, field: str) -> None:
    with pytest.raises(
        ValidationError, match=f"expected {field} to be a role of the account 123456789012, got {role}"
    ):
        Route53.model_validate({**ROUTE53, field: role})


def test_a_zone_is_named_by_its_id() -> None:
    with pytest.raises(ValidationError, match="zone"):
        Route53.model_validate({**ROUTE53, "zone": "example.com"})
