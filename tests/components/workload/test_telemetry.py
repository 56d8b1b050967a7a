"""What a workload shows of itself."""

from typing import cast

from components.contracts import TelemetryEndpoint
from components.workload.telemetry import service_monitor, telemetry_variables
from settings.workload import Metrics, TelemetryEnv
from tests.components.workload.specs import full

NAMES = TelemetryEnv(enabled="OTEL", endpoint="OTEL_ENDPOINT")


def test_the_monitor_finds_the_workloads_own_service() -> None:
    spec = full()

    monitor = service_monitor(spec, cast(Metrics, spec.metrics))

    assert monitor["selector"] == {"matchLabels": {"app": "app"}}
    assert monitor["namespaceSelector"] == {"matchNames": ["team"]}
    assert monitor["endpoints"] == [
        {"port": "health", "path": "/metrics", "interval": "30s", "scrapeTimeout": "10s"}
    ]


def test_telemetry_is_on_where_the_platform_has_a_collector() -> None:
    endpoint = TelemetryEndpoint(address="otel.example:4317", namespace="observability", port=4317)

    assert telemetry_variables(NAMES, endpoint) == {"OTEL": "true", "OTEL_ENDPOINT": "otel.example:4317"}


def test_telemetry_is_off_where_there_is_none() -> None:
    assert telemetry_variables(NAMES, None) == {"OTEL": "false"}


def test_an_application_that_names_no_variables_gets_none() -> None:
    assert telemetry_variables(None, None) == {}
