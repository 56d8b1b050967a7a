"""What a workload shows of itself: where its metrics are, and what it calls its OpenTelemetry variables."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from settings.slo import Requests
from settings.types import EnvName, HttpPath, Model, PortName, matching


class Metrics(Model):
    """Where Prometheus scrapes. interval: between two scrapes. requests: how the application counts its own, where it does.

    found_by: "monitor", a ServiceMonitor that names the port; or "annotations", the pods' own prometheus.io/scrape, port and
    path, by which tools that know no Prometheus Operator find them too.
    """

    port: PortName
    path: HttpPath = "/metrics"
    interval: Annotated[str, AfterValidator(matching(r"[1-9]\d*s", "seconds such as 30s"))] = "30s"
    requests: Requests | None = None
    found_by: Literal["monitor", "annotations"] = "monitor"


class TelemetryEnv(Model):
    """The application's own names for OpenTelemetry: enabled gets "true" or "false", endpoint gets host:port."""

    enabled: EnvName
    endpoint: EnvName
