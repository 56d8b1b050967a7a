"""When Google may upgrade a GKE cluster by itself, and when it may not."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, field_validator, model_validator

from settings.types import DnsLabel, Model

Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Scope = Literal["no-upgrades", "no-minor-or-node-upgrades", "no-minor-upgrades"]
# Google Kubernetes Engine, "Maintenance windows and exclusions": at least 48 hours in any 32 days, which hold every
# weekday four times or more; at most three exclusions of all upgrades, of at most 90 days each.
_HOURS, _WEEKS, _LONGEST, _MOST = 48, 4, 90, 3
# A date in the past, so that the window recurs from the first day on; a Thursday, which no weekday rule depends on.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def _clock(value: str) -> str:
    try:
        return datetime.strptime(value, "%H:%M").replace(tzinfo=UTC).strftime("%H:%M")
    except ValueError:
        raise ValueError('expected a time of day in UTC, in quotes: "02:00"') from None


class Exclusion(Model):
    """A time in which Google does not upgrade: a sale, the end of the year.

    since, until: with their time zone, 2026-11-20T00:00:00Z. scope: what is left alone; "no-upgrades", all of it.
    """

    since: AwareDatetime
    until: AwareDatetime
    scope: Scope = "no-upgrades"

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.since >= self.until:
            raise ValueError(f"expected until after since, got {self.since:%F} and {self.until:%F}")
        days = (self.until - self.since).days
        if self.scope == "no-upgrades" and days > _LONGEST:
            raise ValueError(
                f"expected at most {_LONGEST} days without any upgrade, got {days}: shorten it, or leave patches in with "
                "scope no-minor-or-node-upgrades"
            )
        return self


class Maintenance(Model):
    """The weekly window for upgrades. days: in UTC. start: "HH:MM" in UTC. hours: length on each day."""

    days: tuple[Day, ...] = Field(default=("SA", "SU"), min_length=1)
    start: Annotated[str, AfterValidator(_clock)] = "02:00"
    hours: int = Field(default=6, ge=4, le=24)
    exclusions: dict[DnsLabel, Exclusion] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _enough(self) -> Self:
        hours = len(set(self.days)) * self.hours * _WEEKS
        if hours < _HOURS:
            raise ValueError(
                f"expected at least {_HOURS} hours in four weeks, which GKE asks for, got {hours}: add days or hours"
            )
        return self

    @field_validator("exclusions")
    @classmethod
    def _few(cls, exclusions: dict[str, Exclusion]) -> dict[str, Exclusion]:
        whole = [name for name, one in exclusions.items() if one.scope == "no-upgrades"]
        if len(whole) > _MOST:
            raise ValueError(
                f"expected at most {_MOST} exclusions of all upgrades, which GKE takes, got {', '.join(whole)}"
            )
        return exclusions

    @property
    def window(self) -> tuple[str, str, str]:
        """Start, end and recurrence of the window, as GKE writes them (RFC 3339 and RFC 5545)."""
        hour, minute = map(int, self.start.split(":"))
        start = _EPOCH + timedelta(hours=hour, minutes=minute)
        days = ",".join(dict.fromkeys(self.days))
        return zulu(start), zulu(start + timedelta(hours=self.hours)), f"FREQ=WEEKLY;BYDAY={days}"


def zulu(moment: datetime) -> str:
    """A moment as GKE gives it back: in UTC, to the second. Any other form would show as a change for ever."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
