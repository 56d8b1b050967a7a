"""The JSON of a dashboard: where its panels lie, how they are coloured, and what they show."""

import json
from itertools import combinations
from typing import Any

import pytest

from components.observability.dashboards import DASHBOARDS, Dashboard, grafana_json
from components.observability.dashboards.grafana import COLUMNS
from components.observability.dashboards.model import Limits, Panel, Row

RUNBOOKS = "https://git.example.com/runbooks"

by_uid = pytest.mark.parametrize("board", DASHBOARDS, ids=lambda board: board.uid)


def shown(board: Dashboard) -> dict[str, Any]:
    return grafana_json(board, RUNBOOKS)


def one(panel: Panel) -> dict[str, Any]:
    """A panel as Grafana gets it."""
    return dict(shown(Dashboard("x", "X", [Row("r", [panel])], {}))["panels"][1])


@by_uid
def test_no_panel_lies_over_another_or_beyond_the_page(board: Dashboard) -> None:
    places = [panel["gridPos"] for panel in shown(board)["panels"]]

    assert all(place["x"] >= 0 and place["x"] + place["w"] <= COLUMNS for place in places)
    for one, other in combinations(places, 2):
        apart = (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        )
        assert apart, (one, other)


def test_a_panel_that_does_not_fit_into_a_line_begins_the_next_below_the_highest() -> None:
    panels = [
        Panel("a", {"a": "up"}, "short", width=16, height=9),
        Panel("b", {"b": "up"}, "short", width=12),
    ]
    board = shown(Dashboard("x", "X", [Row("one", panels), Row("two", panels[:1])], {}))

    assert [panel["gridPos"] for panel in board["panels"]] == [
        {"h": 1, "w": 24, "x": 0, "y": 0},
        {"h": 9, "w": 16, "x": 0, "y": 1},
        {"h": 8, "w": 12, "x": 0, "y": 10},
        {"h": 1, "w": 24, "x": 0, "y": 18},
        {"h": 9, "w": 16, "x": 0, "y": 19},
    ]


@pytest.mark.parametrize(
    ("limits", "steps"),
    [
        (Limits(), [(None, "green")]),
        (Limits(warning=1), [(None, "green"), (1, "orange")]),
        (Limits(critical=2), [(None, "green"), (2, "red")]),
        (Limits(1, 2), [(None, "green"), (1, "orange"), (2, "red")]),
        (Limits(20, 10, low=True), [(None, "red"), (10, "orange"), (20, "green")]),
        (Limits(critical=10, low=True), [(None, "red"), (10, "green")]),
        (Limits(warning=20, low=True), [(None, "orange"), (20, "green")]),
    ],
)
def test_colours_begin_where_the_limits_are(limits: Limits, steps: list[tuple[float | None, str]]) -> None:
    board = Dashboard("x", "X", [Row("r", [Panel("p", {"p": "up"}, "short", limits=limits)])], {})
    panel = shown(board)["panels"][1]

    assert [
        (step["value"], step["color"]) for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
    ] == steps


def test_a_panel_links_to_the_runbook_of_its_alert() -> None:
    board = shown(DASHBOARDS[0])
    links = {panel["title"]: panel["links"] for panel in board["panels"] if panel.get("links")}

    assert links["Nodes not ready"] == [
        {
            "title": "Runbook of NodeNotReady",
            "url": f"{RUNBOOKS}/kubernetes.md#nodenotready",
            "targetBlank": True,
        }
    ]


@by_uid
def test_the_same_dashboard_is_the_same_text(board: Dashboard) -> None:
    assert json.dumps(shown(board), sort_keys=True) == json.dumps(shown(board), sort_keys=True)
    assert {panel["id"] for panel in shown(board)["panels"]} == set(range(1, len(shown(board)["panels"]) + 1))


def test_a_table_and_a_figure_ask_for_now_and_lines_for_all_the_time() -> None:
    asked = {
        kind: one(Panel("p", {"p": "up"}, "short", kind))["targets"][0]
        for kind in ("stat", "table", "timeseries")
    }

    assert {kind: target["instant"] for kind, target in asked.items()} == {
        "stat": True,
        "table": True,
        "timeseries": False,
    }
    assert asked["table"]["format"] == "table"


def test_a_tables_columns_are_named_after_its_queries() -> None:
    both = one(Panel("p", {"First": "a", "Second": "b"}, "short", "table"))["transformations"]
    alone = one(Panel("p", {"First": "a"}, "short", "table"))["transformations"]

    assert [step["id"] for step in both] == ["merge", "organize"]
    assert both[1]["options"]["renameByName"] == {"Value #A": "First", "Value #B": "Second"}
    assert alone[0]["options"]["renameByName"] == {"Value": "First"}


def test_every_question_goes_to_the_prometheus_that_is_chosen_on_the_page() -> None:
    board = shown(
        Dashboard(
            "x",
            "X",
            [Row("r", [Panel("p", {"p": "up"}, "short")])],
            {"namespace": "label_values(up, namespace)"},
        )
    )
    chosen, namespace = board["templating"]["list"]

    assert chosen["type"] == "datasource"
    assert (
        namespace["datasource"]["uid"]
        == board["panels"][1]["targets"][0]["datasource"]["uid"]
        == "${datasource}"
    )
    assert namespace["definition"] == "label_values(up, namespace)"
