"""What has not succeeded for too long is told of, whether it ran in vain, hangs, or never began."""

from pathlib import Path

import pytest
import yaml

from components.observability.alerts import rule_groups
from components.observability.applications import groups, schedules
from tests.components.observability import exports
from tests.components.observability.applications.cases import SCHEDULED, Case
from tests.components.observability.applications.given import RUNBOOKS, SCHEDULES
from tests.components.observability.promtool import check_rules, metrics
from tests.components.workload.specs import full, least

DAY = 24 * 60


@pytest.mark.engine
@pytest.mark.parametrize("case", SCHEDULED, ids=lambda case: case.name)
def test_what_is_late_is_told_of_and_what_is_not_is_not(case: Case, judged: dict[str, str]) -> None:
    assert judged[case.name] == ""


@pytest.mark.engine
def test_promtool_has_nothing_against_them(promtool: Path, tmp_path: Path) -> None:
    found = list(schedules.groups(full(schedules=SCHEDULES)))
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rule_groups(found, RUNBOOKS)))

    assert check_rules(promtool, tmp_path / "rules.yaml") == ""


@pytest.mark.engine
def test_they_ask_for_what_every_cluster_exports(promtool: Path) -> None:
    (group,) = schedules.groups(full(schedules=SCHEDULES))

    for names in metrics(promtool, [alert.expr for alert in group.alerts]):
        assert names
        assert names <= exports.exported("kubernetes")


def test_a_backup_that_is_late_pages_and_the_rest_is_for_working_hours() -> None:
    (group,) = schedules.groups(full(schedules=SCHEDULES))

    assert {alert.name: alert.severity for alert in group.alerts} == {
        "ScheduleLate": "warning",
        "DatabaseBackupLate": "critical",
        "RestoreDrillLate": "warning",
    }
    assert [dict(alert.labels) for alert in group.alerts] == [
        {"namespace": "team", "workload": "app", "cronjob": f"app-{name}"}
        for name in ("report", "backup", "drill")
    ]


def test_they_are_the_team_s_that_the_spec_names() -> None:
    told = groups(full(schedules=SCHEDULES, alerts={"team": "sre"}), None)

    assert {alert.team for group in told for alert in group.alerts} == {"sre"}


def test_a_schedule_that_asks_for_none_and_a_workload_without_backup_have_none() -> None:
    quiet = {"report": {"schedule": "0 * * * *", "args": ["report"]}}

    assert list(schedules.groups(least(schedules=quiet))) == []


def test_without_a_drill_the_backup_is_watched_alone() -> None:
    spec = full(backup={"url": "DATABASE_URL", "bucket": "backup", "drill": None})
    (group,) = schedules.groups(spec)

    assert [alert.name for alert in group.alerts] == ["DatabaseBackupLate"]


@pytest.mark.parametrize(
    ("schedule", "minutes"),
    [
        ("* * * * *", 1),
        ("*/5 * * * *", 5),
        ("*/25 * * * *", 25),
        ("30 * * * *", 60),
        ("0 */6 * * *", 360),
        ("0 8-18 * * *", 14 * 60),
        ("0 2 * * *", DAY),
        ("0 2,14 * * *", 12 * 60),
        ("0 5 * * 0", 7 * DAY),
        ("0 5 * * sun", 7 * DAY),
        ("0 9 * * MON-FRI", 3 * DAY),
        ("0 5/8 * * *", 8 * 60),
        ("0 3 1 * *", 31 * DAY),
        ("0 3 1 jan *", 366 * DAY),
        ("0 3 29 2 *", 1461 * DAY),
        ("0 3 30 2 *", 1461 * DAY),
        # Either kind of day will do where both are said: the first of a month, or a Monday.
        ("0 3 1 * 1", 7 * DAY),
    ],
)
def test_the_longest_time_between_two_runs_is_the_schedule_s(schedule: str, minutes: int) -> None:
    assert schedules.longest_minutes(schedule) == minutes
