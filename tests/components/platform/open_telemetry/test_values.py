"""What the OpenTelemetry collector is told."""

from typing import Any

import pytest

from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.network import Known, Pods, edge
from components.platform.open_telemetry.values import (
    LABELS,
    config,
    header_secret,
    prometheus_replicas,
    prometheus_traffic,
    traffic,
    values,
)
from settings.platform import PlatformSettings
from tests.components.platform.given import STORE, settings
from tests.components.platform.solvers import example, pods

VENDOR = {
    "endpoint": "https://otlp.example.com:4317",
    "signals": ["traces"],
    "headers": {"authorization": "otlp/vendor#token"},
}


def chosen(**changes: Any) -> PlatformSettings:
    telemetry = {"install": True, "exporters": {"vendor": VENDOR}, **changes.pop("telemetry", {})}
    return settings(telemetry=telemetry, **changes)


def test_only_otlp_is_open() -> None:
    ports = values(chosen())["ports"]

    assert {name for name, port in ports.items() if port["enabled"]} == {"metrics"}, (
        "the chart adds otlp and otlp-http"
    )
    assert set(ports) == {"metrics", "jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin"}
    assert set(config(chosen())["receivers"]) == {"otlp"}


def test_memory_is_looked_at_first_and_batches_are_made_last() -> None:
    pipelines = config(chosen())["service"]["pipelines"]

    assert set(pipelines) == {"traces", "metrics"}
    for pipeline in pipelines.values():
        assert pipeline["processors"][0] == "memory_limiter"
        assert pipeline["processors"][-1] == "batch"
        assert pipeline["receivers"] == ["otlp"]


def test_each_signal_goes_where_the_stack_says_and_nothing_into_the_collectors_own_log() -> None:
    made = config(chosen(monitoring={"replicas": 2}))

    assert made["service"]["pipelines"]["traces"]["exporters"] == ["otlp_grpc/vendor"]
    assert made["service"]["pipelines"]["metrics"]["exporters"] == [
        "otlp_http/prometheus-0",
        "otlp_http/prometheus-1",
    ]
    assert not [name for name in made["exporters"] if name.startswith("debug")]


def test_an_exporter_over_http_keeps_its_path() -> None:
    over = {"endpoint": "https://otlp.example.com:443/otlp", "protocol": "http"}
    exporters = config(chosen(telemetry={"exporters": {"vendor": over}}))["exporters"]

    assert exporters["otlp_http/vendor"] == {"endpoint": "https://otlp.example.com:443/otlp"}


def test_every_prometheus_replica_is_told_everything_for_each_has_a_volume_of_its_own() -> None:
    assert prometheus_replicas(chosen(monitoring={"replicas": 2})) == (
        "prometheus-kube-prometheus-stack-prometheus-0.prometheus-operated.monitoring.svc.cluster.local",
        "prometheus-kube-prometheus-stack-prometheus-1.prometheus-operated.monitoring.svc.cluster.local",
    )
    assert prometheus_replicas(chosen(telemetry={"prometheus": False})) == ()
    assert prometheus_replicas(chosen(monitoring={"install": False})) == ()


def test_without_anybody_for_metrics_there_is_no_pipeline_for_them() -> None:
    assert set(config(chosen(telemetry={"prometheus": False}))["service"]["pipelines"]) == {"traces"}


def test_a_header_comes_from_the_secret_store_by_way_of_the_environment() -> None:
    name = "OTLP_VENDOR_AUTHORIZATION"
    (variable,) = values(chosen())["extraEnvs"]

    assert config(chosen())["exporters"]["otlp_grpc/vendor"]["headers"] == {
        "authorization": f"${{env:{name}}}"
    }
    assert variable["name"] == variable["valueFrom"]["secretKeyRef"]["key"] == name
    secret = header_secret(chosen().telemetry, STORE)
    assert secret["data"] == [
        {"secretKey": name, "remoteRef": {"key": "staging/otlp/vendor", "property": "token"}}
    ]
    assert secret["secretStoreRef"]["name"] == STORE.name


def test_a_redundant_collector_scales_and_is_never_drained_whole() -> None:
    several, one = values(chosen()), values(chosen(high_availability=False))

    assert several["autoscaling"]["minReplicas"] == 2
    assert several["podDisruptionBudget"] == {"enabled": True, "minAvailable": 1}
    assert "replicaCount" not in several, "the autoscaler's own"
    assert one["replicaCount"] == 1
    assert one["podDisruptionBudget"]["enabled"] is False


def test_it_tells_how_it_is_and_meets_the_restricted_level() -> None:
    made = values(chosen())

    assert config(chosen())["service"]["extensions"] == ["health_check"]
    assert made["podSecurityContext"]["runAsNonRoot"] is True
    assert made["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert made["serviceAccount"]["automountServiceAccountToken"] is False


def test_it_reaches_its_exporters_and_prometheus_alone() -> None:
    (inside,) = traffic(
        chosen(telemetry={"exporters": {"tempo": {"endpoint": "http://tempo.tracing.svc:4317"}}})
    )
    (outside,) = traffic(chosen(telemetry={"prometheus": False}))

    assert inside.reaches == (edge(Pods(namespace="tracing"), 4317), edge(Known.PROMETHEUS, 9090))
    assert outside.reaches == (edge(Known.OUTSIDE, 4317),)
    assert edge(Known.EVERY_POD, 4317, 4318) in outside.accepts


def test_prometheus_lets_it_in_where_it_is_sent_metrics() -> None:
    (made,) = prometheus_traffic(chosen(), {"app": "prometheus"})

    assert made.pods == {"app": "prometheus"}
    assert [accepted.ports for accepted in made.accepts] == [(9090,)]
    assert prometheus_traffic(settings(), {"app": "prometheus"}) == ()


@pytest.mark.parametrize("cloud", ["eks", "gke", "aks"])
def test_telemetry_gets_through_from_an_application_and_on_to_prometheus(cloud: str) -> None:
    solver = example(cloud)
    collector, prometheus = pods("opentelemetry-collector", LABELS), pods("monitoring", PROMETHEUS_PODS)
    application = pods("spoke", {"app": "spoke-server"})

    assert 4317 in solver.side(collector, "Ingress", application).sure
    assert 9090 in solver.side(collector, "Egress", prometheus).sure
    assert 9090 in solver.side(prometheus, "Ingress", collector).sure
    assert 9090 not in solver.side(prometheus, "Ingress", application).perhaps
    assert 13133 not in solver.side(collector, "Ingress", application).perhaps
