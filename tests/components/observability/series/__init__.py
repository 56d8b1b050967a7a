"""What every alert is tried with: series that fire it, and series that leave it quiet."""

from tests.components.observability.series import (
    backups,
    certificates,
    dns,
    ingress,
    kubernetes,
    logs,
    mesh,
    monitoring,
    nodes,
    scaling,
    secrets,
    telemetry,
)

_AREAS = (
    backups,
    certificates,
    dns,
    ingress,
    kubernetes,
    logs,
    mesh,
    monitoring,
    nodes,
    scaling,
    secrets,
    telemetry,
)
PAIRS = tuple(pair for area in _AREAS for pair in area.PAIRS)
