"""What runs to an end: once for each version, or by the clock."""

import pytest

from settings.workload import Job, Schedule
from tests.settings.workload.given import wrong


def test_a_job_is_small_and_given_nothing_and_the_pods_wait_for_it() -> None:
    job = Job(command=("migrate",))

    assert (job.image, job.secrets, job.reaches) == (None, (), ())
    assert (job.resources.cpu, job.resources.memory) == ("100m", "128Mi")
    assert (job.resources.cpu_limit, job.resources.memory_limit) == ("500m", "512Mi")
    assert (job.retries, job.timeout_seconds, job.before) == (3, 600, True)


@pytest.mark.parametrize(
    "given",
    [{"command": ["migrate"]}, {"args": ["migrate"]}, {"image": "registry.example.com/migrate:1.0.0"}],
)
def test_a_job_runs_something_that_ends(given: dict[str, object]) -> None:
    assert Job.model_validate(given)
    assert (
        "expected a command, args or an image: the workload's own program would run, which does not end"
        in wrong(Job, {"retries": 1})
    )


def test_a_schedule_skips_what_overlaps_and_asks_for_no_alert_on_late_runs() -> None:
    schedule = Schedule(command=("sweep",), schedule="*/5 * * * *")

    assert (schedule.overlapping, schedule.late_minutes, schedule.before) == ("skip", None, False)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "schedule\n  Field required"),
        ({"schedule": "hourly"}, "schedule\n  Value error, expected a cron schedule of five fields"),
        ({"schedule": "0 * * * *", "before": True}, "before\n  Input should be False"),
        (
            {"schedule": "0 * * * *", "late_minutes": 1},
            "late_minutes\n  Input should be greater than or equal to 2",
        ),
        (
            {"schedule": "0 * * * *", "overlapping": "both"},
            "overlapping\n  Input should be 'skip' or 'replace'",
        ),
    ],
)
def test_a_schedule_says_when(given: dict[str, object], told: str) -> None:
    assert told in wrong(Schedule, {"command": ["sweep"], **given})


def test_a_schedule_runs_something_that_ends_too() -> None:
    assert "expected a command, args or an image" in wrong(Schedule, {"schedule": "0 * * * *"})
