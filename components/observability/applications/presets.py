"""Alerts with fixed limits, which applications' documents ask for by name, from the application's own metrics. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from components.observability.alerts.rules import Alert, Group
from components.observability.applications.sources import Source, counted, own, scraped
from settings.slo import Down, ErrorRate, Failures, Slow
from settings.slo import seconds as seconds_of
from settings.workload import WorkloadSpec


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _who(spec: WorkloadSpec) -> str:
    return f"{spec.namespace}/{spec.name}"


def share_failed(source: Source, by: str = "") -> str:
    """The share of requests that fail. by: of what, such as " by (instance) "; of all where empty."""
    return f"sum{by}(rate({source.failed}[5m])) / sum{by}(rate({source.every}[5m]))"


def percentile(source: Source, percent: Decimal) -> str:
    """The time in seconds that so many percent of the requests do not exceed."""
    quantile = f"histogram_quantile({_number(percent / 100)}, sum by (le) (rate({source.buckets}[5m])))"
    return quantile if source.per_second == 1 else f"{quantile} / {source.per_second}"


def _error_rate(spec: WorkloadSpec, source: Source, limit: ErrorRate) -> Alert:
    one = limit.by == "instance"
    answers = f"{{{{ $labels.instance }}}} of {_who(spec)}" if one else _who(spec)
    return Alert(
        "HighErrorRate",
        f"{share_failed(source, ' by (instance) ' if one else '')} > {_number(limit.percent / 100)}",
        f"{limit.minutes}m",
        "critical",
        "More of a workload's requests fail than it allows, by its own count",
        f"{{{{ $value | humanizePercentage }}}} of the requests that {answers} answers end in an error, more than "
        f"{_number(limit.percent)} %.",
        "applications",
    )


def _slow(spec: WorkloadSpec, source: Source, limit: Slow) -> Alert:
    return Alert(
        "HighLatency",
        f"{percentile(source, limit.percentile)} > {_number(seconds_of(limit.threshold))}",
        f"{limit.minutes}m",
        "warning",
        "A workload answers more slowly than it allows, by its own count",
        f"{_number(limit.percentile)} % of the requests to {_who(spec)} take up to {{{{ $value | humanizeDuration }}}}, more "
        f"than {limit.threshold}.",
        "applications",
    )


def _down(spec: WorkloadSpec, limit: Down) -> Alert:
    reached = f"(sum(up{{{scraped(spec)}}}) or vector(0)) == 0"
    return Alert(
        "ServiceDown",
        # While the cluster's state is not known either, it is monitoring that is down, and that has its own alerts.
        f"{reached} and on () count(kube_node_info) > 0",
        f"{limit.minutes}m",
        "critical",
        "Prometheus reaches no pod of a workload",
        f"Prometheus reaches {{{{ $value }}}} pods of {_who(spec)}.",
        "applications",
    )


def _failures(spec: WorkloadSpec, operation: str, limit: Failures) -> Alert:
    every = f"{limit.counter}{{{counted(spec)}}}"
    matchers = "".join(f',{label}="{value}"' for label, value in sorted(limit.failed.items()))
    failed = f"{limit.counter}{{{counted(spec)}{matchers}}}"
    share = f"sum(increase({failed}[5m])) / sum(increase({every}[5m]))"
    return Alert(
        "FailuresHigh",
        f"{share} > {_number(limit.percent / 100)} and sum(increase({failed}[5m])) >= {limit.fewest}",
        f"{limit.minutes}m",
        "warning",
        "More of what a workload counts fails than it allows, such as logins",
        f"{{{{ $value | humanizePercentage }}}} of the {operation} of {_who(spec)} fail, more than "
        f"{_number(limit.percent)} %.",
        "applications",
        {"operation": operation},
    )


def _of(spec: WorkloadSpec) -> Iterator[Alert]:
    source = own(spec)
    if source and spec.alerts.error_rate:
        yield _error_rate(spec, source, spec.alerts.error_rate)
    if source and spec.alerts.slow:
        yield _slow(spec, source, spec.alerts.slow)
    if spec.alerts.down:
        yield _down(spec, spec.alerts.down)
    for operation, limit in spec.alerts.failures.items():
        yield _failures(spec, operation, limit)


def groups(spec: WorkloadSpec) -> Iterator[Group]:
    """The alerts that a workload asks for."""
    here = {"namespace": spec.namespace, "workload": spec.name}
    alerts = tuple(replace(alert, labels={**here, **alert.labels}) for alert in _of(spec))
    if alerts:
        yield Group(f"workload-{spec.namespace}-{spec.name}", "kubernetes", "applications", alerts)
