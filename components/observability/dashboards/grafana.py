"""The JSON that Grafana reads a dashboard from. Pure.

Panels flow from left to right over Grafana's 24 columns, so nobody places them by hand and none can lie over another.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from components.observability.alerts import GROUPS, Group
from components.observability.alerts.rules import anchor
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

SCHEMA = 42  # of the classic dashboard's JSON, and its last: DASHBOARD_SCHEMA_VERSION in Grafana 13's DashboardMigrator.ts
COLUMNS = 24
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
"""Which Prometheus is a choice on the page, so that a Grafana that exists already may call its own as it likes."""


def _steps(limits: Limits) -> list[dict[str, Any]]:
    """Colours and where they begin: the first below everything else."""
    warning, critical = limits.warning, limits.critical
    if limits.low:
        begin = "red" if critical is not None else "orange" if warning is not None else "green"
        steps: list[tuple[float | None, str]] = [(None, begin)]
        if critical is not None and warning is not None:
            steps.append((critical, "orange"))
        top = warning if warning is not None else critical
        steps += [(top, "green")] if top is not None else []
    else:
        steps = [(None, "green")]
        steps += [
            (value, colour) for value, colour in ((warning, "orange"), (critical, "red")) if value is not None
        ]
    return [{"value": value, "color": colour} for value, colour in steps]


def _options(panel: Panel) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of one kind of panel: its options, and what its fields have besides unit and limits."""
    limited = panel.limits != Limits()
    if panel.kind == "stat":
        reduce = {"calcs": ["lastNotNull"], "fields": "", "values": False}
        colour = "background" if limited else "value"
        return {"reduceOptions": reduce, "colorMode": colour, "graphMode": "none", "textMode": "auto"}, {
            "color": {"mode": "thresholds"}
        }
    if panel.kind == "table":
        cell = {"type": "color-text" if limited else "auto"}
        return {"showHeader": True, "cellHeight": "sm"}, {
            "color": {"mode": "thresholds"},
            "custom": {"cellOptions": cell},
        }
    legend = {
        "displayMode": "table",
        "placement": "bottom",
        "calcs": ["lastNotNull", "max"],
        "showLegend": True,
    }
    lines = {"lineWidth": 1, "fillOpacity": 10, "showPoints": "never"}
    style = {"thresholdsStyle": {"mode": "dashed" if limited else "off"}}
    return {"legend": legend, "tooltip": {"mode": "multi", "sort": "desc"}}, {
        "color": {"mode": "palette-classic"},
        "custom": {**lines, **style},
        "min": 0,
    }


def _targets(panel: Panel) -> list[dict[str, Any]]:
    now = panel.kind != "timeseries"
    return [
        {
            "refId": chr(ord("A") + index),
            "datasource": SOURCE,
            "expr": expression,
            "legendFormat": name,
            "instant": now,
            "range": not now,
            "format": "table" if panel.kind == "table" else "time_series",
        }
        for index, (name, expression) in enumerate(panel.queries.items())
    ]


def _transformations(panel: Panel) -> list[dict[str, Any]]:
    """A table has a column for each query, named after it, and none for the time, which is now."""
    if panel.kind != "table":
        return []
    several = len(panel.queries) > 1
    names = {
        f"Value #{chr(ord('A') + index)}" if several else "Value": name
        for index, name in enumerate(panel.queries)
    }
    organize = {"excludeByName": {"Time": True}, "renameByName": names, "indexByName": {}}
    merge = [{"id": "merge", "options": {}}] if several else []
    return [*merge, {"id": "organize", "options": organize}]


def _panel(panel: Panel, number: int, place: Mapping[str, int], runbook: str) -> dict[str, Any]:
    options, fields = _options(panel)
    thresholds = {"mode": "absolute", "steps": _steps(panel.limits)}
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.description,
        "datasource": SOURCE,
        "gridPos": dict(place),
        "targets": _targets(panel),
        "transformations": _transformations(panel),
        "options": options,
        "fieldConfig": {
            "defaults": {"unit": panel.unit, "thresholds": thresholds, **fields},
            "overrides": [],
        },
        "links": [{"title": f"Runbook of {panel.alert}", "url": runbook, "targetBlank": True}]
        if runbook
        else [],
    }


def _placed(rows: Sequence[Row]) -> Iterator[tuple[Row | Panel, dict[str, int]]]:
    """Rows and their panels, each with its place."""
    y = 0
    for row in rows:
        yield row, {"h": 1, "w": COLUMNS, "x": 0, "y": y}
        y, x, height = y + 1, 0, 0
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                y, x, height = y + height, 0, 0
            yield panel, {"h": panel.height, "w": panel.width, "x": x, "y": y}
            x, height = x + panel.width, max(height, panel.height)
        y += height


def _variables(variables: Mapping[str, str]) -> list[dict[str, Any]]:
    source = {
        "name": "datasource",
        "label": "Prometheus",
        "type": "datasource",
        "query": "prometheus",
        "hide": 0,
    }
    return [
        source,
        *(
            {
                "name": name,
                "label": name.replace("_", " ").capitalize(),
                "type": "query",
                "datasource": SOURCE,
                "query": {"query": query, "refId": name},
                "definition": query,
                "refresh": 2,
                "sort": 1,
                "multi": True,
                "includeAll": True,
                "allValue": ".*",
                "current": {"text": ["All"], "value": ["$__all"]},
            }
            for name, query in variables.items()
        ),
    ]


def grafana_json(dashboard: Dashboard, runbooks: str, groups: Sequence[Group] = GROUPS) -> dict[str, Any]:
    """The dashboard as Grafana imports it. runbooks: the folder's URL. groups: of the alerts that panels link to."""
    pages = {alert.name: group.page for group in groups for alert in group.alerts}
    panels = []
    for number, (item, place) in enumerate(_placed(dashboard.rows), 1):
        if isinstance(item, Row):
            row = {"id": number, "type": "row", "title": item.title, "collapsed": False, "panels": []}
            panels.append({**row, "gridPos": place})
        else:
            page = f"{runbooks.rstrip('/')}/{pages[item.alert]}.md" if item.alert else ""
            runbook = f"{page}#{anchor(item.alert)}" if page else ""
            panels.append(_panel(item, number, place, runbook))
    others = {"title": "Platform", "type": "dashboards", "tags": ["groundwork"], "asDropdown": True}
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": ["groundwork"],
        "schemaVersion": SCHEMA,
        "editable": False,
        "graphTooltip": 1,
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "1m",
        "timezone": "browser",
        "templating": {"list": _variables(dashboard.variables)},
        "annotations": {"list": []},
        "links": [{**others, "includeVars": False, "keepTime": True}],
        "panels": panels,
    }
