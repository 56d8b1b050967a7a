"""What holds in the whole mesh."""

from components.platform.istio import rules
from tests.components.platform.given import settings

COLLECTOR = {"install": "existing", "host": "otel.observability.svc.cluster.local"}


def test_the_mesh_speaks_mutual_tls_or_not_at_all() -> None:
    assert rules.STRICT == {"mtls": {"mode": "STRICT"}}


def test_traces_go_to_the_collector_as_often_as_the_stack_says() -> None:
    (traces,) = rules.telemetry(settings(telemetry=COLLECTOR, istio={"trace_percent": 5}))["tracing"]

    assert traces == {"providers": [{"name": "otel"}], "randomSamplingPercentage": 5}


def test_without_a_collector_nothing_is_traced() -> None:
    assert "tracing" not in rules.telemetry(settings())


def test_every_request_is_counted_and_logged() -> None:
    seen = rules.telemetry(settings())

    assert seen["metrics"] == [{"providers": [{"name": "prometheus"}]}]
    assert seen["accessLogging"] == [{"providers": [{"name": "envoy"}]}]


def test_proxies_of_every_namespace_are_scraped_on_envoys_own_port() -> None:
    assert rules.PROXIES["namespaceSelector"] == {"any": True}
    assert [one["port"] for one in rules.PROXIES["podMetricsEndpoints"]] == ["http-envoy-prom"]
