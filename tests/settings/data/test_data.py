"""The section of data that outlives a region."""

import pytest
from pydantic import ValidationError

from settings.data import DataSettings


def test_a_stack_has_no_data_of_its_own_unless_it_says_so() -> None:
    empty = DataSettings()

    assert (empty.databases, empty.images, empty.secrets) == ({}, None, {})


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError, match="bucket"):
        DataSettings.model_validate({"bucket": {}})
