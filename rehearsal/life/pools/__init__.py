"""Which cluster a kubernetes provider speaks to, and what its nodes are, as the simulated clouds know it."""

from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.life.cluster import Cluster
from rehearsal.life.pools import aks, eks, existing, gke
from rehearsal.simulation.world import World

TYPES = eks.TYPES | gke.TYPES | aks.TYPES
"""The resource types a change of which may change what `identify` answers."""


FINDERS: Mapping[str, Callable[[World, str, str], Cluster | None]] = {
    "aws": eks.find,
    "gcp": gke.find,
    "azure-native": aks.find,
}
"""Package -> how a cluster is found in its world."""


def identify(worlds: Mapping[str, World], configuration: Mapping[str, Any], active: Any = None) -> Cluster:
    """The cluster of a kubernetes provider: from its clusterIdentifier, else from its kubeconfig's active entry.

    worlds: by package (aws, gcp, azure-native), those there are. active: the `cluster` of the kubeconfig's context, a
    mapping with its `server`; None without one. A cluster that none of the clouds has is an existing one.
    """
    identity = str(configuration.get("clusterIdentifier") or "")
    server = str(active.get("server", "")) if isinstance(active, Mapping) else ""
    for package, find in FINDERS.items():
        if package in worlds and (identity or server):
            found = find(worlds[package], identity, server)
            if found is not None:
                return found
    return existing.find(identity or str(configuration.get("context") or "existing"))
