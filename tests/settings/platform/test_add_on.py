"""What every add-on's section has."""

from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from facts.charts import Chart
from settings.load import SettingsError
from settings.platform.add_on import AddOn, secret_literals
from tests.settings.stack import stack

CHART = Chart("app", "https://charts.example.com", "1.0.0")


class Located(AddOn):
    CHARTS: ClassVar[tuple[Chart, ...]] = (CHART,)
    LOCATED: ClassVar[bool] = True


def test_an_add_on_is_installed_unless_it_is_switched_off_or_there_already() -> None:
    for install, installed, there in ((True, True, True), (False, False, False)):
        section = AddOn(install=install)
        assert (section.installed, section.there) == (installed, there)
    existing = AddOn(install="existing")
    assert (existing.installed, existing.there) == (False, True)


def test_only_what_is_installed_brings_its_charts() -> None:
    assert Located().brings == (CHART,)
    assert Located(install=False).brings == ()
    assert Located(install="existing", namespace="theirs").brings == ()


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"install": "existing"}, "expected the namespace that the existing one is in"),
        ({"namespace": "mine"}, "expected namespace only with install: existing"),
        ({"install": False, "values": {"replicas": 2}}, "expected values only with install: true"),
        (
            {"install": "existing", "namespace": "theirs", "values": {"a": 1}},
            "for nothing is installed to take them",
        ),
        ({"install": "maybe"}, "install"),
    ],
)
def test_a_section_that_contradicts_itself_is_told_how(section: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Located.model_validate(section)


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"adminPassword": "hunter2"}, "adminPassword"),
        ({"grafana": {"adminPassword": "hunter2"}}, r"grafana\.adminPassword"),
        ({"env": [{"name": "API_TOKEN", "value": "abc"}]}, r"env\[0\]\.value"),
        ({"config": {"client_secret": "abc"}}, r"config\.client_secret"),
        ({"aws": {"secretAccessKey": "abc"}}, r"aws\.secretAccessKey"),
        ({"slack": {"apiKey": "abc"}}, r"slack\.apiKey"),
        ({"tls": "-----BEGIN EC " + "PRIVATE KEY-----\nabc"}, "tls"),
        ({"pagerduty_configs": [{"routing_key": "abc"}]}, r"pagerduty_configs\[0\]\.routing_key"),
        ({"pagerduty_configs": [{"service_key": "abc"}]}, r"pagerduty_configs\[0\]\.service_key"),
        ({"headers": {"authorization": "abc"}}, r"headers\.authorization"),
        ({"headers": {"x-team": "Bearer 0123456789abcdef"}}, r"headers\.x-team"),
        ({"api_url": "https://hooks.slack.com/" + "services/T0/B0/abc"}, "api_url"),
        ({"s3": "s3://user:" + "hunter2@eu-west-1/logs"}, "s3"),
    ],
)
def test_a_secret_among_values_is_refused_and_never_repeated(values: dict[str, Any], where: str) -> None:
    with pytest.raises(
        ValidationError, match=f"expected no secret among a chart's values.*got one at {where}"
    ):
        AddOn(values=values)


@pytest.mark.parametrize(
    "values",
    [
        {"existingSecret": "grafana-admin"},
        {"admin": {"existingSecret": "grafana-admin", "passwordKey": "password"}},
        {"tokenRequest": {"audience": "vault"}},
        {"config": {"server-tokens": "false"}},
        {"password": None},
        {"password": ""},
        {"env": [{"name": "API_TOKEN", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]},
        {"automountServiceAccountToken": False},
        {"tlsSecret": "certificate"},
        {"headers": {"authorization": "${env:OTLP_AUTHORIZATION}"}},
        {"env": [{"name": "API_TOKEN", "value": "$(TOKEN)"}]},
        {"routing_key_file": "/etc/alertmanager/secrets/pagerduty"},
        {"url": "postgres://grafana:$PASSWORD@grafana.db.example.com:5432/grafana"},
        {"note": "Basic authentication is off"},
    ],
)
def test_the_name_of_a_secret_is_none(values: dict[str, Any]) -> None:
    assert list(secret_literals(values)) == []


def test_a_stack_with_a_secret_among_values_is_told_where_and_nothing_of_it_is_repeated() -> None:
    with pytest.raises(SettingsError) as error:
        stack(platform={"monitoring": {"values": {"grafana": {"adminPassword": "canary"}}}})

    assert "platform.monitoring.values: expected no secret among a chart's values" in str(error.value)
    assert "got one at grafana.adminPassword" in str(error.value)
    assert "canary" not in str(error.value)


@pytest.mark.parametrize("name", ["logs", "backup", "dns", "cert_manager"])
def test_a_namespace_that_nobody_asks_for_is_refused(name: str) -> None:
    section = {"install": "existing", "namespace": "theirs", "acme_email": "platform@example.com"}
    if name != "cert_manager":
        del section["acme_email"]
    with pytest.raises(SettingsError) as error:
        stack(platform={name: section})

    assert (
        f"platform.{name}: expected no namespace, got 'theirs': nothing here asks where an existing one is, and what is "
        "installed has its own; take it out"
    ) in str(error.value)
