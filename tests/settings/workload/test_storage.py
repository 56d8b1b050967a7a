"""What a workload keeps."""

import pytest

from settings.workload import Bucket, Claim, PostgresBackup, RestoreDrill
from tests.settings.workload.given import wrong


def test_a_volume_is_of_the_clusters_own_class() -> None:
    assert Claim(path="/data", size="10Gi").storage_class is None
    assert Claim(path="/data", size="10Gi", storage_class="fast").storage_class == "fast"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"size": "10m"}, "size\n  Value error, expected 1Mi or more, such as 512Mi or 2Gi"),
        ({"path": "data"}, "path\n  Value error, expected an absolute path"),
        ({"path": "/data/../etc"}, "path\n  Value error, expected an absolute path"),
        ({"storage_class": ""}, "storage_class\n  String should have at least 1 character"),
    ],
)
def test_a_volume_has_a_size_and_a_place(given: dict[str, str], told: str) -> None:
    assert told in wrong(Claim, {"path": "/data", "size": "10Gi", **given})


def test_a_bucket_keeps_everything_and_is_named_to_nobody() -> None:
    bucket = Bucket()

    assert (bucket.env, bucket.expire_days) == (None, None)


def test_a_backup_is_made_every_night_and_tried_every_week() -> None:
    backup = PostgresBackup(url="DATABASE_URL", bucket="backup")

    assert (backup.schedule, backup.image, backup.scratch) == ("0 2 * * *", "postgres:16", "20Gi")
    assert backup.drill == RestoreDrill(schedule="0 5 * * 0", max_age_hours=26)
    assert RestoreDrill().query.startswith("select count(*) from pg_catalog.pg_tables")


def test_a_backup_may_go_without_a_drill() -> None:
    assert PostgresBackup(url="DATABASE_URL", bucket="backup", drill=None).drill is None


def test_a_backup_has_room_for_its_dump_and_a_drill_something_to_ask() -> None:
    assert "scratch\n  Value error, expected 1Mi or more" in wrong(
        PostgresBackup, {"url": "DATABASE_URL", "bucket": "backup", "scratch": "20"}
    )
    assert "query\n  String should have at least 1 character" in wrong(RestoreDrill, {"query": ""})
