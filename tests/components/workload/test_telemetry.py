"""What a workload shows of itself."""

import re
from typing import Any, cast

import pytest

from components.contracts import TelemetryEndpoint
from components.workload import scaling
from components.workload.telemetry import annotations, monitor, service_monitor, telemetry_variables
from settings.workload import Metrics, TelemetryEnv
from tests.components.workload.specs import full, least

NAMES = TelemetryEnv(enabled="OTEL", endpoint="OTEL_ENDPOINT")


def test_the_monitor_finds_the_workloads_own_service() -> None:
    spec = full()

    monitor = service_monitor(spec, cast(Metrics, spec.metrics))

    assert monitor["selector"] == {"matchLabels": {"app": "app"}}
    assert monitor["namespaceSelector"] == {"matchNames": ["team"]}
    assert monitor["endpoints"] == [
        {"port": "health", "path": "/metrics", "interval": "30s", "scrapeTimeout": "10s"}
    ]


ANNOTATED = full(metrics={"port": "health", "path": "/stats", "interval": "15s", "found_by": "annotations"})


def test_annotations_are_for_the_proxy_and_for_who_finds_pods_by_them() -> None:
    told = {"prometheus.io/scrape": "true", "prometheus.io/port": "9090", "prometheus.io/path": "/stats"}

    assert annotations(ANNOTATED, meshed=False) == annotations(ANNOTATED, meshed=True) == told
    assert annotations(full(), meshed=True) == {**told, "prometheus.io/path": "/metrics"}
    assert annotations(full(), meshed=False) == {}
    assert annotations(least(), meshed=True) == {}


def rewritten(rules: list[dict[str, Any]], labels: dict[str, str]) -> dict[str, str] | None:
    """A target's labels after its relabelings, None where it is dropped: as Prometheus does it, as far as is needed here."""
    for rule in rules:
        text = ";".join(labels.get(name, "") for name in rule.get("sourceLabels", []))
        matched = re.fullmatch(rule.get("regex", "(.*)"), text)
        if rule.get("action") == "keep":
            if not matched:
                return None
        elif matched:
            said = re.sub(r"\$(\d)", r"\\\1", rule["replacement"])
            labels = {**labels, rule["targetLabel"]: matched.expand(said)}
    return labels


def test_a_pod_is_scraped_where_its_annotations_say() -> None:
    kind, body = monitor(ANNOTATED, cast(Metrics, ANNOTATED.metrics), "app-candidate", meshed=False)
    (endpoint,) = body["podMetricsEndpoints"]
    pod = {
        "__address__": "10.0.0.7:8080",
        "__metrics_path__": "/metrics",
        **{
            f"__meta_kubernetes_pod_annotation_{name.replace('.', '_').replace('/', '_')}": value
            for name, value in annotations(ANNOTATED, meshed=False).items()
        },
    }
    found = rewritten(endpoint["relabelings"], pod)

    assert kind == "PodMonitor"
    assert body["selector"] == {"matchLabels": {"app": "app-candidate"}}
    assert found
    assert (found["__address__"], found["__metrics_path__"], found["job"]) == (
        "10.0.0.7:9090",
        "/stats",
        "app",
    )
    assert (endpoint["port"], endpoint["interval"]) == ("health", "15s")
    assert rewritten(endpoint["relabelings"], {"__address__": "10.0.0.7:8080"}) is None


def test_in_the_mesh_a_pods_metrics_are_its_proxys_however_it_is_found() -> None:
    assert monitor(ANNOTATED, cast(Metrics, ANNOTATED.metrics), "app", meshed=True)[0] == "ServiceMonitor"
    assert monitor(full(), cast(Metrics, full().metrics), "app", meshed=False)[0] == "ServiceMonitor"


@pytest.mark.parametrize("meshed", [False, True])
@pytest.mark.parametrize("found_by", ["monitor", "annotations"])
def test_what_an_autoscaler_looks_at_is_marked_however_it_is_found(found_by: str, meshed: bool) -> None:
    spec = least(scale={"custom": {"jobs_waiting": "5"}}, metrics={"port": "health", "found_by": found_by})
    kind, body = monitor(spec, cast(Metrics, spec.metrics), "app", meshed=meshed)
    (endpoint,) = body["podMetricsEndpoints" if kind == "PodMonitor" else "endpoints"]
    *before, mark = endpoint["metricRelabelings"]

    assert mark == scaling.marks(spec.scale)[0]
    assert [one["action"] for one in before] == (["drop"] if meshed else [])


def test_telemetry_is_on_where_the_platform_has_a_collector() -> None:
    endpoint = TelemetryEndpoint(address="otel.example:4317", namespace="observability", port=4317)

    assert telemetry_variables(NAMES, endpoint) == {"OTEL": "true", "OTEL_ENDPOINT": "otel.example:4317"}


def test_telemetry_is_off_where_there_is_none() -> None:
    assert telemetry_variables(NAMES, None) == {"OTEL": "false"}


def test_an_application_that_names_no_variables_gets_none() -> None:
    assert telemetry_variables(None, None) == {}
