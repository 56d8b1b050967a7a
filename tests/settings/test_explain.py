"""Mistakes in words. How they read in a whole stack file is in test_load.py."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from settings.explain import explain, unknown
from settings.load import SettingsError
from settings.types import DnsName, Model
from tests.settings.stack import stack


class Inner(Model):
    host: DnsName


class Outer(Model):
    inner: Inner
    names: tuple[Inner, ...] = ()


def lines(given: object) -> list[str]:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Outer).validate_python(given)
    return list(explain(error.value, Outer, "section"))


def test_what_is_missing_is_told_with_what_is_expected_there() -> None:
    assert lines({"inner": {}}) == [
        "section.inner.host is missing, expected a DNS name such as app.example.com"
    ]
    assert lines({}) == ["section.inner is missing, expected a section with host"]


def test_a_wrong_value_is_told_with_its_path_and_what_was_given() -> None:
    (line,) = lines({"inner": {"host": "app.example.com"}, "names": [{"host": "UPPER"}]})

    assert (
        line
        == "section.names.0.host: expected a DNS name in lower case (RFC 1123), for example app.example.com, got 'UPPER'"
    )


def test_a_word_that_nothing_has_is_told_what_is_near() -> None:
    assert lines({"inner": {"host": "a.example.com", "hots": 1}}) == [
        "section.inner.hots is not known here; did you mean host?"
    ]
    assert unknown("zzz", ["alpha", "beta"], "section.zzz") == (
        "section.zzz is not known here; expected one of alpha, beta"
    )


def test_a_text_where_a_section_belongs_is_told_without_the_names_of_classes() -> None:
    assert lines({"inner": "on"}) == ["section.inner: expected a section of settings, got 'on'"]


def test_a_switch_that_is_none_is_told_what_switches_are() -> None:
    with pytest.raises(SettingsError) as error:
        stack(platform={"logs": "on", "backup": {"install": "yes"}})

    assert "platform.logs: expected true, false, existing or a section of settings, got 'on'" in str(
        error.value
    )
    assert "platform.backup.install: expected true, false or 'existing', got 'yes'" in str(error.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("platform.telemetry.exporters.vendor.headers.x-team", "canary token"),
        ("platform.telemetry.exporters.vendor.headers.x-team", ["canary"]),
        ("platform.telemetry.exporters.vendor.headers", "canary"),
        ("platform.telemetry.exporters.vendor.endpoint", "https://user:" + "canary@otlp.example.com"),
        ("platform.monitoring.alerts.pagerduty", "canary"),
        ("platform.monitoring.alerts.pagerduty.key", "canary key"),
        ("platform.monitoring.alerts.watchdog", "https://canary.example.com"),
        ("platform.monitoring.grafana_admin", "admin:canary"),
        ("platform.monitoring.runbooks", "Bearer canary" + "0123456789"),
        ("platform.secrets", "canary"),
        ("applications.app.secrets", "canary"),
        ("applications.app.secrets.API_KEY", "canary=="),
        ("charts.mirror", "https://user:" + "canary@charts.example.com"),
    ],
)
def test_what_may_be_a_secret_is_told_by_its_path_and_never_repeated(path: str, value: object) -> None:
    section, *parents, last = path.split(".")
    config: dict[str, Any] = {"platform": {}, "application": {}, "charts": {}}
    inner = config["application" if section == "applications" else section]
    for parent in parents[1:] if section == "applications" else parents:
        inner = inner.setdefault(parent, {})
    inner[last] = value

    with pytest.raises(SettingsError) as error:
        stack(**config)

    assert f"  {path}: expected " in str(error.value) or f"  {path}: String should " in str(error.value)
    assert "canary" not in str(error.value)
