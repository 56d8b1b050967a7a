"""A zone of names over all regions in Route 53."""

import pytest
from pydantic import ValidationError

from settings.global_dns.route53 import Route53
from tests.settings.global_dns.worlds import ROUTE53


def test_a_role_is_the_zones_accounts_own() -> None:
    role = "arn:aws:iam::123456789012:role/names"

    assert Route53.model_validate({**ROUTE53, "role": role}).role == role


@pytest.mark.parametrize(
    "role", ["arn:aws:iam::210987654321:role/names", "arn:aws:iam::123456789012:user/somebody"]
)
def test_nobody_takes_on_a_user_or_a_role_of_another_account(role: str) -> None:
    with pytest.raises(
        ValidationError, match=f"expected role to be a role of the account 123456789012, got {role}"
    ):
        Route53.model_validate({**ROUTE53, "role": role})


def test_a_zone_is_named_by_its_id() -> None:
    with pytest.raises(ValidationError, match="zone"):
        Route53.model_validate({**ROUTE53, "zone": "example.com"})
