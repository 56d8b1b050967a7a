"""Clusters. The one place that knows which cloud a cluster is on."""

from dataclasses import replace

from components.contracts import Cluster
from settings.charts import ChartSource
from settings.clusters import ClusterSettings


def create_cluster(name: str, settings: ClusterSettings, charts: ChartSource | None = None) -> Cluster:
    """Make the cluster that the settings describe. charts: where Helm charts come from, by default from their projects."""
    source = charts or ChartSource()
    return replace(_made(name, settings, source), charts=source)


def _made(name: str, settings: ClusterSettings, charts: ChartSource) -> Cluster:
    """Its cloud's SDK is imported here, when it is needed: they take seconds and hundreds of megabytes each."""
    match settings.cloud:
        case "eks":
            from components.cluster import eks

            return eks.create(name, settings, charts)
        case "gke":
            from components.cluster import gke

            return gke.create(name, settings)
        case "aks":
            from components.cluster import aks

            return aks.create(name, settings)
        case "existing":
            from components.cluster import existing

            return existing.create(name, settings)
