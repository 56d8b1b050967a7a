"""Which clusters' buckets are copied where: known once all clusters are there, for two may copy to each other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, Self, runtime_checkable

from components.contracts import Cluster


@runtime_checkable
class Copying(Protocol):
    """A BucketFactory whose buckets can have a copy that another one of the same cloud makes."""

    def copied_to(self, partner: Self) -> Self: ...


def copy_name(partner: str, name: str) -> str:
    """What a copy of a bucket, a key or a registry is called, and whatever is made for it where it is. partner: the cluster whose
    region the copy is in. name: the original's."""
    return f"{partner}-copy-of-{name}"


def copied(clusters: Mapping[str, Cluster]) -> dict[str, Cluster]:
    """The clusters, of which those that copy make each bucket together with its copy beside the other cluster.

    A copy is not copied on, whatever its own cluster copies where.
    """
    return {
        name: _copied(cluster, clusters[cluster.copies_to]) if cluster.copies_to else cluster
        for name, cluster in clusters.items()
    }


def _copied(cluster: Cluster, partner: Cluster) -> Cluster:
    mine, other = cluster.bucket, partner.bucket
    # Two of one cloud, and neither of them existing, say the settings (settings/placement.py).
    assert isinstance(mine, Copying)
    assert isinstance(other, type(mine))
    return replace(cluster, bucket=mine.copied_to(other))
