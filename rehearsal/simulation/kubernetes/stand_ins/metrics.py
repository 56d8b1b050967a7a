"""What serves or collects figures: metrics-server (chart 3.13.1), prometheus-adapter (5.3.0), the OpenTelemetry collector
(0.170.0)."""

from rehearsal.simulation.kubernetes.stand_ins.around import (
    account,
    api_service,
    autoscaler,
    budget,
    monitor,
    service,
)
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    NON_ROOT,
    RESTRICTED,
    Object,
    Part,
    Release,
    workload,
)

SECURITY = {**RESTRICTED, "seccompProfile": {"type": "RuntimeDefault"}}
MODES = {
    "deployment": ("Deployment", "standalone-collector", ""),
    "daemonset": ("DaemonSet", "agent-collector", "-agent"),
    "statefulset": ("StatefulSet", "statefulset-collector", ""),
}
"""mode -> the workload's kind, its component label, and what is behind its name."""
COLLECTED = {"otlp": 4317, "otlp-http": 4318, "jaeger-thrift": 14268, "jaeger-grpc": 14250, "zipkin": 9411}


def metrics_server(release: Release) -> list[Object]:
    """Resource metrics, which autoscalers and `kubectl top` read."""
    found = server(release, release.at("containerPort", 10250), "system-cluster-critical", 1000)
    if release.at("apiService.create", True):
        found.append(api_service(release, "metrics.k8s.io", "v1beta1"))
    return found


def prometheus_adapter(release: Release) -> list[Object]:
    """Metrics of Prometheus for autoscalers: each kind of rules has an API group of its own."""
    found = server(release, release.at("listenPort", 6443), "", 10001)
    if release.at("rules.default", True) or release.at("rules.custom"):
        found.append(api_service(release, "custom.metrics.k8s.io", "v1beta1"))
    if release.at("rules.external"):
        found.append(api_service(release, "external.metrics.k8s.io", "v1beta1"))
    if release.at("rules.resource"):
        found.append(api_service(release, "metrics.k8s.io", "v1beta1"))
    return found


def server(release: Release, port: int, priority: str, user: int) -> list[Object]:
    """The Deployment behind an aggregated API."""
    name, selector = release.fullname, release.labels()
    who, found = account(release, name, release.block("serviceAccount"))
    part = Part(
        name,
        selector,
        {"resources": {"requests": {"cpu": "100m", "memory": "200Mi"}}, **release.values},
        replicas=release.at("replicas", 1),
        account=who,
        container=release.chart,
        ports={"https": port},
        priority=priority,
        security=release.at("securityContext", {**SECURITY, "runAsUser": user}),
        pod_security=release.at("podSecurityContext") or NON_ROOT,
    )
    found.append(workload(release, part))
    found.append(
        service(
            release,
            name,
            selector,
            {"https": (release.at("service.port", 443), "https")},
            release.block("service"),
        )
    )
    found += budget(release, name, selector, release.block("podDisruptionBudget"))
    if release.at("serviceMonitor.enabled", False):
        labels = release.at("serviceMonitor.additionalLabels", {})
        found.append(monitor(release, name, selector, "https", labels))
    return found


def opentelemetry_collector(release: Release) -> list[Object]:
    """The collector, as the `mode` says."""
    kind, component, suffix = MODES[str(release.at("mode", "deployment"))]
    name = release.fullname
    selector = {**release.labels(), "component": component}
    who, found = account(release, name, release.block("serviceAccount"))
    ports = {
        key: int(release.at(f"ports.{key}.containerPort", number))
        for key, number in {**COLLECTED, "metrics": 8888}.items()
        if release.at(f"ports.{key}.enabled", key != "metrics")
    }
    scaled = kind != "DaemonSet" and release.at("autoscaling.enabled", False)
    part = Part(
        f"{name}{suffix}",
        selector,
        release.values,
        kind=kind,
        replicas=None if scaled else release.at("replicaCount", 1),
        account=who,
        container=release.chart,
        ports=ports,
        security=release.at("securityContext", {}),
        pod_security=release.at("podSecurityContext", {}),
        templates=release.at("statefulset.volumeClaimTemplates", []),
        spec={"podManagementPolicy": "Parallel"} if kind == "StatefulSet" else {},
    )
    found.append(workload(release, part))
    if release.at("service.enabled", kind != "DaemonSet"):
        targets: dict[str, tuple[int, int | str]] = {
            key: (int(release.at(f"ports.{key}.servicePort", number)), number)
            for key, number in ports.items()
        }
        found.append(service(release, name, selector, targets, release.block("service")))
    if scaled:
        bounds = int(release.at("autoscaling.minReplicas", 1)), int(release.at("autoscaling.maxReplicas", 10))
        cpu = release.at("autoscaling.targetCPUUtilizationPercentage", 80)
        memory = release.at("autoscaling.targetMemoryUtilizationPercentage")
        found.append(autoscaler(release, name, bounds, cpu, memory, kind))
    found += budget(release, name, selector, release.block("podDisruptionBudget"))
    if release.at("serviceMonitor.enabled", False) and "metrics" in ports:
        found.append(
            monitor(release, name, selector, "metrics", release.at("serviceMonitor.extraLabels", {}))
        )
    return found
