"""The nodes of a cluster that no simulated cloud knows: there is nothing to say what they are, so it is stated here."""

from rehearsal.life.cluster import Cluster, Pool

POOL = Pool(
    "existing",
    ("zone-a", "zone-b", "zone-c"),
    "existing",
    4.0,
    16.0,
    3,
    3,
    3,
    labels={"groundwork/rehearsed": "existing"},
)
"""Three nodes of 4 cores and 16 GiB, one in each of three zones, and nobody who adds another."""


def find(identity: str) -> Cluster:
    """A cluster of that pool, with the metrics, volumes and load balancers that docs/clusters.md asks of one."""
    return Cluster("existing", identity, "", (POOL,), ("metrics-server",))
