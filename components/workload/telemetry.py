"""What a workload shows of itself: a scrape for Prometheus, and where its traces go. Pure."""

from collections.abc import Mapping
from typing import Any

from components.contracts import TelemetryEndpoint
from components.workload.mesh import merged
from settings.workload import Metrics, TelemetryEnv, WorkloadSpec


def service_monitor(spec: WorkloadSpec, metrics: Metrics, *, meshed: bool = False) -> Mapping[str, Any]:
    """The body of a Prometheus Operator ServiceMonitor. meshed: the pods are in the mesh."""
    endpoint = {
        "port": metrics.port,
        "path": metrics.path,
        "interval": metrics.interval,
        "scrapeTimeout": "10s",
    }
    return {
        "jobLabel": "app.kubernetes.io/name",
        "selector": {"matchLabels": {"app": spec.name}},
        "namespaceSelector": {"matchNames": [spec.namespace]},
        "endpoints": [merged(endpoint) if meshed else endpoint],
    }


def telemetry_variables(names: TelemetryEnv | None, endpoint: TelemetryEndpoint | None) -> dict[str, str]:
    """Under the application's own names: on with an address where the platform has a collector, else off."""
    if names is None:
        return {}
    if endpoint is None:
        return {names.enabled: "false"}
    return {names.enabled: "true", names.endpoint: endpoint.address}
