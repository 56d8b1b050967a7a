"""What the OpenTelemetry collector is told. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from components.contracts import SecretStore
from components.platform.network import Edge, Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform import PlatformSettings
from settings.platform.telemetry import NAMESPACE, Exporter, Signal, Telemetry

HEADERS = "otlp-headers"
"""The Secret with the values of exporters' headers."""
LABELS = {
    "app.kubernetes.io/name": "opentelemetry-collector",
    "app.kubernetes.io/instance": charts.OPENTELEMETRY_COLLECTOR.release_name,
    "component": "standalone-collector",
}
PROMETHEUS_PORT = 9090
_GRPC, _HTTP, _HEALTH, _METRICS = 4317, 4318, 13133, 8888
_SELF = "${env:MY_POD_IP}"
# Ports that the chart opens unless told otherwise; what would listen there is not configured.
_CLOSED = ("jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin")


def variable(exporter: str, header: str) -> str:
    """The variable that holds a header's value, and its key in the Secret."""
    return re.sub(r"[^A-Z0-9]", "_", f"OTLP_{exporter}_{header}".upper())


def headers(settings: Telemetry) -> dict[str, str]:
    """Variable -> the name of its value in the secret store."""
    return {
        variable(name, header): key
        for name, exporter in settings.exporters.items()
        for header, key in exporter.headers.items()
    }


def header_secret(settings: Telemetry, store: SecretStore) -> Mapping[str, Any]:
    """The body of the ExternalSecret with the values of all headers."""

    def reference(key: str) -> dict[str, str]:
        name, _, field = key.partition("#")
        return {"key": f"{store.prefix}{name}", **({"property": field} if field else {})}

    return {
        "refreshInterval": f"{store.refresh_minutes}m",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": store.name},
        "target": {"name": HEADERS, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [{"secretKey": name, "remoteRef": reference(key)} for name, key in headers(settings).items()],
    }


def prometheus_replicas(settings: PlatformSettings) -> tuple[str, ...]:
    """Each of the platform's Prometheus replicas by its own name: each has a volume of its own, and must be told everything."""
    if not (settings.telemetry.prometheus and settings.monitoring.installed):
        return ()
    pod = f"prometheus-{charts.KUBE_PROMETHEUS_STACK.release_name}-prometheus"
    service = "prometheus-operated.monitoring.svc.cluster.local"
    return tuple(f"{pod}-{number}.{service}" for number in range(settings.monitoring.replicas))


def _exporter(name: str, exporter: Exporter) -> tuple[str, Values]:
    kind = f"otlp_{exporter.protocol}"
    told = {header: f"${{env:{variable(name, header)}}}" for header in exporter.headers}
    return f"{kind}/{name}", {"endpoint": exporter.endpoint, **({"headers": told} if told else {})}


def config(settings: PlatformSettings) -> Values:
    """The collector's whole configuration. The chart's own, which is not merged, would listen for Jaeger and Zipkin and write
    what it receives to its log."""
    exporters: dict[str, Values] = {}
    sent: dict[Signal, list[str]] = {"traces": [], "metrics": []}
    for name, exporter in settings.telemetry.exporters.items():
        full, told = _exporter(name, exporter)
        exporters[full] = told
        for signal in exporter.signals:
            sent[signal].append(full)
    for number, host in enumerate(prometheus_replicas(settings)):
        full = f"otlp_http/prometheus-{number}"
        exporters[full] = {"endpoint": f"http://{host}:{PROMETHEUS_PORT}/api/v1/otlp"}
        sent["metrics"].append(full)
    protocols = {name: {"endpoint": f"{_SELF}:{port}"} for name, port in (("grpc", _GRPC), ("http", _HTTP))}
    return {
        "extensions": {"health_check": {"endpoint": f"{_SELF}:{_HEALTH}"}},
        "receivers": {"otlp": {"protocols": protocols}},
        "processors": {
            # Refuses what would take it beyond its memory, so that senders try again, before it is killed and loses all.
            "memory_limiter": {
                "check_interval": "1s",
                "limit_percentage": 80,
                "spike_limit_percentage": 25,
            },
            "batch": {},
        },
        "exporters": exporters,
        "service": {
            "extensions": ["health_check"],
            "pipelines": {
                signal: {
                    "receivers": ["otlp"],
                    "processors": ["memory_limiter", "batch"],
                    "exporters": names,
                }
                for signal, names in sent.items()
                if names
            },
            "telemetry": {"metrics": {"readers": [{"pull": {"exporter": {"prometheus": _READER}}}]}},
        },
    }


_READER = {"host": _SELF, "port": _METRICS}


def _scale(settings: PlatformSettings) -> Iterator[tuple[str, Any]]:
    several = settings.high_availability
    yield "podDisruptionBudget", disruption_budget(2 if several else 1)
    if several:
        bounds = {"minReplicas": 2, "maxReplicas": 6, "targetCPUUtilizationPercentage": 70}
        yield "autoscaling", {"enabled": True, **bounds}
    else:
        yield "replicaCount", 1


def values(settings: PlatformSettings) -> Values:
    """Values of opentelemetry-collector: a gateway that keeps nothing, so any replica may take any request."""
    return {
        "mode": "deployment",
        "apiVersion": "apps/v1",  # the chart's schema wants it named
        # The distribution for Kubernetes: receivers and exporters of one vendor or another are not in it.
        "image": {
            "repository": "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s"
        },
        "command": {"name": "otelcol-k8s"},
        **dict(_scale(settings)),
        "alternateConfig": config(settings),
        "extraEnvs": [
            {"name": name, "valueFrom": {"secretKeyRef": {"name": HEADERS, "key": name}}}
            for name in headers(settings.telemetry)
        ],
        "ports": {
            **{name: {"enabled": False} for name in _CLOSED},
            "metrics": {"enabled": True},
        },
        "serviceAccount": {"create": True, "automountServiceAccountToken": False},
        "podSecurityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "resources": resources("100m", "256Mi", "1", "1Gi"),
        "topologySpreadConstraints": spread(LABELS),
        "priorityClassName": PRIORITY_CLASS,
        "serviceMonitor": {"enabled": settings.monitoring.there},
    }


def _way(exporter: Exporter) -> Edge:
    """How an endpoint is reached; one of the cluster by the container's port, which must then be the service's."""
    if exporter.namespace:
        return edge(Pods(namespace=exporter.namespace), exporter.port)
    return edge(Known.OUTSIDE, exporter.port)


def traffic(settings: PlatformSettings) -> tuple[Traffic, ...]:
    """In from every pod whose own policy lets it, for the mesh's proxies send traces too; out to the exporters."""
    ways: list[Edge] = []
    for exporter in settings.telemetry.exporters.values():
        if (way := _way(exporter)) not in ways:
            ways.append(way)
    own = (edge(Known.PROMETHEUS, PROMETHEUS_PORT),) if prometheus_replicas(settings) else ()
    accepted = (edge(Known.EVERY_POD, _GRPC, _HTTP), edge(Known.PROMETHEUS, _METRICS))
    return (Traffic("collector", LABELS, accepts=accepted, reaches=(*ways, *own)),)


def prometheus_traffic(settings: PlatformSettings, labels: Mapping[str, str]) -> tuple[Traffic, ...]:
    """Prometheus' side of the way, in its own namespace. labels: of its pods."""
    if not (settings.telemetry.installed and prometheus_replicas(settings)):
        return ()
    return (Traffic("prometheus-otlp", labels, accepts=(edge(Pods(LABELS, NAMESPACE), PROMETHEUS_PORT),)),)
