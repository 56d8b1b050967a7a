"""Secrets Manager: secrets and their versions."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

SECRET, VERSION = "aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"


def test_a_secret_is_named_by_its_arn(cloud: Cloud) -> None:
    secret = cloud.create(SECRET, name="staging/token")

    assert secret["id"] == secret["arn"]
    assert secret["arn"].startswith("arn:aws:secretsmanager:eu-central-1:123456789012:secret:staging/token-")
    assert secret["recoveryWindowInDays"] == 30


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "a b"}, "'a b' is not 1 to 512 letters"),
        ({"recoveryWindowInDays": 3}, "3 days are neither 0 nor within 7 to 30"),
        ({"policy": "{"}, "MalformedPolicyDocument: the policy is not JSON"),
        ({"kmsKeyId": "nobodys"}, "kmsKeyId: the key 'nobodys' does not exist"),
    ],
)
def test_a_secret_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(SECRET, **{"name": "staging/token", **inputs})


def test_a_name_is_used_once(cloud: Cloud) -> None:
    key = cloud.create("aws:kms/key:Key")
    cloud.create(SECRET, name="staging/token", kmsKeyId=key["arn"])

    assert (
        cloud.refusal(SECRET, name="staging/token")
        == "ResourceExistsException: the secret 'staging/token' already exists"
    )


def test_a_version_is_the_current_one_of_its_secret(cloud: Cloud) -> None:
    secret = cloud.create(SECRET, name="staging/token")
    version = cloud.create(VERSION, secretId=secret["id"], secretString="placeholder")

    assert version["id"] == f"{secret['id']}|{version['versionId']}"
    assert (version["arn"], version["versionStages"]) == (secret["arn"], ["AWSCURRENT"])
    assert cloud.create(VERSION, secretId="staging/token", secretString="placeholder")["arn"] == secret["arn"]


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"secretId": "none"}, "secretId: the secret 'none' does not exist"),
        (
            {"secretString": None},
            "a secret's version needs exactly one of secretString, secretBinary, secretStringWo",
        ),
        ({"secretString": "x" * 65537}, "65537 bytes, 65536 are allowed"),
    ],
)
def test_a_version_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.create(SECRET, name="staging/token")

    assert text in cloud.refusal(
        VERSION, **{"secretId": "staging/token", "secretString": "placeholder", **inputs}
    )


def test_a_secret_goes_after_its_version(cloud: Cloud) -> None:
    secret = cloud.create(SECRET, name="staging/token")
    version = cloud.create(VERSION, secretId=secret["id"], secretString="placeholder")

    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete(SECRET, secret)
    cloud.delete(VERSION, version)
    cloud.delete(SECRET, secret)
    assert len(cloud.world) == 0


def test_a_replica_is_in_another_region_with_a_key_of_that_region(cloud: Cloud) -> None:
    key = cloud.create("aws:kms/key:Key", multiRegion=True)
    elsewhere = Cloud("eu-west-1", world=cloud.world)
    copy = elsewhere.create("aws:kms/replicaKey:ReplicaKey", primaryKeyArn=key["arn"])

    def replicated(region: str, with_key: str) -> dict[str, Any]:
        return {"name": "staging/token", "replicas": [{"region": region, "kmsKeyId": with_key}]}

    assert "Invalid replica region. eu-central-1 is the secret's own" in cloud.refusal(
        SECRET, **replicated("eu-central-1", copy["arn"])
    )
    assert f"the key {key['arn']!r} does not exist in eu-west-1" in cloud.refusal(
        SECRET, **replicated("eu-west-1", key["arn"])
    )
    assert cloud.create(SECRET, **replicated("eu-west-1", copy["arn"]))["name"] == "staging/token"
