"""Buckets and their settings."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud, policy

BUCKET = "aws:s3/bucket:Bucket"
PREFIX = "aws:s3/bucket"


def of(name: str) -> str:
    return f"{PREFIX}{name}:Bucket{name}"


def test_a_bucket_has_an_arn_without_region_and_account(cloud: Cloud) -> None:
    made = cloud.create(BUCKET, bucket="flow-logs")

    assert (made["id"], made["arn"]) == ("flow-logs", "arn:aws:s3:::flow-logs")
    assert made["bucketRegionalDomainName"] == "flow-logs.s3.eu-central-1.amazonaws.com"


@pytest.mark.parametrize(
    "name", ["ab", "x" * 64, "Upper", "under_score", "192.0.2.1", "a..b", "xn--a", "a--x-s3", "-a-"]
)
def test_a_name_that_is_no_bucket_name(cloud: Cloud, name: str) -> None:
    assert "InvalidBucketName" in cloud.refusal(BUCKET, bucket=name)


def test_a_bucket_name_is_used_once_in_the_world(cloud: Cloud) -> None:
    cloud.create(BUCKET, bucket="logs")

    assert cloud.refusal(of("V2"), bucket="logs") == "BucketAlreadyExists: the bucket 'logs' already exists"


@pytest.mark.parametrize(
    ("setting", "inputs", "text"),
    [
        ("Versioning", {"versioningConfiguration": {"status": "On"}}, "'On' is not one of Enabled"),
        ("Versioning", {}, "missing required property 'versioningConfiguration'"),
        ("PublicAccessBlock", {"bucket": "none"}, "NoSuchBucket: bucket: the bucket 'none' does not exist"),
        ("Policy", {"policy": "{"}, "MalformedPolicyDocument"),
        ("Policy", {"policy": policy()}, "there is no Principal"),
        (
            "OwnershipControls",
            {"rule": {"objectOwnership": "Mine"}},
            "'Mine' is not one of BucketOwnerEnforced",
        ),
        (
            "LifecycleConfiguration",
            {"rules": [{"id": "a", "status": "Enabled"}]},
            "the lifecycle rule 'a' does nothing",
        ),
        (
            "LifecycleConfiguration",
            {"rules": [{"id": "a", "status": "On", "expiration": {"days": 1}}]},
            "'On' is not one of",
        ),
        (
            "LifecycleConfiguration",
            {"rules": [{"status": "Enabled", "expiration": {"days": 0}}]},
            "0 days, at least 1",
        ),
        (
            "LifecycleConfiguration",
            {"rules": [{"id": "a"}, {"id": "a"}]},
            "two lifecycle rules have the same id",
        ),
        (
            "ServerSideEncryptionConfiguration",
            {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "rot13"}}]},
            "MalformedXML: 'rot13' is not one of AES256",
        ),
        (
            "ServerSideEncryptionConfiguration",
            {
                "rules": [
                    {
                        "applyServerSideEncryptionByDefault": {
                            "sseAlgorithm": "aws:kms",
                            "kmsMasterKeyId": "arn:no",
                        }
                    }
                ]
            },
            "KMS.NotFoundException",
        ),
    ],
)
def test_a_setting_that_amazon_refuses(cloud: Cloud, setting: str, inputs: dict[str, Any], text: str) -> None:
    cloud.create(BUCKET, bucket="logs")

    assert text in cloud.refusal(of(setting), **{"bucket": "logs", **inputs})


@pytest.mark.parametrize("version", ["", "V2"])
def test_settings_have_their_buckets_id(cloud: Cloud, version: str) -> None:
    cloud.create(BUCKET, bucket="logs")

    made = cloud.create(
        of(f"Versioning{version}"), bucket="logs", versioningConfiguration={"status": "Enabled"}
    )
    assert made["id"] == "logs"
