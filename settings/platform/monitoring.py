"""What a stack file may say about Prometheus, Alertmanager and Grafana."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.platform.alerts import Alerts
from settings.platform.grafana import Grafana, StoredLogin
from settings.types import Quantity


class Monitoring(AddOn):
    """Prometheus, Alertmanager and Grafana. replicas: of Prometheus and of Alertmanager, each with its own volume.

    grafana_admin: the name in the secret store, after the stack's prefix, of a JSON secret with the fields username and
    password. It must be there before the first `pulumi up`.
    An existing one is the Prometheus operator's, and sees every namespace's monitors and rules; prometheus_pods: the labels
    of its Prometheus, by which network policies let its scrapes in.
    runbooks: where this project's docs/runbooks are to be read; every alert and dashboard links there.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.PROMETHEUS_OPERATOR_CRDS, charts.KUBE_PROMETHEUS_STACK)
    LOCATED: ClassVar[bool] = True

    replicas: Literal[1, 2, 3] = 2
    retention_days: int = Field(default=15, ge=1, le=395)
    storage: Quantity = "50Gi"
    grafana_admin: StoredLogin = "grafana/admin"
    grafana: Grafana = Grafana()
    alerts: Alerts = Alerts()
    runbooks: Annotated[str, Field(pattern=r"^https://[^\s?#]+$", max_length=500)] = (
        "https://git.example.com/groundwork/blob/main/docs/runbooks"
    )
    prometheus_pods: dict[str, str] = Field(default={"app.kubernetes.io/name": "prometheus"}, min_length=1)

    @property
    def needs(self) -> Mapping[str, str]:
        return {"secrets": "Grafana's administrator"} if self.installed else {}
