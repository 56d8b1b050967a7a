"""S3 on moto: what it refuses, in its own words."""

from typing import Any

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.aws.moto_backed.s3 import lifecycle_rule
from rehearsal.simulation.kinds import Kind, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud, policy

BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"


@pytest.fixture
def bucket(cloud: Cloud) -> str:
    return str(cloud.create(BUCKET, bucket=f"data-{cloud.account}")["bucket"])


def test_a_name_that_is_taken(cloud: Cloud, kinds: dict[str, Kind], bucket: str) -> None:
    owned = "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it."
    stranger = Cloud(kinds=kinds, account="200000000000", world=cloud.world)

    assert cloud.refusal(BUCKET, bucket=bucket) == owned
    assert stranger.refusal(BUCKET, bucket=bucket).startswith(
        "BucketAlreadyExists: The requested bucket name is not available"
    )


def test_a_setting_of_a_bucket_that_does_not_exist(cloud: Cloud) -> None:
    text = cloud.refusal(
        "aws:s3/bucketVersioning:BucketVersioning",
        bucket="nobodys",
        versioningConfiguration={"status": "Enabled"},
    )

    assert text == "NoSuchBucket: The specified bucket does not exist"


@pytest.mark.parametrize(
    "rule",
    [
        {"expiration": {"days": 3, "expiredObjectDeleteMarker": True}},
        {"filter": {"prefix": "a", "tag": {"key": "a", "value": "b"}}, "expiration": {"days": 3}},
    ],
)
def test_a_lifecycle_that_contradicts_itself(cloud: Cloud, bucket: str, rule: dict[str, Any]) -> None:
    text = cloud.refusal(LIFECYCLE, bucket=bucket, rules=[{"id": "tidy", "status": "Enabled", **rule}])

    assert text.startswith("MalformedXML: The XML you provided was not well-formed")


def test_a_lifecycle_rule_in_s3s_form() -> None:
    rule = {"id": "tidy", "status": "Enabled", "transitions": [{"days": 1}], "transition": None}

    assert lifecycle_rule(rule) == {
        "ID": "tidy",
        "Status": "Enabled",
        "Transitions": [{"Days": 1}],
        "Filter": {"Prefix": ""},
    }


def test_a_malformed_bucket_policy_is_refused_by_iam(cloud: Cloud, bucket: str) -> None:
    document = policy(
        Principal="*",
        Resource=f"arn:aws:s3:::{bucket}",
        Condition={"Boool": {"aws:SecureTransport": "false"}},
    )
    text = cloud.refusal("aws:s3/bucketPolicy:BucketPolicy", bucket=bucket, policy=document)

    assert text == "InvalidInputs: policy: MalformedPolicyDocument: Syntax errors in policy."


def test_access_logs_need_a_bucket_that_takes_them(cloud: Cloud, bucket: str) -> None:
    text = cloud.refusal(
        "aws:s3/bucketLogging:BucketLogging", bucket=bucket, targetBucket=bucket, targetPrefix="logs/"
    )

    assert text.startswith("InvalidTargetBucketForLogging: You must either provide the necessary permissions")


def test_a_bucket_that_holds_something_stays_unless_the_program_says_otherwise(
    cloud: Cloud, moto: Moto
) -> None:
    s3 = moto.client("s3", cloud.account, cloud.region)
    kept, lost = (
        cloud.create(BUCKET, bucket=f"{name}-{cloud.account}", forceDestroy=name == "lost")
        for name in ("kept", "lost")
    )
    for made in (kept, lost):
        s3.put_object(Bucket=made["bucket"], Key="object", Body=b"")
    cloud.delete(BUCKET, lost)

    with pytest.raises(Refused) as refused:
        cloud.delete(BUCKET, kept)
    assert str(refused.value) == "BucketNotEmpty: The bucket you tried to delete is not empty"


def test_a_bucket_that_may_go_goes_with_every_version_and_what_marks_one_as_deleted(
    cloud: Cloud, moto: Moto
) -> None:
    s3 = moto.client("s3", cloud.account, cloud.region)
    lost = cloud.create(BUCKET, bucket=f"versions-{cloud.account}", forceDestroy=True)
    name = lost["bucket"]
    versions = {"bucket": name, "versioningConfiguration": {"status": "Enabled"}}
    cloud.create("aws:s3/bucketVersioning:BucketVersioning", **versions)
    for body in (b"one", b"two"):
        s3.put_object(Bucket=name, Key="object", Body=body)
    s3.delete_object(Bucket=name, Key="object")

    cloud.delete(BUCKET, lost)

    assert name not in [one["Name"] for one in s3.list_buckets()["Buckets"]]


def test_settings_reach_moto(cloud: Cloud, moto: Moto, bucket: str) -> None:
    shut = {"bucket": bucket, "blockPublicAcls": True, "blockPublicPolicy": True}
    cloud.create("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", **shut)
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}]
    cloud.create(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        bucket=bucket,
        rules=rules,
    )
    versions = {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}}
    made = cloud.create("aws:s3/bucketVersioning:BucketVersioning", **versions)
    suspended = {**versions, "versioningConfiguration": {"status": "Suspended"}}
    cloud.update("aws:s3/bucketVersioning:BucketVersioning", made, **suspended)
    s3 = moto.client("s3", cloud.account, cloud.region)
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]

    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": False, "RestrictPublicBuckets": False,
    }  # fmt: skip
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms"}
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Suspended"


def test_where_objects_are_copied_to_reaches_moto(cloud: Cloud, moto: Moto, bucket: str) -> None:
    copy = cloud.create(BUCKET, bucket=f"copy-{cloud.account}")
    for name in (bucket, copy["bucket"]):
        cloud.create(
            "aws:s3/bucketVersioning:BucketVersioning",
            bucket=name,
            versioningConfiguration={"status": "Enabled"},
        )
    rule = {
        "id": "copy",
        "status": "Enabled",
        "priority": 0,
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Enabled"},
        "destination": {"bucket": copy["arn"], "metrics": {"status": "Enabled"}},
    }
    type_ = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
    role = cloud.role("copies", "s3.amazonaws.com")["arn"]
    made = cloud.create(type_, bucket=bucket, role=role, rules=[rule])
    s3 = moto.client("s3", cloud.account, cloud.region)
    (found,) = s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]["Rules"]

    assert (found["ID"], found["Status"], found["Destination"]["Bucket"]) == ("copy", "Enabled", copy["arn"])
    cloud.delete(type_, made)
