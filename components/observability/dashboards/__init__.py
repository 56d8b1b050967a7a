"""The platform's dashboards: which there are, and which of them a cluster gets."""

from collections.abc import Collection

from components.observability.dashboards.backups import BACKUPS
from components.observability.dashboards.certificates import CERTIFICATES
from components.observability.dashboards.grafana import grafana_json
from components.observability.dashboards.ingress import INGRESS
from components.observability.dashboards.mesh import MESH
from components.observability.dashboards.model import Dashboard
from components.observability.dashboards.overview import OVERVIEW
from components.observability.dashboards.resources import RESOURCES
from components.observability.dashboards.scaling import SCALING

__all__ = ["DASHBOARDS", "Dashboard", "grafana_json", "of_add_ons"]

DASHBOARDS = (OVERVIEW, RESOURCES, SCALING, INGRESS, CERTIFICATES, MESH, BACKUPS)


def of_add_ons(installed: Collection[str]) -> list[Dashboard]:
    """The dashboards that show something where these add-ons are installed, without what would stay empty."""
    return [left for dashboard in DASHBOARDS if (left := dashboard.of(installed))]
