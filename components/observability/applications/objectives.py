"""A workload's objectives as Prometheus rules: what burns their budgets, how fast, and what is left. Pure.

Windows and burn rates are those of Google's Site Reliability Workbook, chapter 5 "Alerting on SLOs", section 6 "Multiwindow,
Multi-Burn-Rate Alerts" (sre.google/workbook/alerting-on-slos): an hour at 14.4 times the rate that a budget allows spends 2 %
of 30 days', six hours at 6 times 5 %, a day at 3 times 10 %, three days at once 10 %. A twelfth of each window must burn as
well, so that an alert ends soon after its cause.

One failure of ten requests in an hour is a hundred times what 99.9 % allows. The chapter's own ways out of that are artificial
traffic, several services under one objective, or a larger budget, and all are the owner's to choose. Here nobody is told before
`fewest` requests have failed; an outage with little traffic is then told by a longer window.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from components.observability.alerts.rules import Alert, Group, Recording, Severity
from components.observability.applications.sources import Source
from settings.slo import WINDOW_DAYS, Slo
from settings.workload import WorkloadSpec

BUDGET = f"{WINDOW_DAYS}d"
LOW = Decimal("0.5")
ALMOST_SPENT = Decimal("0.1")
INTERVAL_SECONDS = 60
"""Between two evaluations: so many requests does a rate of one a second stand for each time."""

REQUESTS = "workload:slo_requests:rate5m"
BAD = "workload:slo_bad_requests:rate5m"
RATIO = "workload:slo_bad_requests:ratio_rate{window}"
REMAINING = f"workload:slo_budget_remaining:ratio{BUDGET}"


@dataclass(frozen=True)
class Burn:
    """A pair of windows, and how many times faster than allowed both must burn."""

    long: str
    short: str
    rate: Decimal


FAST = (Burn("1h", "5m", Decimal("14.4")), Burn("6h", "30m", Decimal(6)))
SLOW = (Burn("1d", "2h", Decimal(3)), Burn("3d", "6h", Decimal(1)))
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d", BUDGET)


@dataclass(frozen=True)
class Objective:
    """kind: of the label `slo`. words: of its alerts' names and their texts. good: percent. requests, bad: a rate of each."""

    kind: str
    name: str
    words: str
    good: Decimal
    requests: str
    bad: str
    fewest: int

    @property
    def budget(self) -> Decimal:
        """The share of requests that may be bad."""
        return (100 - self.good) / 100


def objectives(slo: Slo, source: Source) -> Iterator[Objective]:
    """What a workload promises, each with what counts towards it."""
    if slo.availability is not None:
        every, failed = f"sum(rate({source.every}[5m]))", f"sum(rate({source.failed}[5m]))"
        # A workload that never failed has no series of failures, and its share of them is nothing, not unknown.
        bad = f"({failed} or 0 * {every})"
        yield Objective("availability", "Error", "failed", slo.availability, every, bad, slo.fewest)
    if slo.latency:
        timed = f"sum(rate({source.timed}[5m]))"
        bad = f"({timed} - sum(rate({source.within(slo.latency.seconds)}[5m])))"
        words = f"took longer than {slo.latency.threshold}"
        yield Objective("latency", "Latency", words, slo.latency.percentile, timed, bad, slo.fewest)


def _here(spec: WorkloadSpec, one: Objective) -> dict[str, str]:
    return {"namespace": spec.namespace, "workload": spec.name, "slo": one.kind}


def series(record: str, spec: WorkloadSpec, kind: str) -> str:
    """A series that is computed ahead, of one objective."""
    return f'{record}{{namespace="{spec.namespace}",workload="{spec.name}",slo="{kind}"}}'


def _recordings(spec: WorkloadSpec, one: Objective) -> Iterator[Recording]:
    here = _here(spec, one)
    yield Recording(REQUESTS, one.requests, here)
    yield Recording(BAD, one.bad, here)
    bad, requests = series(BAD, spec, one.kind), series(REQUESTS, spec, one.kind)
    for window in WINDOWS:
        # Sums of rates, not averages of shares: an hour of much traffic counts for more than one of little.
        share = f"{bad} / {requests}"
        if window != "5m":
            share = f"sum_over_time({bad}[{window}]) / sum_over_time({requests}[{window}])"
        yield Recording(RATIO.format(window=window), share, here)
    spent = f"{series(RATIO.format(window=BUDGET), spec, one.kind)} / {one.budget}"
    yield Recording(REMAINING, f"1 - {spent}", here)


def _enough(spec: WorkloadSpec, one: Objective, window: str) -> str:
    """That so many requests were bad."""
    counted = f"sum_over_time({series(BAD, spec, one.kind)}[{window}]) * {INTERVAL_SECONDS}"
    return f"{counted} >= {one.fewest}"


def burning(spec: WorkloadSpec, one: Objective, burns: tuple[Burn, ...]) -> str:
    """That a budget burns too fast in one of some pairs of windows. Its value is how many times faster than allowed."""

    def above(window: str, rate: Decimal) -> str:
        return f"{series(RATIO.format(window=window), spec, one.kind)} / {one.budget} > {rate}"

    # At 14.4 times, a budget of a tenth would need more bad requests than there are.
    possible = [burn for burn in burns if burn.rate * one.budget < 1]
    return " or ".join(
        f"({above(burn.long, burn.rate)} and {above(burn.short, burn.rate)} and {_enough(spec, one, burn.long)})"
        for burn in possible
    )


def _alerts(spec: WorkloadSpec, one: Objective) -> Iterator[Alert]:
    who = f"{spec.namespace}/{spec.name}"
    left = series(REMAINING, spec, one.kind)
    paces: tuple[tuple[str, tuple[Burn, ...], Severity, str], ...] = (
        ("BurnFast", FAST, "critical", "in two days, or in five"),
        ("BurnSlow", SLOW, "warning", "in ten days, or in 30"),
    )
    for pace, burns, severity, when in paces:
        yield Alert(
            f"{one.name}Budget{pace}",
            burning(spec, one, burns),
            "0m",
            severity,
            f"{_WHAT[one.kind]} use a workload's budget up {when}",
            f'Requests to {who} that {one.words} burn its budget {{{{ $value | printf "%.1f" }}}} times faster than '
            f"{one.good.normalize():f} % allows.",
            "applications",
        )
    floors: tuple[tuple[str, Decimal, Severity, str], ...] = (
        ("Low", LOW, "warning", "Less than half"),
        ("AlmostSpent", ALMOST_SPENT, "critical", "Less than a tenth"),
    )
    for name, floor, severity, share in floors:
        yield Alert(
            f"{one.name}Budget{name}",
            f"{left} < {floor} and {_enough(spec, one, BUDGET)}",
            "10m",
            severity,
            f"{share} of a workload's budget of {_OF[one.kind]} is left, of {WINDOW_DAYS} days",
            f"{{{{ $value | humanizePercentage }}}} of the budget of {who} is left: {one.good.normalize():f} % over "
            f"{WINDOW_DAYS} days allows {(one.budget * 100).normalize():f} % of requests that {one.words}.",
            "applications",
        )


_WHAT = {"availability": "Requests that fail", "latency": "Slow requests"}
_OF = {"availability": "errors", "latency": "slow requests"}


def group(spec: WorkloadSpec, one: Objective) -> Group:
    """The rules of one objective, each series before those that ask for it."""
    return Group(
        f"slo-{spec.namespace}-{spec.name}-{one.kind}",
        "kubernetes",
        "objectives",
        (*_recordings(spec, one), *_alerts(spec, one)),
        f"{INTERVAL_SECONDS}s",
    )
