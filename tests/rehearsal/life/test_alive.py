"""What is known of a cluster while it lives."""

from pathlib import Path

from rehearsal.life.alive import Known
from rehearsal.life.cluster import Cluster, write


def test_what_is_known_follows_its_file(tmp_path: Path) -> None:
    known = Known(tmp_path)
    before = known()
    write(tmp_path, Cluster("gke", "one"))
    first = known()
    write(tmp_path, Cluster("gke", "two"))
    second = known()

    assert before is None
    assert first == Cluster("gke", "one")
    assert second == Cluster("gke", "two")
    assert known() is second, "a file that has not changed is not read again"
