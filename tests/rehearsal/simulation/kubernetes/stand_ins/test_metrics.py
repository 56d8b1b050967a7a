"""Metrics: who serves which API, and how the collector runs."""

import pytest

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def apis(chart: str, values: dict[str, object]) -> set[str]:
    return {one["metadata"]["name"] for one in objects(chart, values).values() if one["kind"] == "APIService"}


def test_metrics_server_serves_resource_metrics() -> None:
    made = objects("metrics-server", {"replicas": 2, "podDisruptionBudget": {"enabled": True}})

    assert apis("metrics-server", {}) == {"v1beta1.metrics.k8s.io"}
    assert apis("metrics-server", {"apiService": {"create": False}}) == set()
    assert made["Deployment/metrics-server"]["spec"]["replicas"] == 2
    assert pods(made["Deployment/metrics-server"])["priorityClassName"] == "system-cluster-critical"
    assert "PodDisruptionBudget/metrics-server" in made


@pytest.mark.parametrize(
    ("rules", "served"),
    [
        ({}, {"v1beta1.custom.metrics.k8s.io"}),
        ({"default": False}, set()),
        ({"default": False, "custom": [{}]}, {"v1beta1.custom.metrics.k8s.io"}),
        ({"external": [{}]}, {"v1beta1.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io"}),
        ({"default": False, "resource": {"cpu": {}}}, {"v1beta1.metrics.k8s.io"}),
    ],
)
def test_the_adapter_serves_the_apis_that_it_has_rules_for(
    rules: dict[str, object], served: set[str]
) -> None:
    assert apis("prometheus-adapter", {"rules": rules}) == served


@pytest.mark.parametrize(
    ("mode", "workload", "component"),
    [
        ("deployment", "Deployment/opentelemetry-collector", "standalone-collector"),
        ("daemonset", "DaemonSet/opentelemetry-collector-agent", "agent-collector"),
        ("statefulset", "StatefulSet/opentelemetry-collector", "statefulset-collector"),
    ],
)
def test_the_collectors_mode_is_in_its_workload_and_its_labels(
    mode: str, workload: str, component: str
) -> None:
    found = objects("opentelemetry-collector", {"mode": mode})[workload]

    assert found["spec"]["selector"]["matchLabels"]["component"] == component


def test_the_collector_listens_where_its_ports_are_on() -> None:
    off = {name: {"enabled": False} for name in ("jaeger-thrift", "jaeger-grpc", "zipkin")}
    values = {
        "mode": "deployment",
        "ports": {**off, "metrics": {"enabled": True}},
        "serviceMonitor": {"enabled": True},
    }
    made = objects("opentelemetry-collector", values)

    ports = {port["name"]: port["port"] for port in made["Service/opentelemetry-collector"]["spec"]["ports"]}
    assert ports == {"otlp": 4317, "otlp-http": 4318, "metrics": 8888}
    assert "ServiceMonitor/opentelemetry-collector" in made


def test_the_collector_on_every_node_has_no_service_unless_told_otherwise() -> None:
    values = {"mode": "daemonset"}

    assert "Service/opentelemetry-collector" not in objects("opentelemetry-collector", values)
    assert "Service/opentelemetry-collector" in objects(
        "opentelemetry-collector", {**values, "service": {"enabled": True}}
    )


def test_the_collectors_autoscaler_decides_on_its_number() -> None:
    values = {"mode": "deployment", "autoscaling": {"enabled": True, "maxReplicas": 4}}
    made = objects("opentelemetry-collector", values)

    assert "replicas" not in made["Deployment/opentelemetry-collector"]["spec"]
    assert made["HorizontalPodAutoscaler/opentelemetry-collector"]["spec"]["maxReplicas"] == 4
