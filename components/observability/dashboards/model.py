"""What a dashboard is. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Limits:
    """Where a figure turns orange (warning) and red (critical): what its alerts fire at. low: it is bad below, not above."""

    warning: float | None = None
    critical: float | None = None
    low: bool = False


@dataclass(frozen=True)
class Panel:
    """One picture. kind: `stat` is a single figure of now, `table` a list of now, `timeseries` lines over time.

    queries: PromQL by what its line or column is called; {{label}} stands for a label's value, in a legend. unit: one of
    Grafana's (packages/grafana-data/src/valueFormats/categories.ts). alert: whose runbook it links to. add_on: what must be
    installed for it to show anything, as in alerts.ADD_ONS.
    """

    title: str
    queries: Mapping[str, str]
    unit: str
    kind: Literal["timeseries", "stat", "table"] = "timeseries"
    limits: Limits = Limits()
    alert: str = ""
    add_on: str = "kubernetes"
    width: int = 12
    height: int = 8
    description: str = ""


@dataclass(frozen=True)
class Row:
    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True)
class Dashboard:
    """uid: of its address in Grafana; it never changes. variables: choices on the page, each with the query of its values."""

    uid: str
    title: str
    rows: Sequence[Row]
    variables: Mapping[str, str]

    def of(self, installed: Collection[str]) -> "Dashboard | None":
        """Without what is not installed; None where nothing is left."""
        wanted = {"kubernetes", *installed}
        rows = [
            replace(row, panels=[panel for panel in row.panels if panel.add_on in wanted])
            for row in self.rows
        ]
        left = [row for row in rows if row.panels]
        return replace(self, rows=left) if left else None
