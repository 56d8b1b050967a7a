"""What of a dashboard is left where not everything is installed."""

from components.observability.dashboards.model import Dashboard, Panel, Row

ALWAYS = Panel("always", {"a": "up"}, "short")
SOME = Panel("some", {"b": "up"}, "short", add_on="velero")
BOARD = Dashboard("x", "X", [Row("both", [ALWAYS, SOME]), Row("one", [SOME])], {})


def test_a_panel_is_left_out_and_a_row_with_none_left() -> None:
    left = BOARD.of([])

    assert left is not None
    assert [(row.title, list(row.panels)) for row in left.rows] == [("both", [ALWAYS])]


def test_with_everything_installed_nothing_is_left_out() -> None:
    left = BOARD.of(["velero"])

    assert left is not None
    assert [list(row.panels) for row in left.rows] == [[ALWAYS, SOME], [SOME]]


def test_a_dashboard_without_panels_is_none() -> None:
    assert Dashboard("x", "X", [Row("one", [SOME])], {}).of(["loki"]) is None
