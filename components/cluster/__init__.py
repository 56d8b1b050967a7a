"""Clusters. The one place that knows which cloud a cluster is on."""

from dataclasses import replace

from components.cluster.copies import copied
from components.cluster.surroundings import ALONE, Surroundings
from components.contracts import Cluster
from settings.clusters import ClusterSettings
from settings.load import Settings


def create_clusters(settings: Settings) -> dict[str, Cluster]:
    """Make every cluster of a stack, side by side: none waits for another."""
    around = Surroundings(settings.charts, settings.global_dns)
    return copied(
        {name: create_cluster(name, cluster, around) for name, cluster in settings.clusters.items()}
    )


def create_cluster(name: str, settings: ClusterSettings, around: Surroundings = ALONE) -> Cluster:
    """Make the cluster that the settings describe."""
    made = _made(name, settings, around)
    return replace(made, charts=around.charts, copies_to=settings.copies_to)


def _made(name: str, settings: ClusterSettings, around: Surroundings) -> Cluster:
    """Its cloud's SDK is imported here, when it is needed: they take seconds and hundreds of megabytes each."""
    match settings.cloud:
        case "eks":
            from components.cluster import eks

            return eks.create(name, settings, around)
        case "gke":
            from components.cluster import gke

            return gke.create(name, settings, around)
        case "aks":
            from components.cluster import aks

            return aks.create(name, settings, around)
        case "existing":
            from components.cluster import existing

            return existing.create(name, settings)
