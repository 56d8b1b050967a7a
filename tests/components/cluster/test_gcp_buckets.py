"""What Cloud Storage clears away, and whom it refuses."""

from typing import Any

import pytest

from components.cluster.gcp_buckets import given_name, lifecycle
from tests.components.cluster.deployments import Seen
from tests.components.cluster.gke_deployments import NO_DEFAULT_PROVIDERS, create
from tests.recorded import Recording, deploy

BUCKET = "gcp:storage/bucket:Bucket"


def conditions(expire_days: int | None) -> list[Any]:
    return [(rule.action.type, rule.condition) for rule in lifecycle(expire_days)]


def test_objects_expire_when_they_are_said_to() -> None:
    (action, live), *_ = conditions(30)

    assert (action, live.age, live.with_state) == ("Delete", 30, "LIVE")


def test_objects_without_an_expiry_stay() -> None:
    assert [condition.with_state for _, condition in conditions(None)] == ["ARCHIVED", None]


def test_replaced_versions_and_broken_uploads_do_not_cost_for_ever() -> None:
    (_, replaced), (action, broken) = conditions(None)

    assert replaced.days_since_noncurrent_time == 30
    assert (action, broken.age) == ("AbortIncompleteMultipartUpload", 7)


def bucket(protect: bool) -> Recording:
    """A bucket of a recorded cluster."""

    def build() -> None:
        made = create(protect=protect).bucket("main-backups", 30)
        Seen({"name": made.name, "reference": made.reference})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


@pytest.fixture(name="kept", scope="module")
def _kept() -> Recording:
    return bucket(protect=True)


def test_the_public_is_shut_out_and_iam_alone_decides(kept: Recording) -> None:
    assert kept.one(BUCKET).inputs["publicAccessPrevention"] == "enforced"
    assert kept.one(BUCKET).inputs["uniformBucketLevelAccess"] is True


def test_objects_are_versioned_and_what_is_deleted_can_be_had_back_for_a_week(kept: Recording) -> None:
    assert kept.one(BUCKET).inputs["versioning"] == {"enabled": True}
    assert kept.one(BUCKET).inputs["softDeletePolicy"] == {"retentionDurationSeconds": 604800}


def test_a_bucket_is_where_its_cluster_is(kept: Recording) -> None:
    assert kept.one(BUCKET).inputs["location"] == "EUROPE-WEST4"


def test_a_protected_bucket_keeps_its_objects_and_an_unprotected_one_can_be_destroyed(
    kept: Recording,
) -> None:
    lost = bucket(protect=False).one(BUCKET)

    assert kept.one(BUCKET).protect
    assert kept.one(BUCKET).inputs["forceDestroy"] is False
    assert not lost.protect
    assert lost.inputs["forceDestroy"] is True


def test_a_bucket_is_known_by_the_name_that_it_was_given(kept: Recording) -> None:
    name = kept.one(BUCKET).id

    assert kept.one(Seen.TYPE).outputs == {"name": name, "reference": name}
    assert name.startswith("main-backups-")


@pytest.mark.parametrize("name", ["google-logs", "my-google", "goog-logs"])
def test_a_bucket_has_no_name_with_its_owners_in_it_which_cloud_storage_refuses(name: str) -> None:
    made = given_name("example", name)

    assert made is not None
    assert "goog" not in made
    assert made == given_name("example", name), "another name would be another bucket"
    assert made != given_name("other", name)
    assert given_name("example", "main-logs") is None, "Pulumi adds an end of its own"


def test_a_long_name_still_fits() -> None:
    assert len(given_name("example", f"google-{'x' * 80}") or "") <= 63
