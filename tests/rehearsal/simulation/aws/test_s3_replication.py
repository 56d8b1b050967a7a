"""Replication from bucket to bucket."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import Cloud

REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
RULE: dict[str, Any] = {
    "id": "copy",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "deleteMarkerReplication": {"status": "Enabled"},
    "destination": {"bucket": "arn:aws:s3:::copy"},
}


def prepared(cloud: Cloud, *versioned: str, service: str = "s3.amazonaws.com") -> dict[str, Any]:
    """Two buckets and a role; what a replication between them is made of."""
    for name in ("source", "copy"):
        cloud.create("aws:s3/bucket:Bucket", bucket=name)
    for name in versioned:
        cloud.create(
            "aws:s3/bucketVersioning:BucketVersioning",
            bucket=name,
            versioningConfiguration={"status": "Enabled"},
        )
    return {"bucket": "source", "role": cloud.role("copies", service)["arn"], "rules": [RULE]}


def test_a_bucket_is_replicated_into_another(cloud: Cloud) -> None:
    assert cloud.create(REPLICATION, **prepared(cloud, "source", "copy"))["id"] == "source"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"status": "On"}, "MalformedXML: 'On' is not one of Enabled, Disabled"),
        ({"deleteMarkerReplication": None}, "DeleteMarkerReplication must be specified"),
        ({"destination": {"bucket": "copy"}}, "'copy' is not the ARN of a bucket"),
    ],
)
def test_a_rule_that_s3_refuses(cloud: Cloud, change: dict[str, Any], text: str) -> None:
    inputs = prepared(cloud, "source", "copy")

    assert text in cloud.refusal(REPLICATION, **{**inputs, "rules": [{**RULE, **change}]})


def test_two_rules_with_one_id(cloud: Cloud) -> None:
    assert "two replication rules have the same id" in cloud.refusal(
        REPLICATION, **{**prepared(cloud, "source", "copy"), "rules": [RULE, RULE]}
    )


def test_both_buckets_keep_versions(cloud: Cloud) -> None:
    inputs = prepared(cloud, "copy")
    assert "Versioning must be 'Enabled' on the bucket" in cloud.refusal(REPLICATION, **inputs)

    elsewhere = Cloud()
    inputs = prepared(elsewhere, "source")
    assert "Destination bucket 'copy' must have versioning enabled" in elsewhere.refusal(
        REPLICATION, **inputs
    )


def test_the_destination_exists(cloud: Cloud) -> None:
    inputs = prepared(cloud, "source", "copy")
    rule = {**RULE, "destination": {"bucket": "arn:aws:s3:::nobodys"}}

    assert "Destination bucket must exist, and 'nobodys' does not" in cloud.refusal(
        REPLICATION, **{**inputs, "rules": [rule]}
    )


def test_the_role_exists_and_trusts_s3(cloud: Cloud) -> None:
    inputs = prepared(cloud, "source", "copy", service="ec2.amazonaws.com")

    assert "does not trust s3.amazonaws.com" in cloud.refusal(REPLICATION, **inputs)
    assert "the role 'arn:aws:iam::123456789012:role/none' does not exist" in cloud.refusal(
        REPLICATION, **{**inputs, "role": "arn:aws:iam::123456789012:role/none"}
    )


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(REPLICATION, bucket=UNKNOWN, role=UNKNOWN, rules=UNKNOWN) == []
