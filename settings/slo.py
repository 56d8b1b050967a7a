"""What a workload promises its users, and what its owner is woken for: objectives and alerts, as a spec states them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from settings.types import Model, PortName

WINDOW_DAYS = 30
"""The window of an error budget. Of 99.9 % it leaves 43.2 minutes without any answer."""
WAY_IN_BUCKETS = tuple(map(Decimal, "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10".split()))
"""Seconds: the bounds that the histograms of both ways in have. ingress-nginx' are the Prometheus client's defaults (its flag
--time-buckets); the gateway's are Envoy's, of which these are a part (source/common/stats/histogram_impl.cc)."""

_UNITS = {"ms": Decimal("0.001"), "s": Decimal(1)}


def seconds(duration: str) -> Decimal:
    """How many seconds a duration such as 500ms or 2.5s is. Raises ValueError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", duration)
    if not match or not Decimal(match[1]):
        raise ValueError("expected a duration above zero such as 500ms or 2.5s")
    return Decimal(match[1]) * _UNITS[match[2]]


def _duration(value: str) -> str:
    seconds(value)
    return value


def _exact(value: object) -> object:
    """What YAML reads as the float 99.9 is the decimal 99.9, of which the rest to 100 is 0.1 and not 0.0999."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def told(bounds: tuple[Decimal, ...]) -> str:
    """Bounds in seconds, in words."""
    return ", ".join(f"{(bound * 1000).normalize():f}ms" for bound in bounds)


Duration = Annotated[str, AfterValidator(_duration)]
Percent = Annotated[Decimal, BeforeValidator(_exact), Field(gt=0, lt=100)]
# Below 90 % the fastest of the four burn rates is beyond what can burn: see components/observability/applications/.
Objective = Annotated[Decimal, BeforeValidator(_exact), Field(ge=90, lt=100)]
MetricName = Annotated[str, Field(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
LabelName = Annotated[str, Field(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
# Goes into PromQL between quotation marks.
LabelValue = Annotated[str, Field(pattern=r'^[^"\\\n]{1,100}$')]


class Requests(Model):
    """How an application counts its own requests, as its /metrics names it.

    total: a counter of all, with the HTTP code in the label `status`. duration: a histogram in seconds, with these bounds.
    """

    total: MetricName = "http_requests_total"
    status: LabelName = "status"
    duration: MetricName = "http_request_duration_seconds"
    bounds: tuple[Annotated[Decimal, BeforeValidator(_exact)], ...] = Field(
        default=WAY_IN_BUCKETS, min_length=1
    )


class Latency(Model):
    """So many percent of the requests that succeed take no longer than the threshold."""

    percentile: Objective = Decimal(95)
    threshold: Duration = "500ms"

    @property
    def seconds(self) -> Decimal:
        return seconds(self.threshold)


class Slo(Model):
    """What users may count on, over 30 days. availability: percent of requests that do not end in an error of the server.

    measured: at the way in, which sees what users see, and a workload that does not answer at all; or by the application's own
    metrics.requests, for one without a route. fewest: how many requests must have failed before anybody is told: with little
    traffic a single one would be a large share.
    """

    availability: Objective | None = None
    latency: Latency | None = None
    measured: Literal["way_in", "application"] = "way_in"
    fewest: int = Field(default=10, ge=1, le=100_000)

    @model_validator(mode="after")
    def _measurable(self) -> "Slo":
        if self.availability is None and self.latency is None:
            raise ValueError("expected availability, such as 99.9, or latency, such as { threshold: 500ms }")
        if self.measured == "way_in" and self.latency and self.latency.seconds not in WAY_IN_BUCKETS:
            raise ValueError(
                f"expected latency.threshold to be one that the way in counts ({told(WAY_IN_BUCKETS)}), got "
                f"{self.latency.threshold}"
            )
        return self


class ErrorRate(Model):
    """More than so many percent of the requests fail, for so many minutes. by: of all pods together, or of one of them, which the
    alert then names by its label `instance`."""

    percent: Percent = Decimal(5)
    minutes: int = Field(default=5, ge=1, le=1440)
    by: Literal["workload", "instance"] = "workload"


class Slow(Model):
    """The percentile of the requests is above the threshold, for so many minutes."""

    percentile: Percent = Decimal(95)
    threshold: Duration = "500ms"
    minutes: int = Field(default=5, ge=1, le=1440)


class Down(Model):
    """Prometheus reaches none of the pods, for so many minutes."""

    minutes: int = Field(default=5, ge=1, le=1440)


class Failures(Model):
    """More than so many percent of what a counter counts fails, for so many minutes, and at least `fewest` of it.

    counter: of the application's own metrics. failed: the labels of those that failed, each with its value.
    """

    counter: MetricName
    failed: dict[LabelName, LabelValue] = Field(min_length=1)
    percent: Percent = Decimal(50)
    minutes: int = Field(default=5, ge=1, le=1440)
    fewest: int = Field(default=10, ge=1, le=100_000)


class Alerts(Model):
    """Fixed limits, by the application's own metrics, beside or instead of an objective.

    failures: what else can fail -> how it is counted, such as logins. team: who acts, a label of these alerts and of those on its
    objectives.
    """

    team: LabelValue = "applications"
    error_rate: ErrorRate | None = None
    slow: Slow | None = None
    down: Down | None = None
    failures: dict[PortName, Failures] = Field(default_factory=dict)

    @property
    def requests(self) -> tuple[str, ...]:
        """Those that need to know how requests are counted."""
        return tuple(name for name in ("error_rate", "slow") if getattr(self, name))


def unmeasured(
    slo: Slo | None, alerts: Alerts, requests: Requests | None, *, scraped: bool, routed: bool
) -> Iterator[str]:
    """Objectives and alerts of a workload on what nothing counts. scraped, routed: whether it has metrics, and a route."""
    if slo and slo.measured == "way_in" and not routed:
        yield "slo is measured at the way in, expected a route, or measured: application with metrics.requests"
    own = slo if slo and slo.measured == "application" else None
    if own and not requests:
        yield "slo.measured is application, expected metrics.requests to say how it counts its requests"
    if alerts.requests and not requests:
        yield f"alerts.{', alerts.'.join(alerts.requests)}: expected metrics.requests to say how requests are counted"
    if (alerts.down or alerts.failures) and not scraped:
        yield "alerts: expected metrics, without which Prometheus knows nothing of the workload"
    latency = own.latency if own else None
    if latency and requests and latency.seconds not in requests.bounds:
        yield (
            f"slo.latency.threshold is {latency.threshold}, expected one of metrics.requests.bounds ({told(requests.bounds)})"
        )
