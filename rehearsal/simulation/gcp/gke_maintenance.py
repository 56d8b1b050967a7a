"""When Google may upgrade a simulated GKE cluster: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from rehearsal.simulation.gcp.inputs import invalid, one_of
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import Failure, Properties

PATH = "maintenancePolicy"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SCOPES = ("NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES")


def moment(text: Any) -> datetime | None:
    """The moment that a text names (RFC 3339, Zulu), None when it names none."""
    try:
        return (
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            if isinstance(text, str)
            else None
        )
    except ValueError:
        return None


def maintenance_check(inputs: Properties) -> Iterator[Failure]:
    """Windows recur for long enough, exclusions end."""
    recurring = f"{PATH}.recurringWindow"
    exclusions = f"{PATH}.maintenanceExclusions"
    for path in (
        f"{recurring}.startTime",
        f"{recurring}.endTime",
        f"{exclusions}.startTime",
        f"{exclusions}.endTime",
    ):
        for text in texts(inputs, path):
            if moment(text) is None:
                yield invalid(path, text, "Must be a time of RFC 3339 in Zulu, 2026-01-01T00:00:00Z")
    yield from one_of(inputs, f"{exclusions}.exclusionOptions.scope", SCOPES)
    yield from window_check(inputs, recurring)
    found = [one_ for one_ in values(inputs, exclusions) if isinstance(one_, Mapping)]
    whole = [one_ for one_ in found if one(one_, "exclusionOptions.scope", "NO_UPGRADES") == "NO_UPGRADES"]
    if len(found) > 20 or len(whole) > 3:
        yield invalid(exclusions, len(found), "At most 20 exclusions, three of them of all upgrades")
    for one_ in whole:
        start, end = moment(one_.get("startTime")), moment(one_.get("endTime"))
        if start and end and not timedelta() < end - start <= timedelta(days=90):
            yield invalid(
                f"{exclusions}.endTime",
                one_.get("endTime"),
                "All upgrades can be excluded for at most 90 days",
            )


def window_check(inputs: Properties, path: str) -> Iterator[Failure]:
    """Four hours at a time or more, and 48 in any 32 days."""
    start, end = moment(one(inputs, f"{path}.startTime")), moment(one(inputs, f"{path}.endTime"))
    rule = one(inputs, f"{path}.recurrence")
    if not isinstance(rule, str):
        return
    weekly = re.fullmatch(rf"FREQ=WEEKLY;BYDAY=((?:{'|'.join(DAYS)})(?:,(?:{'|'.join(DAYS)}))*)", rule)
    if not weekly and rule != "FREQ=DAILY":
        yield invalid(
            f"{path}.recurrence", rule, "Must be an RRULE of RFC 5545, FREQ=WEEKLY;BYDAY=SA,SU or FREQ=DAILY"
        )
        return
    if start and end:
        hours = (end - start).total_seconds() / 3600
        times = 4 * len(set(weekly[1].split(","))) if weekly else 32
        if hours < 4 or hours > 24 or hours * times < 48:
            reason = "Windows must be at least 4 hours long and come to 48 hours in any 32 days"
            yield invalid(f"{path}.endTime", one(inputs, f"{path}.endTime"), reason)
