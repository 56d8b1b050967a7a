"""What a stack file may say about a secret that the stack makes for somebody to fill in."""

import pytest
from pydantic import ValidationError

from settings.data.secrets import SharedSecret


def test_a_secret_is_in_one_region_unless_others_read_it() -> None:
    assert SharedSecret(cluster="main").copies == ()


def test_its_value_is_nowhere_in_a_stack_file() -> None:
    with pytest.raises(ValidationError, match="value"):
        SharedSecret.model_validate({"cluster": "main", "value": "placeholder"})
