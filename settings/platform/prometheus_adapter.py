"""What a stack file may say about autoscaling by what Prometheus knows."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.types import Model

REQUESTS = "http_requests_per_second"
"""The metric behind a workload's scale.requests_per_second."""
SCALING = ("autoscaling", "custom")
"""The label, and its value, of the series behind a workload's scale.custom."""


def series_of(metric: str) -> tuple[str, ...]:
    """The series that a custom metric of a pod may be: a gauge of its own name, or for NAME_per_second the counter NAME_total,
    as http_requests_per_second is of http_requests_total."""
    counted = metric.removesuffix("_per_second")
    return (metric,) if counted == metric else (metric, f"{counted}_total")


# https://prometheus.io/docs/concepts/data_model
MetricName = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*$", max_length=100)]
Label = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$", max_length=100)]


class Series(Model):
    """What a metric is made of. series: its name in Prometheus. labels: which it must carry, each with its value.

    per_second: how fast a counter grows, over `window`; false takes a gauge as it is. aggregation: of the series of one pod, or
    for external metrics of one namespace.
    """

    series: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_:][a-zA-Z0-9_:]*$", max_length=200)]
    labels: dict[Label, Annotated[str, StringConstraints(pattern=r'^[^"\\\n]*$')]] = Field(
        default_factory=dict
    )
    per_second: bool = True
    window: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*[sm]$")] = "2m"
    aggregation: Literal["sum", "avg", "max", "min"] = "sum"


class PrometheusAdapter(AddOn):
    """prometheus-adapter: metrics of Prometheus, for HorizontalPodAutoscalers.

    metrics: of pods (custom.metrics.k8s.io), by the name that an autoscaler gives. http_requests_per_second is there unless it
    is defined anew, and so are those that a workload's scale.custom names and its pods show. external: of a namespace
    (external.metrics.k8s.io), beside ingress_requests_per_second, which is what comes through the platform's own way in.
    prometheus: the address of one that exists already.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.PROMETHEUS_ADAPTER,)

    install: Literal[True, False, "existing"] = False
    metrics: dict[MetricName, Series] = Field(default_factory=dict)
    external: dict[MetricName, Series] = Field(default_factory=dict)
    prometheus: Annotated[str, StringConstraints(pattern=r"^https?://[a-z0-9.-]+:\d{1,5}$")] | None = None

    @model_validator(mode="after")
    def _taken(self) -> "PrometheusAdapter":
        if not self.installed and (self.metrics or self.external or self.prometheus):
            raise ValueError(
                "expected metrics, external and prometheus only with install: true; another adapter has its own"
            )
        return self

    @property
    def needs(self) -> Mapping[str, str]:
        if not self.installed:
            return {}
        return {"monitoring": "the metrics themselves", "cert_manager": "the certificate of its API"}
