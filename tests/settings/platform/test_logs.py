"""What a stack file may say about logs."""

import pytest
from pydantic import ValidationError

from facts import charts
from settings.platform.logs import Logs


def test_logs_are_kept_for_a_month_and_hold_no_secrets_unless_the_stack_says_otherwise() -> None:
    assert Logs().installed
    assert (Logs().retention_days, Logs().redact) == (30, True)


def test_loki_comes_with_both_of_alloys_releases_or_not_at_all() -> None:
    assert Logs().brings == (charts.LOKI, charts.ALLOY, charts.ALLOY_EVENTS)
    assert Logs(install=False).brings == ()


def test_values_for_alloy_need_an_alloy() -> None:
    with pytest.raises(ValidationError, match="expected alloy and alloy_events only with install: true"):
        Logs(install=False, alloy={"image": {"tag": "v1"}})


@pytest.mark.parametrize("days", [0, 396])
def test_a_retention_is_between_a_day_and_13_months(days: int) -> None:
    with pytest.raises(ValidationError, match="retention_days"):
        Logs(retention_days=days)
