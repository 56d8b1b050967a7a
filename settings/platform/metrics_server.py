"""What a stack file may say about metrics-server."""

from typing import ClassVar

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn


class MetricsServer(AddOn):
    """metrics-server: what pods and nodes use of CPU and memory, for autoscalers and `kubectl top`.

    Only for a cluster that has none (clusters.NAME.metrics_server: false): those of the clouds bring their own.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.METRICS_SERVER,)
