"""docs/alerts.md: every alert of the platform and of applications, in one table.

`python -m tests.components.observability.table > docs/alerts.md`
"""

from components.observability.alerts import GROUPS, REPLACED
from components.observability.alerts.rules import Group, anchor
from components.observability.applications import groups
from tests.components.observability.applications.given import (
    ALERTS,
    NGINX,
    OWN,
    SCHEDULES,
    promising,
)

APPLICATIONS = tuple(groups(promising(metrics=OWN, alerts=ALERTS, schedules=SCHEDULES), NGINX))
"""All that a workload can have."""
EVERY = (*GROUPS, *APPLICATIONS)

BEFORE = """\
# Alerts

<!-- Written by `python -m tests.components.observability.table > docs/alerts.md`; a test compares. -->

What a cluster has of these goes by what is installed on it: an alert on something that is off is not there. `critical` pages
somebody, `warning` is for working hours. An alert of the team `applications` is one that only the owner of the workload can mend;
its labels name the namespace. What a workload has goes by its spec: `slo` states objectives over 30 days, `alerts` fixed limits
([how](adding-an-application.md)). All carry a summary, a description with the value, and the link of the last column, below the
address in `platform.monitoring.runbooks`.

Each is tried with Prometheus' own promtool: with series that fire it, and with series that leave it quiet
(`tests/components/observability/series/`, for applications `tests/components/observability/applications/cases.py`).

| Alert | Fires when | For | Severity | Team | Where | Runbook |
| --- | --- | --- | --- | --- | --- | --- |"""
AFTER = """
kube-prometheus-stack's own rules are on beside these, with the label `team: platform` and its project's runbooks, but for the
scrapes that a cloud's control plane does not offer, and for those that one of ours says better:

| Its alert | Ours |
| --- | --- |"""


def where(group: Group) -> str:
    """What must be there for a group to be there."""
    if group in APPLICATIONS and group.name.startswith("schedules-"):
        return "a workload's `schedules` and `backup`"
    if group in APPLICATIONS:
        return "a workload's `slo`" if group.page == "objectives" else "a workload's `alerts`"
    return "every cluster" if group.add_on == "kubernetes" else group.add_on


def page() -> str:
    """docs/alerts.md."""
    rows = [
        f"| {alert.name} | {alert.summary} | {'at once' if alert.for_ == '0m' else alert.for_} | {alert.severity} | {alert.team} "
        f"| {where(group)} "
        f"| [{group.page}](runbooks/{group.page}.md#{anchor(alert.name)}) |"
        for group in EVERY
        for alert in group.alerts
    ]
    replaced = [f"| {theirs} | {ours} |" for theirs, ours in REPLACED.items()]
    return "\n".join([BEFORE, *rows, AFTER, *replaced, ""])


if __name__ == "__main__":
    print(page(), end="")
