"""How long the longest wait of a schedule is."""

import pytest

from settings.gaps import longest


@pytest.mark.parametrize(
    ("schedule", "hours"),
    [
        ("0 2 * * *", 24),
        ("*/15 * * * *", 0.25),
        ("0 */6 * * *", 6),
        ("0 9-17/4 * * *", 16),
        ("5/20 3 * * *", 24 - 40 / 60),
        ("0 0 * * 1-5", 72),
        ("0 0 * * MON,THU", 96),
        ("30 1 1 * *", 31 * 24),
        ("0 0 1 JAN *", 366 * 24),
        ("0 5 * * 0", 7 * 24),
    ],
)
def test_it_is_between_the_two_times_that_are_furthest_apart(schedule: str, hours: float) -> None:
    assert longest(schedule) == pytest.approx(hours)


def test_a_date_and_a_weekday_are_each_enough_where_both_are_told() -> None:
    assert longest("0 0 13 * FRI") == 7 * 24
    assert longest("0 0 * * FRI") == 7 * 24
    assert longest("0 0 */1 * FRI") == 7 * 24


def test_a_day_that_never_comes_is_waited_for_for_ever() -> None:
    assert longest("0 0 30 2 *") == float("inf")
