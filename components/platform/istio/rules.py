"""What holds in the whole mesh: mutual TLS, and what is seen of its traffic. Pure."""

from typing import Any

from components.platform.istio.values import TRACER
from settings.platform import PlatformSettings

# mTLS or no connection, in every namespace of the mesh: the policy named default in the root namespace is mesh-wide.
STRICT = {"mtls": {"mode": "STRICT"}}

# The charts have no ServiceMonitor of their own; these are after Istio's samples/addons/extras/prometheus-operator.yaml.
CONTROL_PLANE: dict[str, Any] = {
    "jobLabel": "app",
    "selector": {"matchLabels": {"istio": "pilot"}},
    "endpoints": [{"port": "http-monitoring", "interval": "30s"}],
}
PROXIES: dict[str, Any] = {
    "namespaceSelector": {"any": True},
    "selector": {"matchExpressions": [{"key": "istio-prometheus-ignore", "operator": "DoesNotExist"}]},
    # Envoy's own port, which holds no application's metrics: those are the application's monitor's, under its own name.
    "podMetricsEndpoints": [
        {
            "port": "http-envoy-prom",
            "path": "/stats/prometheus",
            "interval": "30s",
            "relabelings": [{"targetLabel": "job", "replacement": "envoy-stats"}],
        }
    ],
}
NODE_AGENTS: dict[str, Any] = {
    "selector": {"matchLabels": {"k8s-app": "istio-cni-node"}},
    "podMetricsEndpoints": [{"port": "metrics", "interval": "30s"}],
}


def telemetry(settings: PlatformSettings) -> dict[str, Any]:
    """The body of the mesh's Telemetry: metrics for Prometheus, a log line for each request, and traces where there is a
    collector for them."""
    traces = {
        "providers": [{"name": TRACER}],
        "randomSamplingPercentage": settings.istio.trace_percent,
    }
    return {
        "metrics": [{"providers": [{"name": "prometheus"}]}],
        "accessLogging": [{"providers": [{"name": "envoy"}]}],
        **({"tracing": [traces]} if settings.telemetry.there else {}),
    }
