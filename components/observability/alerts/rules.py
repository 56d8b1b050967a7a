"""What an alert is, and the Prometheus rules that it becomes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Alert:
    """An alert, and what it says to the person on call.

    for_: how long the expression must hold, in Prometheus' notation. critical pages, warning is for working hours, info is to
    be read beside another. summary: when it fires, as a sentence with its figure. description: a Go template that names the
    object by its labels and gives `$value`. team: who acts: platform, applications, or whom a workload names.
    labels: more of the alert's, beside severity, team and those of its expression.
    """

    name: str
    expr: str
    for_: str
    severity: Severity
    summary: str
    description: str
    team: str = "platform"
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recording:
    """A series that Prometheus computes ahead, for an alert and a dashboard that ask the same.

    record: its name, level:metric:operations. labels: what tells it from others of the name.
    """

    record: str
    expr: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Rules that are evaluated together.

    add_on: what must be installed for them to mean anything, as in ADD_ONS. page: of docs/runbooks, without the .md; it has a
    heading for each alert. interval: between two evaluations, in Prometheus' notation; its own where empty.
    """

    name: str
    add_on: str
    page: str
    rules: Sequence[Alert | Recording]
    interval: str = ""

    @property
    def alerts(self) -> list[Alert]:
        return [rule for rule in self.rules if isinstance(rule, Alert)]


def anchor(alert: str) -> str:
    """Of the heading with an alert's name, as Git hosts derive it."""
    return alert.lower()


def down(deployment: str) -> str:
    """That a Deployment has no replica available, or is gone. deployment: a regular expression.

    It asks after the nodes as well, so that a kube-state-metrics that is away does not look like everything is down.
    """
    available = f'sum(kube_deployment_status_replicas_available{{deployment=~"{deployment}"}})'
    return f"({available} or vector(0)) == 0 and on () count(kube_node_info) > 0"


def _rule(rule: Alert | Recording, page: str) -> Mapping[str, Any]:
    if isinstance(rule, Recording):
        labels = {"labels": dict(rule.labels)} if rule.labels else {}
        return {"record": rule.record, "expr": rule.expr, **labels}
    return {
        "alert": rule.name,
        "expr": rule.expr,
        "for": rule.for_,
        "labels": {**rule.labels, "severity": rule.severity, "team": rule.team},
        "annotations": {
            "summary": rule.summary,
            "description": rule.description,
            "runbook_url": f"{page}#{anchor(rule.name)}",
        },
    }


def rule_groups(groups: Sequence[Group], runbooks: str) -> Mapping[str, Any]:
    """The body of a PrometheusRule, which is also what a rule file of Prometheus says. runbooks: the folder's URL."""
    base = runbooks.rstrip("/")
    return {
        "groups": [
            {
                "name": group.name,
                **({"interval": group.interval} if group.interval else {}),
                "rules": [_rule(rule, f"{base}/{group.page}.md") for rule in group.rules],
            }
            for group in groups
        ]
    }
