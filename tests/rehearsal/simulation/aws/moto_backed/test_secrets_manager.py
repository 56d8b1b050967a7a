"""Secrets Manager on moto: what it refuses, in its own words."""

from rehearsal.simulation.aws.moto_backed import Moto
from tests.rehearsal.simulation.aws.cloud import Cloud, policy

SECRET, VERSION = "aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"


def test_a_name_that_is_taken(cloud: Cloud) -> None:
    cloud.create(SECRET, name="staging/token")

    assert cloud.refusal(SECRET, name="staging/token") == (
        "ResourceExistsException: The operation failed because the secret staging/token already exists."
    )


def test_a_name_that_waits_for_its_deletion_is_taken_too(cloud: Cloud) -> None:
    cloud.delete(SECRET, cloud.create(SECRET, name="staging/token"))

    assert cloud.refusal(SECRET, name="staging/token").startswith("ResourceExistsException: ")


def test_a_value_of_a_secret_that_does_not_exist(cloud: Cloud) -> None:
    assert cloud.refusal(VERSION, secretId="none", secretString="placeholder") == (
        "ResourceNotFoundException: Secrets Manager can't find the specified secret."
    )


def test_values_and_policies_reach_moto(cloud: Cloud, moto: Moto) -> None:
    secret = cloud.create(SECRET, name="staging/token", recoveryWindowInDays=0)
    version = cloud.create(VERSION, secretId=secret["id"], secretString="placeholder")
    document = policy(Principal={"AWS": "*"}, Action="secretsmanager:GetSecretValue")
    cloud.update(SECRET, secret, name="staging/token", description="ours", policy=document)
    client = moto.client("secretsmanager", cloud.account, cloud.region)
    value = client.get_secret_value(SecretId=secret["id"])

    assert (value["SecretString"], value["VersionId"]) == ("placeholder", version["versionId"])
    assert client.describe_secret(SecretId=secret["id"])["Description"] == "ours"
    assert client.get_resource_policy(SecretId=secret["id"])["ResourcePolicy"] == document
    cloud.delete(VERSION, version)
    cloud.delete(SECRET, secret)
    assert client.list_secrets()["SecretList"] == []


def test_replicas_come_and_go_and_go_with_their_secret(cloud: Cloud, moto: Moto) -> None:
    def names(region: str) -> list[str]:
        return [
            one["Name"]
            for one in moto.client("secretsmanager", cloud.account, region).list_secrets()["SecretList"]
        ]

    settings = {"name": "staging/copied", "recoveryWindowInDays": 0}
    secret = cloud.create(SECRET, **settings, replicas=[{"region": "eu-west-1"}])
    assert names("eu-west-1") == ["staging/copied"]
    changed = cloud.update(SECRET, secret, **settings, replicas=[{"region": "eu-west-2"}])
    assert (names("eu-west-1"), names("eu-west-2")) == ([], ["staging/copied"])
    cloud.update(SECRET, changed, **settings, replicas=[])
    assert names("eu-west-2") == []
    cloud.delete(SECRET, secret)
    assert names(cloud.region) == []
