"""Alertmanager: whom it tells of what, and how it runs. Pure.

Its whole configuration is made here rather than of AlertmanagerConfig objects: these are v1alpha1, each is limited to alerts of
its own namespace unless Alertmanager is told otherwise, and the operator copies their secrets into a generated configuration.
Here a secret is a file, which Alertmanager reads for each notification, so that a rotated one is used without a restart.
"""

from collections.abc import Callable, Mapping
from typing import Any

from components.platform.network import Edge, Known, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform.alerts import SEVERITIES, Alerts, Channel, Severity
from settings.platform.monitoring import Monitoring

PODS = {
    "app.kubernetes.io/name": "alertmanager",
    "alertmanager": f"{charts.KUBE_PROMETHEUS_STACK.release_name}-alertmanager",
}
RECEIVERS = "alertmanager-receivers"
"""The Secret with what receivers need."""
NOBODY = "null"
# How soon an alert that lasts is told again: the pager's, a chat's, and a mail's.
_REPEAT: Mapping[Severity, str] = {"critical": "1h", "warning": "12h", "info": "24h"}
_TITLE = (
    "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} on {{ .CommonLabels.cluster }}: "
    "{{ .CommonAnnotations.summary }}"
)
_TEXT = (
    "{{ range .Alerts }}{{ .Annotations.description }}\n"
    "{{ with .Annotations.runbook_url }}{{ . }}\n{{ end }}{{ end }}"
)


def _file(name: str) -> str:
    """Where the operator mounts what alertmanagerSpec.secrets names."""
    return f"/etc/alertmanager/secrets/{RECEIVERS}/{name}"


def _pagerduty(alerts: Alerts) -> Values:
    return {
        "pagerduty_configs": [
            {
                "routing_key_file": _file("pagerduty"),
                "send_resolved": True,
                "severity": "{{ .CommonLabels.severity }}",
                "description": _TITLE,
                "details": {"alerts": _TEXT},
            }
        ]
    }


def _slack(alerts: Alerts) -> Values:
    assert alerts.slack
    return {
        "slack_configs": [
            {
                "api_url_file": _file("slack"),
                "channel": alerts.slack.channel,
                "send_resolved": True,
                "title": _TITLE,
                "text": _TEXT,
            }
        ]
    }


def _email(alerts: Alerts) -> Values:
    mail = alerts.email
    assert mail
    return {
        "email_configs": [
            {
                "to": mail.to,
                "from": mail.sender,
                "smarthost": f"{mail.host}:{mail.port}",
                "auth_username": mail.username,
                "auth_password_file": _file("email"),
                "require_tls": True,
                "send_resolved": True,
                "headers": {"Subject": _TITLE},
            }
        ]
    }


_CHANNELS: Mapping[Channel, Callable[[Alerts], Values]] = {
    "pagerduty": _pagerduty,
    "slack": _slack,
    "email": _email,
}


def _receivers(alerts: Alerts) -> list[Values]:
    found: list[Values] = [{"name": NOBODY}]
    for severity in SEVERITIES:
        if ways := alerts.ways(severity):
            one: Values = {"name": severity}
            for way in ways:
                one |= _CHANNELS[way](alerts)
            found.append(one)
    if alerts.watchdog:
        hook = {"url_file": _file("watchdog"), "send_resolved": False}
        found.append({"name": "watchdog", "webhook_configs": [hook]})
    return found


def _routes(alerts: Alerts) -> list[Values]:
    """The two alerts that stand for something else first, then each severity."""
    watchdog: Values = {"receiver": NOBODY}
    if alerts.watchdog:
        # It always fires, and whoever is called by it raises the alarm when the calls end.
        often = {"group_wait": "0s", "group_interval": "1m", "repeat_interval": "1m"}
        watchdog = {"receiver": "watchdog", **often}
    told = [
        {
            "receiver": severity,
            "matchers": [f'severity = "{severity}"'],
            "repeat_interval": _REPEAT[severity],
        }
        for severity in SEVERITIES
        if alerts.ways(severity)
    ]
    return [
        {"matchers": ['alertname = "Watchdog"'], **watchdog},
        {"matchers": ['alertname = "InfoInhibitor"'], "receiver": NOBODY},
        *told,
    ]


def config(alerts: Alerts) -> Values:
    """Alertmanager's configuration. What has no severity of ours goes to nobody.

    Of one fault only the worst is told; an alert for information only where another one of its namespace fires, which is what
    kube-prometheus-stack's InfoInhibitor stands for.
    """
    alike = ["namespace", "alertname"]
    inhibitions: list[Mapping[str, Any]] = [
        {"source_matchers": [f'severity = "{worse}"'], "target_matchers": [milder], "equal": alike}
        for worse, milder in (("critical", 'severity =~ "warning|info"'), ("warning", 'severity = "info"'))
    ]
    inhibitions.append(
        {
            "source_matchers": ['alertname = "InfoInhibitor"'],
            "target_matchers": ['severity = "info"'],
            "equal": ["namespace"],
        }
    )
    return {
        "global": {"resolve_timeout": "5m"},
        "inhibit_rules": inhibitions,
        "route": {
            "receiver": NOBODY,
            "group_by": ["alertname", "namespace"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "12h",
            "routes": _routes(alerts),
        },
        "receivers": _receivers(alerts),
        "templates": [],
    }


def way_out(alerts: Alerts) -> tuple[Edge, ...]:
    """Where notifications go: web hooks on the internet, and a mail server, which may be at home."""
    found = [edge(Known.INTERNET, 443)] if alerts.pagerduty or alerts.slack or alerts.watchdog else []
    if alerts.email:
        found.append(edge(Known.OUTSIDE, alerts.email.port))
    return tuple(found)


def values(settings: Monitoring, volume: Values) -> Values:
    """`alertmanager` of kube-prometheus-stack. volume: for silences and the log of what was sent: without one a restart sends
    everything again."""
    return {
        "podDisruptionBudget": disruption_budget(settings.replicas),
        "config": config(settings.alerts),
        # It asks Kubernetes nothing (CIS Kubernetes 5.1.6).
        "serviceAccount": {"automountServiceAccountToken": False},
        "alertmanagerSpec": {
            "replicas": settings.replicas,
            "storage": volume,
            "secrets": [RECEIVERS] if settings.alerts.secrets else [],
            "automountServiceAccountToken": False,
            "topologySpreadConstraints": spread(PODS),
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("25m", "64Mi", "250m", "256Mi"),
        },
    }
