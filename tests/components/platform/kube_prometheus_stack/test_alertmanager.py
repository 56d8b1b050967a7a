"""Alertmanager: whom it tells of what."""

from typing import Any

import pytest

from components.platform.kube_prometheus_stack import secrets
from components.platform.kube_prometheus_stack.alertmanager import NOBODY, RECEIVERS, config, values, way_out
from components.platform.kube_prometheus_stack.stored import stored
from components.platform.network import Known, edge
from settings.platform.alerts import Alerts
from settings.platform.monitoring import Monitoring
from tests.components.platform.given import STORE, leaves

EMAIL = {
    "to": "platform@example.com",
    "sender": "alerts@example.com",
    "host": "smtp.example.com",
    "username": "alerts",
    "password": "alerts/smtp#password",
}
ALL = {
    "pagerduty": {"key": "alerts/pagerduty"},
    "slack": {"channel": "#alerts", "url": "alerts/slack"},
    "email": EMAIL,
    "watchdog": "alerts/watchdog",
}


def told(**alerts: Any) -> dict[str, Any]:
    return config(Alerts.model_validate(alerts))


def receiver(found: dict[str, Any], **labels: str) -> str:
    """The first route whose matchers an alert meets, as Alertmanager goes through them."""
    for route in found["route"]["routes"]:
        wanted = dict(matcher.replace('"', "").split(" = ") for matcher in route["matchers"])
        if wanted.items() <= labels.items():
            return str(route["receiver"])
    return str(found["route"]["receiver"])


def kinds(found: dict[str, Any], name: str) -> set[str]:
    (one,) = (one for one in found["receivers"] if one["name"] == name)
    return set(one) - {"name"}


def test_the_worst_goes_to_the_pager_warnings_to_the_chat_and_the_rest_to_the_mail() -> None:
    found = told(**ALL)

    for severity, kind in (
        ("critical", "pagerduty_configs"),
        ("warning", "slack_configs"),
        ("info", "email_configs"),
    ):
        assert kinds(found, receiver(found, severity=severity, alertname="Any")) == {kind}


def test_without_a_pager_the_worst_goes_to_the_chat_and_information_to_nobody() -> None:
    found = told(slack=ALL["slack"])

    assert kinds(found, receiver(found, severity="critical", alertname="Any")) == {"slack_configs"}
    assert receiver(found, severity="info", alertname="Any") == NOBODY


def test_a_stack_may_send_one_severity_to_several() -> None:
    found = told(**ALL, routes={"critical": ["pagerduty", "slack"], "warning": []})

    assert kinds(found, "critical") == {"pagerduty_configs", "slack_configs"}
    assert receiver(found, severity="warning", alertname="Any") == NOBODY


def test_nobody_is_told_before_the_stack_says_who() -> None:
    found = told()

    assert found["receivers"] == [{"name": NOBODY}]
    for severity in ("critical", "warning", "info", "none"):
        assert receiver(found, severity=severity, alertname="Any") == NOBODY


@pytest.mark.parametrize("alerts", [{}, ALL])
def test_every_route_ends_at_a_receiver_that_is_there(alerts: dict[str, Any]) -> None:
    found = told(**alerts)
    names = {one["name"] for one in found["receivers"]}

    assert {found["route"]["receiver"], *(route["receiver"] for route in found["route"]["routes"])} <= names


def test_the_alert_that_always_fires_calls_whoever_raises_the_alarm_when_it_ends() -> None:
    found = told(watchdog="alerts/watchdog")

    assert receiver(found, severity="none", alertname="Watchdog") == "watchdog"
    (route,) = (one for one in found["route"]["routes"] if one["receiver"] == "watchdog")
    assert route["repeat_interval"] == "1m"
    assert kinds(found, "watchdog") == {"webhook_configs"}
    assert receiver(told(), severity="none", alertname="Watchdog") == NOBODY


def test_of_one_fault_only_the_worst_is_told() -> None:
    worst, worse, inhibitor = told()["inhibit_rules"]

    assert worst["source_matchers"] == ['severity = "critical"']
    assert worst["target_matchers"] == ['severity =~ "warning|info"']
    assert worse["target_matchers"] == ['severity = "info"']
    for rule in (worst, worse):
        assert rule["equal"] == ["namespace", "alertname"]
    assert inhibitor["source_matchers"] == ['alertname = "InfoInhibitor"']
    assert inhibitor["equal"] == ["namespace"]
    assert receiver(told(**ALL), severity="none", alertname="InfoInhibitor") == NOBODY


def test_every_secret_is_a_file_that_the_secret_store_brings() -> None:
    settings = Monitoring.model_validate({"alerts": ALL})
    references = secrets(settings)[RECEIVERS]
    files = {
        path.rpartition(".")[2]: value
        for path, value in leaves(config(settings.alerts))
        if path.endswith("_file")
    }

    assert set(files) == {"routing_key_file", "api_url_file", "auth_password_file", "url_file"}
    assert set(files.values()) == {f"/etc/alertmanager/secrets/{RECEIVERS}/{key}" for key in references}
    assert values(settings, {})["alertmanagerSpec"]["secrets"] == [RECEIVERS]
    made = stored(STORE, RECEIVERS, references)
    assert made["target"]["name"] == RECEIVERS
    assert {one["secretKey"]: one["remoteRef"] for one in made["data"]}["email"] == {
        "key": "staging/alerts/smtp",
        "property": "password",
    }


def test_without_receivers_no_secret_is_asked_for() -> None:
    assert RECEIVERS not in secrets(Monitoring())
    assert values(Monitoring(), {})["alertmanagerSpec"]["secrets"] == []


def test_mail_is_encrypted() -> None:
    (mail,) = next(one for one in told(email=EMAIL)["receivers"] if one["name"] == "info")["email_configs"]

    assert mail["require_tls"] is True
    assert mail["smarthost"] == "smtp.example.com:587"


def test_only_the_ways_that_are_used_are_open() -> None:
    web, mail = edge(Known.INTERNET, 443), edge(Known.OUTSIDE, 587)

    assert way_out(Alerts()) == ()
    assert way_out(Alerts.model_validate({"email": EMAIL})) == (mail,)
    assert way_out(Alerts.model_validate({"watchdog": "alerts/watchdog"})) == (web,)
    assert way_out(Alerts.model_validate(ALL)) == (web, mail)


def test_replicas_agree_on_what_was_sent_and_need_nothing_of_kubernetes() -> None:
    told = values(Monitoring(replicas=3), {"volumeClaimTemplate": {}})

    assert told["alertmanagerSpec"]["replicas"] == 3
    assert told["podDisruptionBudget"]["enabled"]
    assert told["alertmanagerSpec"]["storage"] == {"volumeClaimTemplate": {}}
    assert told["alertmanagerSpec"]["automountServiceAccountToken"] is False
