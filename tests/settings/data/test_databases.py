"""What a stack file may say about a managed database."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.data import DataSettings
from settings.data.databases import Database

LEAST = {"cluster": "main", "secret": "shop/url"}


def test_a_database_that_says_no_more_than_it_must_can_be_restored_for_two_weeks() -> None:
    made = Database.model_validate(LEAST)

    assert (made.version, made.size, made.storage_gib, made.backup_days) == ("16", "small", 50, 14)
    assert (made.replica, made.promoted) == (None, ())


def test_a_version_may_be_a_number_as_yaml_reads_it() -> None:
    assert Database.model_validate({**LEAST, "version": 17}).version == "17"


@pytest.mark.parametrize(
    "changes",
    [{"version": 9}, {"size": "huge"}, {"storage_gib": 10}, {"backup_days": 5}, {"secret": ""}, {"port": 1}],
)
def test_what_no_database_takes(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Database.model_validate({**LEAST, **changes})


@pytest.mark.parametrize("name", ["Shop", "1shop", "shop--two", "shop-", "shop_two", "s" * 25, ""])
def test_a_name_that_no_cloud_takes_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="expected a database's name: at most 24 lower-case letters"):
        DataSettings.model_validate({"databases": {name: LEAST}})


def test_a_name_of_small_letters_is_taken() -> None:
    assert DataSettings.model_validate({"databases": {"shop-2": LEAST, "s" * 24: LEAST}})
