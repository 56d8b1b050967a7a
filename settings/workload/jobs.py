"""What a workload runs to an end: once for each version of it, or by the clock."""

from typing import Literal, Self

from pydantic import Field, model_validator

from settings.types import Cron, DnsLabel, EnvName, Image, Model
from settings.workload.containers import Sized

_SMALL = {"cpu": "100m", "memory": "128Mi", "cpu_limit": "500m", "memory_limit": "512Mi"}


class Job(Model):
    """A container that ends. It gets the workload's plain variables; its other rights are its own.

    image: the workload's where none is said. secrets: which of the workload's secret variables it is given. reaches: which of the
    workload's edges, by name. retries: how often it is started anew before it has failed. timeout_seconds: when it has.
    before: whether the workload's pods wait for it, as for a migration.
    """

    image: Image | None = None
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    resources: Sized = Field(default=_SMALL, validate_default=True)
    secrets: tuple[EnvName, ...] = ()
    reaches: tuple[DnsLabel, ...] = ()
    retries: int = Field(default=3, ge=0, le=20)
    timeout_seconds: int = Field(default=600, ge=10, le=86400)
    before: bool = True

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if not (self.image or self.command or self.args):
            raise ValueError(
                "expected a command, args or an image: the workload's own program would run, which does not end"
            )
        return self


class Schedule(Job):
    """A Job by the clock, in UTC. overlapping: what happens to a run whose time comes while the one before goes on.

    Whoever watches the workload is told when a run has failed, and when none has succeeded for `late_minutes` (twice the
    schedule's usual distance is a good choice); None asks for no such alert.
    """

    schedule: Cron
    overlapping: Literal["skip", "replace"] = "skip"
    late_minutes: int | None = Field(default=None, ge=2, le=100_000)
    before: Literal[False] = False
