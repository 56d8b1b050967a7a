"""How many replicas a workload has: what moves their number, how fast, and what a drain may take away."""

from typing import Literal, Self

from pydantic import Field, model_validator

from settings.slo import MetricName
from settings.types import Model, Quantity


class Step(Model):
    """So many percent of the replicas, or so many pods, in any `seconds`."""

    percent: int | None = Field(default=None, ge=1, le=1000)
    pods: int | None = Field(default=None, ge=1, le=1000)
    seconds: int = Field(default=60, ge=1, le=1800)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.percent is None) == (self.pods is None):
            raise ValueError("expected exactly one of percent and pods")
        return self


class Behaviour(Model):
    """How fast the number moves in one direction. stabilization_seconds: how long the autoscaler looks back before it moves, and
    takes the most careful answer of that time; select: which of the steps counts."""

    stabilization_seconds: int = Field(ge=0, le=3600)
    steps: tuple[Step, ...] = Field(min_length=1)
    select: Literal["most", "least"] = "most"


class Scale(Model):
    """How many replicas, and what moves the number; min and max alike: that many, and no autoscaler.

    cpu, memory: target utilisation in percent of the request. requests_per_second: of one replica, counted by its own
    http_requests_total. custom: further metrics of a replica, each with the average that it should have: a gauge by its name, a
    counter NAME_total as NAME_per_second. Both need platform.prometheus_adapter. up: at once, by half or by two pods, whichever
    is more; down: by a fifth a minute, after five quiet minutes.
    """

    min: int = Field(default=3, ge=1, le=1000)
    max: int = Field(default=10, ge=1, le=1000)
    cpu: int | None = Field(default=70, ge=1, le=100)
    memory: int | None = Field(default=80, ge=1, le=100)
    requests_per_second: int | None = Field(default=None, ge=1)
    custom: dict[MetricName, Quantity] = Field(default_factory=dict)
    up: Behaviour = Behaviour(stabilization_seconds=0, steps=(Step(percent=50), Step(pods=2)))
    down: Behaviour = Behaviour(stabilization_seconds=300, steps=(Step(percent=20),))

    @property
    def fixed(self) -> bool:
        """Whether nothing moves the number."""
        return self.min == self.max

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.min > self.max:
            raise ValueError(
                f"expected min to be at most max, got min {self.min} and max {self.max}: lower min or raise max"
            )
        targets = (self.cpu, self.memory, self.requests_per_second)
        if not self.fixed and not self.custom and targets == (None, None, None):
            raise ValueError(
                "expected a cpu, a memory, a requests_per_second or a custom target: without one nothing moves the number of "
                "replicas"
            )
        return self


class Disruption(Model):
    """What a drain may take away at a time: exactly one of the two."""

    min_available: int | None = Field(default=None, ge=0)
    max_unavailable: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.min_available is None) == (self.max_unavailable is None):
            raise ValueError("expected exactly one of min_available and max_unavailable")
        return self
