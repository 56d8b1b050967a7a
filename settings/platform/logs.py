"""What a stack file may say about logs: Loki, which keeps them, and Alloy, which brings them."""

from typing import ClassVar

from pydantic import Field, model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn, ChartValues
from settings.types import Quantity


class Logs(AddOn):
    """Loki and Alloy: what every pod writes, and Kubernetes' events, to be read in Grafana.

    retention_days: after which Loki deletes. storage: the volume of each of Loki's pods; on a cluster with buckets it holds
    what is not in the bucket yet, on an existing cluster, which has none, all there is, in one pod.
    redact: take passwords, tokens and keys out of lines, as far as their form tells them.
    values: of loki; alloy, alloy_events: of Alloy's two releases.
    An existing installation has its own agents: nothing is asked of it here.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.LOKI, charts.ALLOY, charts.ALLOY_EVENTS)

    retention_days: int = Field(default=30, ge=1, le=395)
    storage: Quantity = "10Gi"
    redact: bool = True
    alloy: ChartValues = Field(default_factory=dict)
    alloy_events: ChartValues = Field(default_factory=dict)

    @model_validator(mode="after")
    def _taken(self) -> "Logs":
        if not self.installed and (self.alloy or self.alloy_events):
            raise ValueError(
                "expected alloy and alloy_events only with install: true, for nothing is installed to take them"
            )
        return self
