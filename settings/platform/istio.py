"""What a stack file may say about the service mesh."""

from typing import ClassVar

from pydantic import Field

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn, ChartValues


class Istio(AddOn):
    """Istio. An application joins the mesh by its own setting `mesh`.

    trace_percent: of the requests through the mesh, how many send their traces to `telemetry`, where that is set; Istio's
    own default is 1. values: of istiod; cni, ingress_gateway, egress_gateway: of these charts.
    namespace: where an existing one's istiod is; its egress gateway is not used.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (
        charts.ISTIO_BASE,
        charts.ISTIO_CNI,
        charts.ISTIOD,
        charts.ISTIO_INGRESS,
        charts.ISTIO_EGRESS,
    )
    LOCATED: ClassVar[bool] = True

    trace_percent: float = Field(default=1.0, ge=0, le=100)
    cni: ChartValues = Field(default_factory=dict)
    ingress_gateway: ChartValues = Field(default_factory=dict)
    egress_gateway: ChartValues = Field(default_factory=dict)
