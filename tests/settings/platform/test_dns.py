"""The section of external-dns."""

import pytest
from pydantic import ValidationError

from settings.platform.dns import Dns


def test_records_go_with_their_hosts_unless_a_stack_says_otherwise() -> None:
    assert Dns().policy == "sync"


def test_a_policy_that_external_dns_does_not_have_is_refused() -> None:
    with pytest.raises(ValidationError, match="policy"):
        Dns.model_validate({"policy": "delete"})
