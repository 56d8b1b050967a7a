"""The record of a cluster."""

from pathlib import Path

from rehearsal.life.cluster import FILE, Cluster, Pool, Taint, read, write

MADE = Cluster(
    "eks", "main", "eu-central-1",
    (Pool("general", ("a", "b"), "m6i.large", 2.0, 8.0, 1, 3, 2, {"for": "all"}, (Taint("a", "b", "NoSchedule"),)),),
    ("metrics-server",),
)  # fmt: skip


def test_what_was_told_is_read_as_it_was(tmp_path: Path) -> None:
    assert read(tmp_path) is None

    write(tmp_path, MADE)

    assert read(tmp_path) == MADE


def test_what_has_not_changed_is_not_told_again(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    before = (tmp_path / FILE).stat().st_ino

    write(tmp_path, MADE)

    assert (tmp_path / FILE).stat().st_ino == before
