"""The nodes of a cluster that exists already."""

from rehearsal.life.pools.existing import POOL, find


def test_a_cluster_of_nobodys_has_three_nodes_and_no_more() -> None:
    found = find("main/kind-groundwork")

    assert (found.cloud, found.name, found.pools) == ("existing", "main/kind-groundwork", (POOL,))
    assert (POOL.least, POOL.most, len(POOL.zones)) == (3, 3, 3)
