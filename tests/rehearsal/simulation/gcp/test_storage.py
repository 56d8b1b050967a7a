"""Buckets."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import Cloud

BUCKET = "gcp:storage/bucket:Bucket"
DELETE = {"action": {"type": "Delete"}}


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "Backups"}, "Invalid bucket name"),
        ({"name": "google-backups"}, "Invalid bucket name"),
        ({"location": "MOON"}, "The specified location constraint is not valid"),
        ({"storageClass": "WARM"}, "Expected one of STANDARD"),
        ({"publicAccessPrevention": "on"}, "Expected one of enforced, inherited"),
        ({"softDeletePolicy": {"retentionDurationSeconds": 3600}}, "Must be 0, or from 7 to 90 days"),
        (
            {"lifecycleRules": [{"action": {"type": "Burn"}, "condition": {"age": 1}}]},
            "Expected one of Delete",
        ),
        ({"lifecycleRules": [{**DELETE, "condition": {"withState": "OLD"}}]}, "Expected one of LIVE"),
        ({"lifecycleRules": [{**DELETE, "condition": {}}]}, "At least one condition is required"),
        (
            {"lifecycleRules": [{"action": {"type": "SetStorageClass"}, "condition": {"age": 1}}]},
            "SetStorageClass needs a class",
        ),
    ],
)
def test_a_bucket_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(BUCKET, **{"name": "backups", "location": "EU", **inputs})


def test_a_buckets_name_is_taken_in_the_whole_world(cloud: Cloud) -> None:
    cloud.create(BUCKET, name="backups", location="europe-west4")

    assert "409" in cloud.refusal(BUCKET, name="backups", location="US")


def test_objects_are_used_by_who_may(cloud: Cloud) -> None:
    cloud.create(BUCKET, name="backups", location="europe-west4")
    member = "gcp:storage/bucketIAMMember:BucketIAMMember"
    inputs = {"bucket": "backups", "member": "user:anna@example.com"}

    assert cloud.create(member, role="roles/storage.objectUser", **inputs)
    assert "not supported" in cloud.refusal(member, role="roles/dns.admin", **inputs)
