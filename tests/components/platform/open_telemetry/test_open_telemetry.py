"""The OpenTelemetry collector and the Secret of its exporters."""

from typing import Any

import pulumi

from components.contracts import Cluster
from components.platform.external_secrets import STORE_LABELS, ExternalSecrets
from components.platform.open_telemetry import OpenTelemetry, endpoint
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import bare, on_a_cluster, settings

SECRET = "kubernetes:external-secrets.io/v1:ExternalSecret"
VENDOR = {"endpoint": "https://otlp.example.com:4317", "headers": {"authorization": "otlp/authorization"}}


def recording(**vendor: Any) -> Recording:
    def build(cluster: Cluster) -> None:
        ours = pulumi.ResourceOptions(provider=cluster.provider)
        telemetry = {"install": True, "exporters": {"vendor": {**VENDOR, **vendor}}}
        ground = bare(cluster, telemetry=telemetry)
        store = ExternalSecrets("main-external-secrets", ground, ours).store
        OpenTelemetry("main-open-telemetry", ground, store, ours)

    return on_a_cluster(build)


def test_the_collector_waits_for_its_headers_for_it_does_not_start_without() -> None:
    made = recording()
    secret = made.one(SECRET, "main-otlp-headers")

    assert secret.inputs["metadata"]["namespace"] == "opentelemetry-collector"
    assert secret.urn in made.one(RELEASE, "main-opentelemetry-collector").dependencies
    assert secret.custom_timeouts["create"] == "3m"


def test_its_namespace_may_use_the_store() -> None:
    home = recording().one("kubernetes:core/v1:Namespace", "main-opentelemetry-collector")

    assert STORE_LABELS.items() <= home.inputs["metadata"]["labels"].items()


def test_without_headers_there_is_no_secret() -> None:
    assert not recording(headers={}).of(SECRET)


def test_no_value_of_a_header_is_among_the_charts_values() -> None:
    values = recording().one(RELEASE, "main-opentelemetry-collector").inputs["values"]

    assert values["alternateConfig"]["exporters"]["otlp_grpc/vendor"]["headers"] == {
        "authorization": "${env:OTLP_VENDOR_AUTHORIZATION}"
    }


def test_applications_send_to_the_collector_that_is_there() -> None:
    installed = endpoint(settings(telemetry={"install": True, "exporters": {"vendor": VENDOR}}).telemetry)
    existing = endpoint(
        settings(
            telemetry={"install": "existing", "host": "otel.observability.svc.cluster.local", "port": 4319}
        ).telemetry
    )

    assert installed is not None
    assert installed.address == "opentelemetry-collector.opentelemetry-collector.svc.cluster.local:4317"
    assert installed.namespace == "opentelemetry-collector"
    assert existing is not None
    assert (existing.address, existing.namespace) == (
        "otel.observability.svc.cluster.local:4319",
        "observability",
    )
    assert endpoint(settings().telemetry) is None
