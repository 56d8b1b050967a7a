"""What a workload shows of itself: a scrape for Prometheus, and where its traces go. Pure."""

from collections.abc import Mapping
from typing import Any

from components.contracts import TelemetryEndpoint
from components.workload import scaling
from components.workload.mesh import merged
from settings.workload import Metrics, TelemetryEnv, WorkloadSpec


def monitor(
    spec: WorkloadSpec, metrics: Metrics, serves: str, *, meshed: bool
) -> tuple[str, Mapping[str, Any]]:
    """The kind and the body of what Prometheus scrapes by. In the mesh a pod's metrics are its proxy's, however it is found."""
    if metrics.found_by == "annotations" and not meshed:
        return "PodMonitor", _marked(spec, pod_monitor(spec, metrics, serves), "podMetricsEndpoints")
    return "ServiceMonitor", _marked(spec, service_monitor(spec, metrics, meshed=meshed), "endpoints")


def _marked(spec: WorkloadSpec, body: Mapping[str, Any], endpoints: str) -> Mapping[str, Any]:
    """The body with the label of what the autoscaler looks at, where it looks at metrics of the workload's own."""
    marks = scaling.marks(spec.scale)
    if not marks:
        return body
    return {
        **body,
        endpoints: [
            {**one, "metricRelabelings": [*one.get("metricRelabelings", ()), *marks]}
            for one in body[endpoints]
        ],
    }


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


def pod_monitor(spec: WorkloadSpec, metrics: Metrics, serves: str) -> Mapping[str, Any]:
    """The body of a Prometheus Operator PodMonitor: where to scrape is what the pods' annotations say. serves: the label `app` of
    the pods behind the workload's Service."""
    annotation = "__meta_kubernetes_pod_annotation_prometheus_io"
    return {
        "selector": {"matchLabels": {"app": serves}},
        "namespaceSelector": {"matchNames": [spec.namespace]},
        "podMetricsEndpoints": [
            {
                # One target for each pod; without a port there would be one for each of its ports.
                "port": metrics.port,
                "interval": metrics.interval,
                "scrapeTimeout": "10s",
                "relabelings": [
                    {"targetLabel": "job", "replacement": spec.name},
                    {"action": "keep", "sourceLabels": [f"{annotation}_scrape"], "regex": "true"},
                    {
                        "sourceLabels": [f"{annotation}_path"],
                        "regex": "(.+)",
                        "targetLabel": "__metrics_path__",
                        "replacement": "$1",
                    },
                    {
                        "sourceLabels": ["__address__", f"{annotation}_port"],
                        "regex": r"(.+?)(?::\d+)?;(\d+)",
                        "targetLabel": "__address__",
                        "replacement": "$1:$2",
                    },
                ],
            }
        ],
    }


def annotations(spec: WorkloadSpec, *, meshed: bool) -> Mapping[str, str]:
    """Of a pod, where its metrics are: for its proxy, which merges them into its own, or for who finds pods by annotations."""
    metrics = spec.metrics
    if metrics is None or not (meshed or metrics.found_by == "annotations"):
        return {}
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(spec.ports[metrics.port]),
        "prometheus.io/path": metrics.path,
    }


def telemetry_variables(names: TelemetryEnv | None, endpoint: TelemetryEndpoint | None) -> dict[str, str]:
    """Under the application's own names: on with an address where the platform has a collector, else off."""
    if names is None:
        return {}
    if endpoint is None:
        return {names.enabled: "false"}
    return {names.enabled: "true", names.endpoint: endpoint.address}
