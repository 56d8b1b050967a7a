"""Schedules."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.schedules import cron, schedule_reason


@pytest.mark.parametrize(
    "text", ["0 2 * * *", "*/15 0-6,22 1 JAN-DEC sun", "@daily", "5/10 * * * 7", "0 0 ? * MON"]
)
def test_a_schedule_that_is_one(text: str) -> None:
    assert schedule_reason(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 2 * *", "expected exactly 5 fields, found 4"),
        ("61 * * * *", "'61' does not fit within 0 to 59"),
        ("* 24 * * *", "'24' does not fit within 0 to 23"),
        ("* * 0 * *", "'0' does not fit within 1 to 31"),
        ("* * * FOO *", "'FOO' does not fit within 1 to 12"),
        ("5-1 * * * *", "'5-1' does not fit"),
        ("*/0 * * * *", "'*/0' does not fit"),
        ("1-2-3 * * * *", "'1-2-3' does not fit"),
        ("TZ=UTC 0 2 * * *", "the time zone belongs into spec.timeZone"),
        (5, "a schedule is text of five fields"),
        (None, "a schedule is text"),
    ],
)
def test_a_schedule_that_is_none(text: Any, reason: str) -> None:
    assert reason in str(schedule_reason(text))


def test_a_cron_job_says_what_to_do_with_two_runs() -> None:
    found = cron({"spec": {"schedule": "@daily", "concurrencyPolicy": "Perhaps"}})

    assert [f.reason for f in found] == ["Unsupported value: 'Perhaps'"]
    assert list(cron({"spec": UNKNOWN})) == []
