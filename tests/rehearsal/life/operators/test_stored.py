"""Where the backups of a rehearsal are."""

from pathlib import Path
from typing import Any

from components.platform.velero import regions
from rehearsal.life.operators.stored import COPY_OF, Stored


def location(bucket: str, **annotations: str) -> dict[str, Any]:
    return {"metadata": {"annotations": annotations}, "spec": {"objectStorage": {"bucket": bucket}}}


def test_what_is_put_into_a_bucket_is_in_its_copy_and_in_no_other(tmp_path: Path) -> None:
    stored = Stored(tmp_path / "stored")

    stored.put(location("one"), "daily", {"items": []})

    for place in (location("one"), location("one-copy", **{COPY_OF: "one"})):
        assert stored.names(place) == ["daily"]
        assert stored.get(place, "daily") == {"items": []}
    assert stored.names(location("two")) == []
    assert stored.get(location("two"), "daily") is None


def test_several_clusters_see_the_same(tmp_path: Path) -> None:
    Stored(tmp_path).put(location("one"), "daily", {"items": [1]})
    Stored(tmp_path).put(location("one"), "daily", {"items": [2]})

    assert Stored(tmp_path).get(location("one"), "daily") == {"items": [2]}


def test_a_copy_is_known_by_the_annotation_that_the_program_gives_it() -> None:
    assert regions.COPY_OF == COPY_OF
