"""Secrets of Secrets Manager that somebody fills in, with their replicas and the key of these."""

from functools import cache
from typing import Any

from components.cluster.account import Account
from components.cluster.iam import document
from components.cluster.secrets_manager import key_policy
from components.data.secrets import create_secrets
from settings.data.secrets import SharedSecret
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.components.cluster.outputs import read
from tests.components.cluster.pairs import clusters, region, seen
from tests.recorded import Recording, deploy

SECRET, VERSION = "aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"
KEY, REPLICA = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"
WANTED = {
    "team/token": SharedSecret(cluster="main", copies=("other",)),
    "team/local": SharedSecret(cluster="main"),
}


@cache
def made(*, protect: bool = True) -> Recording:
    def build() -> None:
        both = clusters("eks", copies=False, protect=protect)
        Seen({"secrets": create_secrets(WANTED, both, "staging/")})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def secret(name: str) -> Any:
    return made().one(SECRET, f"main-secrets-staging/{name}")


def test_a_secret_is_made_under_the_stacks_prefix_and_without_a_value() -> None:
    assert secret("team/token").inputs["name"] == "staging/team/token"
    assert made().of(VERSION) == []
    assert seen(made())["secrets"] == {name: secret(name).outputs["arn"] for name in WANTED}


def test_a_copied_secret_is_encrypted_in_each_region_with_that_regions_replica_of_one_key() -> None:
    key, replica = made().one(KEY, "main-secrets"), made().one(REPLICA, "other-copy-of-main-secrets")

    assert key.inputs["multiRegion"] is True
    assert key.inputs["enableKeyRotation"] is True
    assert replica.inputs["primaryKeyArn"] == key.outputs["arn"]
    assert region(made(), REPLICA, "other-copy-of-main-secrets") == "us-west-2"
    assert (replica.protect, replica.retain_on_delete) == (True, True), "it outlives the first region"
    assert secret("team/token").inputs["kmsKeyId"] == key.outputs["arn"]
    assert secret("team/token").inputs["replicas"] == [
        {"region": "us-west-2", "kmsKeyId": replica.outputs["arn"]}
    ]


def test_a_secret_of_one_region_has_awss_own_key_and_no_replica() -> None:
    assert "kmsKeyId" not in secret("team/local").inputs
    assert not secret("team/local").inputs.get("replicas")


def test_the_key_is_used_through_secrets_manager_in_its_own_region_by_this_account_and_by_no_other_way() -> (
    None
):
    administer, use = read(lambda: document(key_policy(Account("123456789012", "us-west-2"))))["Statement"]

    assert administer["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert not {"kms:Decrypt", "kms:Encrypt", "kms:CreateGrant", "kms:*"} & set(administer["Action"])
    assert use["Condition"] == {
        "StringEquals": {
            "kms:CallerAccount": "123456789012",
            "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com",
        }
    }


def test_what_is_deleted_can_be_had_back_for_30_days_and_goes_at_once_where_nothing_is_protected() -> None:
    gone = made(protect=False)

    assert secret("team/token").inputs["recoveryWindowInDays"] == 30
    assert secret("team/token").protect
    assert {one.inputs["recoveryWindowInDays"] for one in gone.of(SECRET)} == {0}
    assert made().one(KEY, "main-secrets").protect
    assert not gone.one(KEY, "main-secrets").protect
