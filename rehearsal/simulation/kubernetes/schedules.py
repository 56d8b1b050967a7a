"""What an API server finds wrong with a CronJob's schedule.

Grammar: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
"""

import re
from collections.abc import Iterator
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties, value_at

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
FIELDS: tuple[tuple[int, int, list[str]], ...] = (
    (0, 59, []),
    (0, 23, []),
    (1, 31, []),
    (1, 12, MONTHS),
    (0, 7, DAYS),
)
MACROS = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}


def cron(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a CronJob's schedule."""
    schedule = value_at(inputs, "spec.schedule")
    if schedule is not UNKNOWN and (reason := schedule_reason(schedule)):
        yield Failure("spec.schedule", f"Invalid value: {schedule!r}: {reason}")
    policy = value_at(inputs, "spec.concurrencyPolicy")
    if policy not in {None, UNKNOWN, "Allow", "Forbid", "Replace"}:
        yield Failure("spec.concurrencyPolicy", f"Unsupported value: {policy!r}")


def schedule_reason(schedule: Any) -> str | None:
    """Why a text is no schedule in the five fields of cron, None when it is one."""
    if not isinstance(schedule, str):
        return "a schedule is text of five fields"
    if schedule in MACROS or re.fullmatch(r"@every \d+[smh].*", schedule):
        return None
    if "TZ=" in schedule:
        return "the time zone belongs into spec.timeZone"
    given = schedule.split()
    if len(given) != len(FIELDS):
        return f"expected exactly 5 fields, found {len(given)}"
    for text, (low, high, names) in zip(given, FIELDS, strict=True):
        for part in text.upper().split(","):
            if not part_fits(part, low, high, names):
                return f"{text!r} does not fit within {low} to {high}"
    return None


def part_fits(part: str, low: int, high: int, names: list[str]) -> bool:
    """Whether one member of a cron field is `*`, a number, a range, each perhaps with a step."""
    span, slash, step = part.partition("/")
    if slash and not (step.isdigit() and int(step) > 0):
        return False
    if span in {"*", "?"}:
        return True
    ends = [
        names.index(end) + low if end in names else int(end) if end.isdigit() else -1
        for end in span.split("-")
    ]
    return len(ends) <= 2 and all(low <= end <= high for end in ends) and ends == sorted(ends)
