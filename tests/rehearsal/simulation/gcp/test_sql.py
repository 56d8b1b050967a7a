"""Cloud SQL for PostgreSQL: instances, and users and databases in them."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.gcp.cloud import APIS, Cloud

INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance"
USER = "gcp:sql/user:User"
DATABASE = "gcp:sql/database:Database"
BACKUPS = {"enabled": True, "pointInTimeRecoveryEnabled": True, "transactionLogRetentionDays": 7}
ENDPOINT = {
    "ipv4Enabled": False,
    "pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": ["example-project"]}],
}
SETTINGS: dict[str, Any] = {
    "tier": "db-custom-2-8192",
    "edition": "ENTERPRISE",
    "availabilityType": "REGIONAL",
    "diskSize": 50,
    "backupConfiguration": BACKUPS,
    "ipConfiguration": ENDPOINT,
}
SOUND: dict[str, Any] = {"name": "shop", "databaseVersion": "POSTGRES_16", "settings": SETTINGS}
FOLLOWS: dict[str, Any] = {
    **SOUND,
    "name": "shop-replica",
    "instanceType": "READ_REPLICA_INSTANCE",
    "masterInstanceName": "shop",
    "settings": {**SETTINGS, "availabilityType": "ZONAL", "backupConfiguration": None},
}


@pytest.fixture(name="cloud")
def _cloud() -> Cloud:
    return Cloud(apis=(*APIS, "sqladmin"))


def test_an_instance_says_where_an_endpoint_to_it_leads(cloud: Cloud) -> None:
    made = cloud.create(INSTANCE, **SOUND)

    assert made["id"] == "projects/example-project/instances/shop"
    assert "/regions/europe-west4/serviceAttachments/" in made["pscServiceAttachmentLink"]


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"databaseVersion": "POSTGRES_9"}, "Expected one of POSTGRES_12"),
        ({"region": "europe-west5"}, "region: The resource 'projects/example-project/regions/europe-west5'"),
        ({"encryptionKeyName": "none"}, "encryptionKeyName: The resource 'none' was not found"),
        ({"masterInstanceName": "none", "settings": {}}, "the instance 'none' does not exist"),
        (
            {"instanceType": "READ_REPLICA_INSTANCE", "settings": {}},
            "A read replica needs the instance that it follows",
        ),
    ],
)
def test_an_instance_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(INSTANCE, **{**SOUND, **inputs})


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"tier": "db-m7g"}, "Invalid Tier for the edition"),
        ({"edition": "ENTERPRISE_PLUS"}, "Invalid Tier for the edition"),
        ({"tier": "db-custom-3-8192"}, "A custom machine has an even number of vCPUs"),
        ({"tier": "db-custom-2-32768"}, "0.9 to 6.5 GiB each"),
        ({"diskSize": 5}, "Must be from 10 to 65536"),
        ({"diskAutoresizeLimit": 20}, "Must be 0 or at least the disk's 50 GiB"),
        ({"ipConfiguration": {"ipv4Enabled": False}}, "At least one of Public IP, Private IP or PSC"),
        ({"ipConfiguration": {"sslMode": "NONE"}}, "Expected one of ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
        (
            {"backupConfiguration": {"enabled": True}},
            "A REGIONAL instance needs backups and point-in-time recovery",
        ),
        (
            {"backupConfiguration": {**BACKUPS, "transactionLogRetentionDays": 14}},
            "Not within what ENTERPRISE keeps",
        ),
    ],
)
def test_settings_that_google_refuses(cloud: Cloud, settings: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(INSTANCE, **{**SOUND, "settings": {**SETTINGS, **settings}})


def test_the_key_is_in_the_instances_region_and_cloud_sql_may_use_it(cloud: Cloud) -> None:
    key = cloud.key()
    there = {**SOUND, "region": "europe-west1", "encryptionKeyName": key["id"]}

    assert "is not in europe-west1" in cloud.refusal(INSTANCE, **there)
    assert "Cloud SQL's service agent may not use the key" in cloud.refusal(
        INSTANCE, **SOUND, encryptionKeyName=key["id"]
    )
    agent = cloud.create("gcp:projects/serviceIdentity:ServiceIdentity", service="sqladmin.googleapis.com")
    cloud.create(
        "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
        cryptoKeyId=key["id"], role="roles/cloudkms.cryptoKeyEncrypterDecrypter", member=agent["member"],
    )  # fmt: skip
    assert "gcp-sa-cloud-sql" in agent["member"]
    assert cloud.create(INSTANCE, **SOUND, encryptionKeyName=key["id"])["id"]


def test_nothing_is_made_before_the_api_is_on() -> None:
    assert "sqladmin.googleapis.com has not been used" in Cloud().refusal(INSTANCE, **SOUND)


def test_a_replica_follows_an_instance_of_its_version_that_keeps_its_logs(cloud: Cloud) -> None:
    cloud.create(INSTANCE, **SOUND)
    cloud.create(INSTANCE, **{**SOUND, "name": "bare", "settings": {"tier": "db-custom-2-8192"}})

    assert "a replica has the version of its primary, POSTGRES_16" in cloud.refusal(
        INSTANCE, **{**FOLLOWS, "databaseVersion": "POSTGRES_17"}
    )
    assert "'bare' has no point-in-time recovery" in cloud.refusal(
        INSTANCE, **{**FOLLOWS, "masterInstanceName": "bare"}
    )
    backed = {**FOLLOWS, "settings": {**FOLLOWS["settings"], "backupConfiguration": BACKUPS}}
    assert "Backups cannot be enabled on a read replica" in cloud.refusal(INSTANCE, **backed)


def test_what_is_followed_or_protected_stays(cloud: Cloud) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    replica = cloud.create(INSTANCE, **FOLLOWS, deletionProtection=True)

    with pytest.raises(Refused, match="'shop' has replicas: delete them first"):
        cloud.delete(INSTANCE, source)
    with pytest.raises(Refused, match="'shop-replica' is protected against deletion"):
        cloud.delete(INSTANCE, replica)


def test_users_and_databases_are_in_an_instance_that_is_written_to(cloud: Cloud) -> None:
    cloud.create(INSTANCE, **SOUND)
    cloud.create(INSTANCE, **FOLLOWS)

    assert cloud.create(DATABASE, name="application", instance="shop")["id"].endswith(
        "/shop/databases/application"
    )
    assert "it cannot be written to" in cloud.refusal(DATABASE, name="application", instance="shop-replica")
    assert "'none' does not exist" in cloud.refusal(USER, name="application", instance="none")


def test_an_instance_stays_while_somebody_is_in_it(cloud: Cloud) -> None:
    made = cloud.create(INSTANCE, **SOUND)
    cloud.create(USER, name="application", instance="shop")

    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete(INSTANCE, made)


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "cloudsqladmin"}, "not begin with cloudsql"),
        ({"password": ""}, "Must not be empty"),
        ({"deletionPolicy": "KEEP"}, "Expected one of"),
    ],
)
def test_a_user_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.create(INSTANCE, **SOUND)

    assert text in cloud.refusal(USER, **{"name": "application", "instance": "shop", **inputs})
