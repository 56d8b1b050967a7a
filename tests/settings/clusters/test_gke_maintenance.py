"""When Google may upgrade."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters.gke_maintenance import Maintenance

WEEK = {"since": "2026-12-18T00:00:00Z", "until": "2026-12-28T00:00:00Z"}


def wrong(**inputs: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        Maintenance.model_validate(inputs)
    return str(refused.value)


def test_the_default_is_six_hours_of_every_weekend_night_which_is_just_enough() -> None:
    assert Maintenance().window == ("2026-01-01T02:00:00Z", "2026-01-01T08:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SU")
    assert "at least 48 hours in four weeks, which GKE asks for, got 40" in wrong(hours=5)


def test_a_window_may_pass_midnight() -> None:
    assert Maintenance(start="22:30").window[1] == "2026-01-02T04:30:00Z"


@pytest.mark.parametrize("start", ["2am", "25:00", "2"])
def test_what_is_no_time_of_day_is_refused(start: str) -> None:
    assert "a time of day in UTC" in wrong(start=start)


def test_an_exclusion_that_ends_before_it_begins_is_refused() -> None:
    backwards = {"since": WEEK["until"], "until": WEEK["since"]}

    assert "expected until after since, got 2026-12-28 and 2026-12-18" in wrong(
        exclusions={"sale": backwards}
    )


def test_all_upgrades_can_be_kept_away_for_90_days_and_minor_ones_for_longer() -> None:
    long = {"since": "2026-01-01T00:00:00Z", "until": "2026-06-01T00:00:00Z"}

    assert "at most 90 days without any upgrade, got 151" in wrong(exclusions={"freeze": long})
    assert Maintenance.model_validate({"exclusions": {"freeze": {**long, "scope": "no-minor-upgrades"}}})


def test_a_fourth_exclusion_of_all_upgrades_is_refused_by_name() -> None:
    assert "got a, b, c, d" in wrong(exclusions=dict.fromkeys("abcd", WEEK))


def test_a_time_without_its_zone_is_refused() -> None:
    assert "timezone info" in wrong(exclusions={"sale": {**WEEK, "since": "2026-12-18T00:00:00"}})
