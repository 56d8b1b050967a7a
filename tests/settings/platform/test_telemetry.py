"""The OpenTelemetry collector."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.platform.telemetry import Exporter, Telemetry

VENDOR = {"endpoint": "https://otlp.example.com:4317"}


def telemetry(**changes: Any) -> Telemetry:
    return Telemetry.model_validate(changes)


def test_an_existing_collector_is_named_in_full_so_that_its_namespace_is_known() -> None:
    found = telemetry(install="existing", host="otel-collector.observability.svc.cluster.local")

    assert found.service_namespace == "observability"
    with pytest.raises(ValidationError, match=r"otel-collector\.observability\.svc\.cluster\.local"):
        telemetry(install="existing", host="otel-collector")


def test_there_is_none_unless_the_stack_says_where_it_sends() -> None:
    assert not telemetry().there
    with pytest.raises(ValidationError, match="expected exporters with one that takes traces"):
        telemetry(install=True)
    with pytest.raises(ValidationError, match="expected exporters with one that takes traces"):
        telemetry(install=True, exporters={"vendor": {**VENDOR, "signals": ["metrics"]}})


def test_an_installed_collector_is_where_this_program_puts_it() -> None:
    own = telemetry(install=True, exporters={"vendor": VENDOR})

    assert own.service == "opentelemetry-collector.opentelemetry-collector.svc.cluster.local"
    assert own.service_namespace == "opentelemetry-collector"


def test_a_host_belongs_to_an_existing_one_and_exporters_to_an_installed_one() -> None:
    for wrong in ({"install": "existing"}, {"host": "a.b.svc.cluster.local"}):
        with pytest.raises(
            ValidationError, match="expected host, the full name of a collector's service, exactly"
        ):
            telemetry(**wrong)
    with pytest.raises(ValidationError, match="expected exporters only with install: true"):
        telemetry(exporters={"vendor": VENDOR})


@pytest.mark.parametrize(
    "endpoint", ["otlp.example.com:4317", "https://otlp.example.com", "https://:4317", "https://a:b"]
)
def test_an_endpoint_is_an_address_with_its_port(endpoint: str) -> None:
    with pytest.raises(ValidationError, match="expected an address with its port"):
        Exporter(endpoint=endpoint)


def test_what_leaves_the_cluster_is_encrypted() -> None:
    with pytest.raises(ValidationError, match="expected https, or http to a service of the cluster"):
        Exporter(endpoint="http://otlp.example.com:4317")
    inside = Exporter(endpoint="http://tempo.tracing.svc.cluster.local:4317")
    assert (inside.namespace, inside.port) == ("tracing", 4317)
    assert Exporter.model_validate(VENDOR).namespace is None


def test_headers_come_from_the_secret_store_which_must_then_be_there() -> None:
    chosen = telemetry(
        install=True, exporters={"vendor": {**VENDOR, "headers": {"authorization": "otlp/authorization"}}}
    )

    assert chosen.needs == {"secrets": "the value of authorization"}
    assert telemetry(install=True, exporters={"vendor": VENDOR}).needs == {}
