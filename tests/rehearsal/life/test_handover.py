"""What the simulated clouds tell a control plane."""

from pathlib import Path

from rehearsal.control_plane.access import Access
from rehearsal.life.cluster import read
from rehearsal.life.handover import Handover, folder
from rehearsal.simulation.gcp.gke_pools import POOL
from tests.rehearsal.simulation.gcp.cloud import Cloud


def test_a_plane_is_told_which_cluster_it_is_and_when_a_pool_comes(tmp_path: Path) -> None:
    cloud = Cloud()
    cluster = cloud.cluster()
    access = Access("https://127.0.0.1:1", str(tmp_path / "ca.crt"), "", "")
    handover = Handover({"gcp": cloud.world}, [access])

    handover.configured(access.server, {"clusterIdentifier": cluster["id"]}, None)
    before = read(folder(access))
    pool = {
        "name": "general",
        "cluster": cluster["id"],
        "location": "europe-west4",
        "project": "example-project",
    }
    cloud.create(POOL, initialNodeCount=1, **pool)
    handover.changed("gcp:compute/network:Network")
    unheard = read(folder(access))
    handover.changed(POOL)
    after = read(folder(access))

    assert before is not None
    assert after is not None
    assert (before.cloud, before.pools) == ("gke", ())
    assert unheard == before, "what cannot change a pool is not looked at"
    assert [pool.name for pool in after.pools] == ["general"]
