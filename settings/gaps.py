"""How far apart the times of a cron schedule are."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from settings.types import CRON_BOUNDS, CRON_NAMES

# Eight years: two leap days, and every weekday on every date between them but that one.
FIRST, DAYS = date(2024, 1, 1), 8 * 366
_MINUTES_OF_A_DAY = 24 * 60


@cache
def longest(schedule: str) -> float:
    """The hours between the two times of a schedule that are furthest apart; infinite where it has none, as on 30 February."""
    fields = schedule.lower().split()
    minutes, hours, days, months, weekdays = (_values(field, place) for place, field in enumerate(fields))
    of_a_day = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    # As Kubernetes reads it: where both are told, one of them is enough (github.com/robfig/cron, spec.go, dayMatches).
    either = fields[2] not in _ANY and fields[4] not in _ANY
    runs = []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        by_date, by_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        if day.month in months and ((by_date or by_weekday) if either else (by_date and by_weekday)):
            runs.append(number * _MINUTES_OF_A_DAY)
    if len(runs) < 2:
        return float("inf")
    within = [later - earlier for earlier, later in pairwise(of_a_day)]
    between = [later + of_a_day[0] - earlier - of_a_day[-1] for earlier, later in pairwise(runs)]
    return max(within + between) / 60


_ANY = frozenset({"*", "*/1"})


def _values(field: str, place: int) -> set[int]:
    """The values of a field. A value with a step goes on to the field's last one."""
    low, high = CRON_BOUNDS[place]
    names = CRON_NAMES.get(place, {})
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        ends = [names.get(word, int(word) if word.isdecimal() else low) for word in span.split("-")]
        if span == "*":
            begin, end = low, high
        else:
            begin, end = ends[0], ends[-1]
            if step and len(ends) == 1:
                end = high
        found |= set(range(begin, end + 1, int(step or 1)))
    return found
