"""An application's dashboard shows what is left of its budgets and the golden signals, by what really is exported."""

import re
from pathlib import Path
from typing import Any

import pytest

from components.observability.alerts import GROUPS
from components.observability.applications import groups
from components.observability.applications.dashboard import dashboard
from components.observability.dashboards import Dashboard, grafana_json
from components.observability.dashboards.model import Limits, Panel
from tests.components.observability import exports
from tests.components.observability.applications.given import GATEWAY, NGINX, OWN, RUNBOOKS, promising
from tests.components.observability.promtool import metrics
from tests.components.workload.specs import full, least

PROMISED = dashboard("shop", [promising()], NGINX)


def panels(board: Dashboard) -> list[Panel]:
    return [panel for row in board.rows for panel in row.panels]


def test_it_has_the_budgets_and_the_four_golden_signals() -> None:
    assert [row.title for row in PROMISED.rows] == [
        "app: what its users may count on",
        "app: traffic, errors and latency, at the way in",
        "app: saturation",
    ]
    assert [panel.title for panel in panels(PROMISED)] == [
        "Budget left of 99.9 % (availability)",
        "Requests that do not fail, of 99.9 %",
        "Times faster than 99.9 % allows (availability)",
        "Budget left of 95 % (latency)",
        "Requests that are quick enough, of 95 %",
        "Times faster than 95 % allows (latency)",
        "Requests a second",
        "Requests that fail (5xx)",
        "Time that answers take",
        "CPU, of the limit",
        "Memory, of the limit",
        "Replicas",
    ]


def test_a_budget_changes_colour_where_its_alerts_fire() -> None:
    assert panels(PROMISED)[0].limits == Limits(warning=0.5, critical=0.1, low=True)
    assert panels(PROMISED)[2].limits == Limits(warning=1, critical=14.4)


def test_a_workload_without_a_promise_has_its_signals_and_one_that_nobody_counts_its_saturation() -> None:
    assert [row.title for row in dashboard("shop", [full(), least(name="job")], GATEWAY).rows] == [
        "app: traffic, errors and latency, at the way in",
        "app: saturation",
        "job: saturation",
    ]
    (asked, _) = dashboard("shop", [full(metrics=OWN, route=None)], GATEWAY).rows
    assert asked.title == "app: traffic, errors and latency, by its own count"


@pytest.mark.parametrize(
    ("given", "seen", "others"),
    [
        (
            {},
            ["app-6d4cf56db6-x7k2p"],
            ["app-migrate-x7k2p", "app-0", "app-next-6d4cf56db6-x7k2p"],
        ),
        (
            {"kind": "stateful", "claims": {"data": {"path": "/data", "size": "1Gi"}}},
            ["app-0", "app-12"],
            ["app-migrate-x7k2p", "app-migrate"],
        ),
    ],
)
def test_saturation_is_of_the_workloads_own_replicas(
    given: dict[str, Any], seen: list[str], others: list[str]
) -> None:
    (row,) = dashboard("shop", [least(name="app", **given)], GATEWAY).rows
    expression = row.panels[0].queries["{{pod}}"]
    pods = re.findall(r'pod=~"([^"]+)"', expression)

    assert len(pods) == 2
    assert [name for name in (*seen, *others) if re.fullmatch(pods[0], name)] == seen


def test_every_coloured_panel_links_to_its_runbook() -> None:
    shown = grafana_json(PROMISED, RUNBOOKS, [*GROUPS, *groups(promising(), NGINX)])
    links = {panel["title"]: panel["links"] for panel in shown["panels"] if panel["type"] != "row"}

    assert shown["uid"] == "application-shop"
    assert (
        links["Budget left of 99.9 % (availability)"][0]["url"] == f"{RUNBOOKS}/objectives.md#errorbudgetlow"
    )
    assert links["Replicas"][0]["url"] == f"{RUNBOOKS}/scaling.md#hpamaxedout"
    assert all(panel.alert for panel in panels(PROMISED) if panel.limits != Limits())


@pytest.mark.engine
@pytest.mark.parametrize("add_on", ["ingress-nginx", "ingress-gateway"])
def test_every_expression_can_be_read_and_names_what_is_exported(add_on: str, promtool: Path) -> None:
    board = dashboard("shop", [promising()], NGINX if add_on == "ingress-nginx" else GATEWAY)
    named = metrics(promtool, [query for panel in panels(board) for query in panel.queries.values()])
    recorded = {name for names in named for name in names if name.startswith("workload:")}

    assert all(named)
    assert set().union(*named) - recorded <= exports.exported(add_on)
    assert recorded == {
        "workload:slo_budget_remaining:ratio30d",
        *(f"workload:slo_bad_requests:ratio_rate{window}" for window in ("1h", "6h", "1d", "3d")),
    }
