"""When Google may upgrade a cluster."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import CLUSTER, Cloud

START, END = "2026-01-01T02:00:00Z", "2026-01-01T08:00:00Z"
SALE = {
    "exclusionName": "sale",
    "startTime": START,
    "endTime": END,
    "exclusionOptions": {"scope": "NO_UPGRADES"},
}


def window(start: str = START, end: str = END, recurrence: str = "FREQ=WEEKLY;BYDAY=SA,SU") -> dict[str, Any]:
    return {"recurringWindow": {"startTime": start, "endTime": end, "recurrence": recurrence}}


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (window(start="2026-01-01 02:00"), "a time of RFC 3339 in Zulu"),
        (window(recurrence="weekly"), "Must be an RRULE of RFC 5545"),
        (window(end="2026-01-01T05:00:00Z"), "at least 4 hours long"),
        (window(recurrence="FREQ=WEEKLY;BYDAY=SA"), "come to 48 hours in any 32 days"),
        ({"maintenanceExclusions": [{**SALE, "endTime": "2026-05-01T00:00:00Z"}]}, "for at most 90 days"),
        ({"maintenanceExclusions": [{**SALE, "endTime": START}]}, "for at most 90 days"),
        ({"maintenanceExclusions": [SALE] * 4}, "three of them of all upgrades"),
        (
            {"maintenanceExclusions": [{**SALE, "exclusionOptions": {"scope": "ALL"}}]},
            "Expected one of NO_UPGRADES",
        ),
    ],
)
def test_a_policy_that_google_refuses(cloud: Cloud, policy: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(CLUSTER, **cloud.sound(maintenancePolicy=policy))


def test_every_day_or_some_days_of_the_week_are_a_window(cloud: Cloud) -> None:
    assert cloud.wrong(CLUSTER, **cloud.sound(maintenancePolicy=window(recurrence="FREQ=DAILY"))) == []
