"""Alerts on what a workload does by the clock, its backup and its restore drill: when none has succeeded for too long. Pure.

That a run has failed is told of every CronJob alike, by the cluster's own alert CronJobFailed. One that never starts, or is
suspended, fails in silence: only this tells. What has never succeeded counts from when it was made.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from components.observability.alerts.rules import Alert, Group, Severity
from settings.types import CRON_BOUNDS, CRON_NAMES
from settings.workload import WorkloadSpec

# As long as the calendar takes to repeat itself, leap days included.
_DAYS = 4 * 365 + 1
MARGIN_MINUTES = 120
"""How much longer than the last a backup or a drill may take, its second try included."""


def _numbers(field: str, place: int) -> list[int]:
    """What a field of a cron schedule matches, as github.com/robfig/cron reads it, which Kubernetes does."""
    low, high = CRON_BOUNDS[place]
    found: set[int] = set()
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        if first == "*":
            begin, end = low, high
        else:
            begin = _number(first, place)
            end = _number(last, place) if dash else high if step else begin
        found |= set(range(begin, end + 1, int(step or 1)))
    return sorted(found)


def _number(word: str, place: int) -> int:
    names = CRON_NAMES.get(place, {})
    return names[word] if word in names else int(word)


def longest_minutes(schedule: str) -> int:
    """The longest time between two runs of a cron schedule; of one that never runs, as 30 February, four years."""
    fields = schedule.split()
    minutes, hours, days, months, weekdays = (_numbers(field, place) for place, field in enumerate(fields))
    times = [60 * hour + minute for hour in hours for minute in minutes]
    # Where both kinds of days are said, either will do.
    either = not fields[2].startswith("*") and not fields[4].startswith("*")

    def matches(day: date) -> bool:
        by = (day.day in days, day.isoweekday() % 7 in weekdays)
        return day.month in months and (any(by) if either else all(by))

    start = date(2024, 1, 1)
    runs = [number for number in range(2 * _DAYS) if matches(start + timedelta(days=number))]
    within = [later - earlier for earlier, later in pairwise(times)]
    between = [1440 * (later - earlier) - times[-1] + times[0] for earlier, later in pairwise(runs)]
    return max([*within, *between]) if between else 1440 * _DAYS


def _late(spec: WorkloadSpec, cron_job: str, minutes: int, words: tuple[str, Severity, str, str]) -> Alert:
    """words: the alert's name, its severity, its summary, and what has not succeeded."""
    name, severity, summary, what = words
    here = f'{{namespace="{spec.namespace}",cronjob="{cron_job}"}}'
    since = f"max(kube_cronjob_status_last_successful_time{here}) or max(kube_cronjob_created{here})"
    return Alert(
        name,
        f"time() - ({since}) > {minutes * 60}",
        "5m",
        severity,
        summary,
        f"{what} of {spec.namespace}/{spec.name} (CronJob {cron_job}) has not succeeded for {{{{ $value | humanizeDuration }}}}.",
        "applications",
        {"namespace": spec.namespace, "workload": spec.name, "cronjob": cron_job},
    )


def _of(spec: WorkloadSpec) -> Iterator[Alert]:
    for name, schedule in spec.schedules.items():
        if schedule.late_minutes is not None:
            words: tuple[str, Severity, str, str] = (
                "ScheduleLate",
                "warning",
                "What a workload does by the clock has not succeeded for longer than it allows",
                f"Schedule {name}",
            )
            yield _late(spec, f"{spec.name}-{name}", schedule.late_minutes, words)
    if spec.backup:
        yield _late(
            spec,
            f"{spec.name}-backup",
            longest_minutes(spec.backup.schedule) + MARGIN_MINUTES,
            (
                "DatabaseBackupLate",
                "critical",
                "A workload's database has had no good dump for two hours longer than there should be between two",
                "The backup",
            ),
        )
    if spec.backup and spec.backup.drill:
        yield _late(
            spec,
            f"{spec.name}-drill",
            longest_minutes(spec.backup.drill.schedule) + MARGIN_MINUTES,
            (
                "RestoreDrillLate",
                "warning",
                "No dump of a workload's database has been proved for two hours longer than there should be between two proofs",
                "The restore drill",
            ),
        )


def groups(spec: WorkloadSpec) -> Iterator[Group]:
    """The alerts on what a workload does by the clock."""
    if alerts := tuple(_of(spec)):
        yield Group(f"schedules-{spec.namespace}-{spec.name}", "kubernetes", "applications", alerts)
