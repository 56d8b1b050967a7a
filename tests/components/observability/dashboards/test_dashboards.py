"""Dashboards that Grafana can show, that ask for what is there, and whose colours say what the alerts say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from components.observability.alerts import ADD_ONS, GROUPS, Recording
from components.observability.dashboards import DASHBOARDS, Dashboard, grafana_json, of_add_ons
from components.observability.dashboards.model import Limits, Panel
from tests.components.observability import exports
from tests.components.observability.promtool import metrics

RUNBOOKS = "https://git.example.com/runbooks"
ALERTS = {alert.name: alert for group in GROUPS for alert in group.alerts}
RECORDED = {rule.record for group in GROUPS for rule in group.rules if isinstance(rule, Recording)}
PANELS = [(board, panel) for board in DASHBOARDS for row in board.rows for panel in row.panels]
# Grafana's packages/grafana-data/src/valueFormats/categories.ts: those in use here, each looked up there.
UNITS = {"short", "percentunit", "bytes", "reqps", "s", "ms", "dtdurations"}

by_uid = pytest.mark.parametrize("board", DASHBOARDS, ids=lambda board: board.uid)


def shown(board: Dashboard) -> dict[str, Any]:
    return grafana_json(board, RUNBOOKS)


def asked(expression: str) -> str:
    """What Grafana sends to Prometheus for an expression."""
    return expression.replace("$__rate_interval", "5m").replace("$namespace", ".*")


@pytest.mark.engine
def test_every_expression_can_be_read_and_names_metrics_that_its_add_on_exports(promtool: Path) -> None:
    questions = [(board, panel, query) for board, panel in PANELS for query in panel.queries.values()]
    named = metrics(promtool, [asked(query) for _, _, query in questions])
    unknown = {
        (board.uid, panel.title, name)
        for (board, panel, _), names in zip(questions, named, strict=True)
        for name in names - exports.exported(panel.add_on) - RECORDED
    }

    assert all(named), "every panel asks for something"
    assert unknown == set()


@by_uid
def test_the_values_to_choose_from_are_those_of_an_exported_metric(board: Dashboard) -> None:
    known = frozenset[str]().union(*(exports.exported(panel.add_on) for _, panel in PANELS))

    for query in board.variables.values():
        metric = re.fullmatch(r"label_values\((\w+)(?:\{.*\})?, \w+\)", query)
        assert metric, query
        assert metric[1] in known


@by_uid
def test_a_variable_is_used_where_it_is_offered_and_offered_where_it_is_used(board: Dashboard) -> None:
    whole = json.dumps(shown(board)["panels"])
    used = set(re.findall(r"\$(\w+)", whole.replace("$__rate_interval", "").replace("${datasource}", "")))

    assert used == set(board.variables)


@by_uid
def test_a_dashboard_is_short_enough_for_somebody_on_call(board: Dashboard) -> None:
    assert len(board.rows) <= 4
    assert len([panel for row in board.rows for panel in row.panels]) <= 20


def test_a_dashboards_address_never_changes() -> None:
    assert [board.uid for board in DASHBOARDS] == [
        "platform-overview",
        "kubernetes-resources",
        "scaling",
        "ingress",
        "certificates",
        "mesh",
        "backups",
    ]
    assert all(re.fullmatch(r"[a-z-]{1,40}", board.uid) for board in DASHBOARDS)


@pytest.mark.parametrize(
    ("board", "panel"), PANELS, ids=lambda item: item.uid if isinstance(item, Dashboard) else item.title
)
def test_a_panel_is_in_units_that_grafana_knows_and_links_to_a_runbook(
    board: Dashboard, panel: Panel
) -> None:
    assert panel.unit in UNITS
    assert panel.alert in ALERTS or panel.alert == ""
    if panel.limits != Limits() and "ALERTS{" not in next(iter(panel.queries.values())):
        assert panel.alert, "a colour means something, and its runbook says what"


def figures(expression: str) -> set[float]:
    """The numbers of an expression, products of them included."""
    return {float(number) for number in re.findall(r"(?<![\w.\[])\d+(?:\.\d+)?(?![\w.])", expression)}


@pytest.mark.parametrize(("board", "panel"), PANELS, ids=lambda item: getattr(item, "title", ""))
def test_a_panel_changes_colour_where_its_alert_fires(board: Dashboard, panel: Panel) -> None:
    firsts = {panel.limits.warning, panel.limits.critical} - {None}
    counts = any(
        re.match(r"(count|sum|max)\b.*(or vector\(0\)|gauge\))", query) for query in panel.queries.values()
    )
    if not firsts or "ALERTS{" in str(panel.queries) or counts or 1 in firsts:
        return  # it counts what is wrong, or what is there: one of the first, and none of the second, is bad
    related = {alert.expr for alert in ALERTS.values() if _same_page(alert.name, panel.alert)}

    assert firsts <= set().union(*(figures(expression) for expression in related))


def _same_page(one: str, other: str) -> bool:
    pages = {alert.name: group.name for group in GROUPS for alert in group.alerts}
    return pages[one] == pages[other]


def test_what_is_not_installed_is_not_shown() -> None:
    assert [board.uid for board in of_add_ons([])] == ["platform-overview", "kubernetes-resources", "scaling"]

    (ingress,) = (board for board in of_add_ons(["ingress-gateway"]) if board.uid == "ingress")
    assert [row.title for row in ingress.rows] == ["Gateway"]
    assert [shown(board) for board in of_add_ons(ADD_ONS)] == [shown(board) for board in DASHBOARDS]
