"""Mistakes in words. How they read in a whole stack file is in test_load.py."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from settings.explain import explain, unknown
from settings.load import SettingsError
from settings.types import DnsLabel, DnsName, Model
from settings.workload import SIZES, Edge
from settings.workload.containers import Sized
from tests.settings.stack import App, stack


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


class Numbers(Model):
    count: int = Field(default=1, ge=1, le=9)
    share: Decimal = Field(default=Decimal(1), gt=0, lt=100)
    on: bool = False
    name: str = Field(default="a", min_length=1, max_length=3, pattern="^[a-z]*$")
    listed: tuple[Inner, ...] = Field(default=(Inner(host="a.example.com"),), min_length=1)
    mapped: dict[str, int] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"count": "three"}, "count: expected a whole number, got 'three'"),
        ({"count": 1.5}, "count: expected a whole number, got 1.5"),
        ({"count": [1]}, "count: expected a whole number, got [1]"),
        ({"count": 0}, "count: expected 1 or more, got 0"),
        ({"count": 10}, "count: expected 9 or less, got 10"),
        ({"share": "half"}, "share: expected a number, got 'half'"),
        ({"share": [1]}, "share: expected a number, got [1]"),
        ({"share": 0}, "share: expected more than 0, got 0"),
        ({"share": 100}, "share: expected less than 100, got 100"),
        ({"on": "often"}, "on: expected true or false, got 'often'"),
        ({"on": [1]}, "on: expected true or false, got [1]"),
        ({"name": 1}, "name: expected a text, in quotes where YAML reads something else, got 1"),
        ({"name": ""}, "name: expected 1 characters or more, got ''"),
        ({"name": "abcd"}, "name: expected 3 characters or fewer, got 'abcd'"),
        ({"name": "A"}, "name: expected what matches ^[a-z]*$, got 'A'"),
        ({"listed": []}, "listed: expected 1 or more of them, got []"),
        ({"listed": 5}, "listed: expected a list, got 5"),
        ({"mapped": 5}, "mapped: expected a mapping of names to values, got 5"),
    ],
)
def test_rules_are_told_in_the_words_of_a_stack_file(given: object, told: str) -> None:
    with pytest.raises(ValidationError) as error:
        Numbers.model_validate(given)

    assert list(explain(error.value, Numbers, "")) == [told]


def test_a_list_with_a_mistake_in_it_is_not_told_to_be_short() -> None:
    with pytest.raises(ValidationError) as error:
        Numbers.model_validate({"listed": [{"host": "UPPER"}]})

    (line,) = explain(error.value, Numbers, "section")
    assert line.startswith("section.listed.0.host: expected a DNS name in lower case")


LIMITS = {"cpu": "1", "memory": "1Gi", "cpu_limit": "2", "memory_limit": "2Gi"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"size": "huge"},
            "size: expected one of small, medium, large, or cpu, memory, cpu_limit and memory_limit, got 'huge'",
        ),
        ({"size": {**LIMITS, "cpu": "4"}}, "size: expected cpu to be at most cpu_limit, got 4 and 2"),
        (
            {"size": {**LIMITS, "memory": "512m"}},
            "size.memory: expected 1Mi or more, such as 512Mi or 2Gi: m would be thousandths of a byte, got '512m'",
        ),
        ({"size": {**LIMITS, "memroy": "1Gi"}}, "size.memroy is not known here; did you mean memory?"),
        (
            {"size": {"cpu": "1", "cpu_limit": "1", "memory": "1Gi"}},
            "size.memory_limit is missing, expected bytes such as 512Mi or 2Gi",
        ),
        (
            {"scale": {"up": {"stabilization_seconds": 0, "steps": [{"percent": 5, "pods": 1}]}}},
            "scale.up.steps.0: expected exactly one of percent and pods",
        ),
        (
            {"scale": {"custom": {"queue": "lots"}}},
            "scale.custom.queue: expected a Kubernetes quantity such as 500m",
        ),
        ({"reaches": {"db": {"ports": ["http"]}}}, "reaches.db.ports.0: expected a whole number, got 'http'"),
        (
            {"reaches": {"db": {"ports": [1], "to": "workload", "workload": "db"}}},
            "reaches.db.workload: expected a workload as namespace/name, such as team/app, got 'db'",
        ),
        ({"reaches": {"db": {"port": 5432}}}, "reaches.db.port is not known here; did you mean ports?"),
        (
            {"candidate": {"image": "registry.example.com/app:2.0.0", "strategy": "bluegreen"}},
            "candidate.strategy: expected 'canary' or 'blue-green', got 'bluegreen'",
        ),
        (
            {"candidate": {"strategy": "canary"}},
            "candidate.image is missing, expected an image reference such as registry.example.com/team/app:1.4.2",
        ),
    ],
)
def test_what_a_workload_is_given_is_told_with_the_whole_path(given: dict[str, Any], told: str) -> None:
    least = {"image": "registry.example.com/app:1.0.0", "host": "app.example.com"}
    with pytest.raises(ValidationError) as error:
        Asking.model_validate({**least, **given})

    found = list(explain(error.value, Asking, "applications.app"))
    assert any(line.startswith(f"applications.app.{told}") for line in found), found


class Asking(App):
    """An application whose stack file may say parts of a workload."""

    size: Sized = SIZES["small"]
    reaches: dict[DnsLabel, Edge] = Field(default_factory=dict)
