"""Clusters. The one place that knows which cloud a cluster is on."""

from components.contracts import Cluster
from settings.clusters import ClusterSettings


def create_cluster(name: str, settings: ClusterSettings) -> Cluster:
    """Make the cluster that the settings describe.

    Its cloud's SDK is imported here, when it is needed: they take seconds and hundreds of megabytes each.
    """
    match settings.cloud:
        case "eks":
            from components.cluster import eks

            return eks.create(name, settings)
        case "gke":
            from components.cluster import gke

            return gke.create(name, settings)
        case "aks":
            from components.cluster import aks

            return aks.create(name, settings)
        case "existing":
            from components.cluster import existing

            return existing.create(name, settings)
