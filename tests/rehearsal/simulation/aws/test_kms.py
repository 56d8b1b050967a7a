"""Keys and aliases."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud, policy

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
ROOT = {"AWS": "arn:aws:iam::123456789012:root"}


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"deletionWindowInDays": 6}, "6 days are not within 7 to 30"),
        ({"rotationPeriodInDays": 30}, "30 days are not within 90 to 2560"),
        ({"keyUsage": "LOOK"}, "ValidationException: 'LOOK' is not one of"),
        ({"policy": "{"}, "MalformedPolicyDocument"),
        (
            {"policy": policy(Action="kms:*", Principal={"AWS": "arn:aws:iam::123456789012:role/me"})},
            "would not let the account change it",
        ),
        ({"policy": policy(Action="kms:Decrypt", Principal=ROOT)}, "MalformedPolicyDocumentException"),
    ],
)
def test_a_key_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(KEY, **inputs)


def test_a_key_may_lock_the_account_out_when_told_to(cloud: Cloud) -> None:
    shut = policy(Action="kms:Decrypt", Principal=ROOT)

    assert cloud.create(KEY, policy=shut, bypassPolicyLockoutSafetyCheck=True)["policy"] == shut


def test_a_key_without_a_policy_trusts_the_account(cloud: Cloud) -> None:
    key = cloud.create(KEY)

    assert '"kms:*"' in key["policy"]
    assert key["arn"].endswith(f":key/{key['keyId']}")
    assert cloud.wrong(KEY, policy=UNKNOWN) == []


def test_an_alias_names_a_key_by_id_or_arn(cloud: Cloud) -> None:
    key = cloud.create(KEY)

    assert cloud.create(ALIAS, name="alias/a", targetKeyId=key["keyId"])["targetKeyArn"] == key["arn"]
    assert cloud.create(ALIAS, name="alias/b", targetKeyId=key["arn"])["targetKeyArn"] == key["arn"]


@pytest.mark.parametrize(
    ("name", "target", "text"),
    [
        ("mine", None, "InvalidAliasNameException: 'mine' is not alias/"),
        ("alias/aws/s3", None, "alias/aws/ is reserved"),
        ("alias/a", "no-key", "NotFoundException: targetKeyId: the key 'no-key' does not exist"),
        ("alias/taken", None, "AlreadyExistsException: the alias 'alias/taken' already exists"),
    ],
)
def test_an_alias_that_amazon_refuses(cloud: Cloud, name: str, target: str | None, text: str) -> None:
    key = cloud.create(KEY)["id"]
    cloud.create(ALIAS, name="alias/taken", targetKeyId=key)

    assert text in cloud.refusal(ALIAS, name=name, targetKeyId=target or key)


REPLICA = "aws:kms/replicaKey:ReplicaKey"


def elsewhere(cloud: Cloud) -> Cloud:
    return Cloud("eu-west-1", world=cloud.world)


def test_a_key_of_several_regions_has_one_id_in_all_of_them(cloud: Cloud) -> None:
    key = cloud.create(KEY, multiRegion=True)
    replica = elsewhere(cloud).create(REPLICA, primaryKeyArn=key["arn"])

    assert key["keyId"].startswith("mrk-")
    assert replica["keyId"] == key["keyId"]
    assert replica["arn"] == key["arn"].replace("eu-central-1", "eu-west-1")


def test_a_replica_that_amazon_refuses(cloud: Cloud) -> None:
    single, several = cloud.create(KEY), cloud.create(KEY, multiRegion=True)
    nobodys = "arn:aws:kms:eu-central-1:123456789012:key/mrk-1"
    read = policy(Action="kms:Decrypt", Principal=ROOT)

    assert "is not a multi-Region primary key" in elsewhere(cloud).refusal(
        REPLICA, primaryKeyArn=single["arn"]
    )
    assert f"the key '{nobodys}' does not exist" in elsewhere(cloud).refusal(REPLICA, primaryKeyArn=nobodys)
    assert "must be in another region than eu-central-1" in cloud.refusal(
        REPLICA, primaryKeyArn=several["arn"]
    )
    assert "would not let the account change it" in elsewhere(cloud).refusal(
        REPLICA, primaryKeyArn=several["arn"], policy=read
    )


def test_a_key_with_replicas_stays(cloud: Cloud) -> None:
    key = cloud.create(KEY, multiRegion=True)
    elsewhere(cloud).create(REPLICA, primaryKeyArn=key["arn"])

    with pytest.raises(Refused, match="still refer to it"):
        cloud.delete(KEY, key)
