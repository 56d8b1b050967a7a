"""The section of prometheus-adapter."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.load import SettingsError
from settings.platform.prometheus_adapter import PrometheusAdapter
from tests.settings.stack import stack

EXISTING = {"install": "existing", "namespace": "theirs"}


@pytest.mark.parametrize("install", [False, "existing"])
def test_metrics_are_only_for_the_adapter_that_is_installed(install: object) -> None:
    with pytest.raises(
        ValidationError, match="expected metrics, external and prometheus only with install: true"
    ):
        PrometheusAdapter.model_validate({"install": install, "metrics": {"jobs": {"series": "jobs"}}})


@pytest.mark.parametrize(
    "series",
    [
        {"series": "jobs{}"},
        {"series": "jobs", "labels": {"queue": 'a"} or vector(1)'}},
        {"series": "jobs", "window": "2 minutes"},
        {"series": "jobs", "aggregation": "quantile"},
    ],
)
def test_a_metric_cannot_smuggle_an_expression_in(series: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PrometheusAdapter.model_validate({"install": True, "metrics": {"jobs": series}})


@pytest.mark.parametrize("section", ["monitoring", "cert_manager"])
def test_it_needs_prometheus_and_somebody_who_signs_certificates(section: str) -> None:
    with pytest.raises(SettingsError, match=rf"platform\.prometheus_adapter needs platform\.{section}"):
        stack({"prometheus_adapter": True, "logs": False, section: False})


def test_a_prometheus_that_is_there_already_needs_an_address() -> None:
    with pytest.raises(SettingsError, match=r"platform\.prometheus_adapter\.prometheus is missing"):
        stack({"prometheus_adapter": True, "monitoring": EXISTING})
    address = "http://prometheus.theirs.svc:9090"
    chosen = stack({"prometheus_adapter": {"install": True, "prometheus": address}, "monitoring": EXISTING})
    assert chosen.platform.prometheus_adapter.prometheus == address


def test_the_platforms_own_prometheus_has_an_address_of_its_own() -> None:
    with pytest.raises(SettingsError, match=r"expected none where platform\.monitoring is installed"):
        stack({"prometheus_adapter": {"install": True, "prometheus": "http://prometheus.theirs.svc:9090"}})


def test_who_scales_by_requests_needs_the_adapter() -> None:
    asked = {"measured": True, "requests_per_second": 50}
    with pytest.raises(
        SettingsError,
        match=r"applications\.app needs platform\.prometheus_adapter for scale\.requests_per_second of app",
    ):
        stack(application=asked)
    assert stack({"prometheus_adapter": True}, application=asked).platform.prometheus_adapter.installed


def test_who_scales_by_requests_must_count_them() -> None:
    with pytest.raises(SettingsError, match=r"scale\.requests_per_second needs metrics"):
        stack({"prometheus_adapter": True}, application={"requests_per_second": 50})
