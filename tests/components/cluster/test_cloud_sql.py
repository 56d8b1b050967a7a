"""Managed PostgreSQL beside a GKE cluster: who reaches it, what is kept of it, and where its password is."""

from functools import cache

from components.cluster import create_cluster
from components.data.logins import Logins
from settings.data.databases import Database
from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import NO_DEFAULT_PROVIDERS, PROJECT, create, settings
from tests.recorded import Recorded, Recording, deploy

INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance"
USER = "gcp:sql/user:User"
DATABASE = "gcp:sql/database:Database"
ADDRESS = "gcp:compute/address:Address"
RULE = "gcp:compute/forwardingRule:ForwardingRule"
SECRET = "gcp:secretmanager/secret:Secret"
VERSION = "gcp:secretmanager/secretVersion:SecretVersion"
KEY = "gcp:kms/cryptoKey:CryptoKey"
SHOP = {"cluster": "main", "secret": "shop-url", "replica": "there", "replica_secret": "shop-replica-url"}
THERE = {"nodes": "10.80.0.0/22", "pods": "10.96.0.0/16", "services": "10.80.16.0/20"}


OWN, OTHER = "main-database-shop", "there-database-shop"
SECRETS = {OWN: "shop-url", OTHER: "shop-replica-url"}


@cache
def both(*, protect: bool = True, promoted: bool = False, preview: bool = False) -> Recording:
    """A database beside one cluster, and its replica beside another, which may be promoted."""
    database = Database.model_validate({**SHOP, "promoted": ["there"] if promoted else []})

    def build() -> None:
        main = create(protect=protect)
        elsewhere = settings(region="europe-west1", network=THERE, protect=protect)
        there = create_cluster("there", elsewhere)
        assert main.database
        assert there.database
        login = Logins()("shop")
        followed = main.database.primary("shop", database, "staging-shop-url", login)
        if promoted:
            there.database.primary("shop", database, "staging-shop-replica-url", login)
        else:
            there.database.replica("shop", database, "staging-shop-replica-url", login, followed)

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging", preview=preview)


def one(type_: str, name: str = OWN, **how: bool) -> Recorded:
    return both(**how).one(type_, name)


def test_a_cluster_without_a_database_has_nothing_of_one() -> None:
    recording = deploy(create, NO_DEFAULT_PROVIDERS, stack="staging")

    assert not [
        r
        for r in recording.resources
        if "sql" in r.type or "database" in r.name or r.name.endswith("sqladmin")
    ]


def test_it_has_no_address_of_its_own_and_lets_the_clusters_project_in() -> None:
    reached = one(INSTANCE).inputs["settings"]["ipConfiguration"]

    assert (reached["ipv4Enabled"], reached["sslMode"]) == (False, "ENCRYPTED_ONLY")
    assert reached["pscConfigs"] == [{"pscEnabled": True, "allowedConsumerProjects": [PROJECT]}]


def test_it_has_a_standby_backups_and_the_logs_of_seven_days() -> None:
    kept = one(INSTANCE).inputs["settings"]

    assert (kept["tier"], kept["availabilityType"]) == ("db-custom-2-8192", "REGIONAL")
    assert (kept["diskSize"], kept["diskAutoresizeLimit"]) == (50, 200)
    assert kept["backupConfiguration"]["pointInTimeRecoveryEnabled"] is True
    assert kept["backupConfiguration"]["transactionLogRetentionDays"] == 7
    assert kept["backupConfiguration"]["backupRetentionSettings"] == {
        "retainedBackups": 14,
        "retentionUnit": "COUNT",
    }


def test_it_is_encrypted_with_a_key_of_its_region_once_cloud_sql_may_use_it() -> None:
    assert one(INSTANCE).inputs["encryptionKeyName"] == one(KEY, "main-databases").id
    assert "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember main-databases" in needs(both(), one(INSTANCE))


def test_what_is_protected_is_so_by_pulumi_and_by_google() -> None:
    kept, staging = one(INSTANCE), one(INSTANCE, protect=False)

    assert (kept.protect, kept.inputs["deletionProtection"]) == (True, True)
    assert kept.inputs["settings"]["deletionProtectionEnabled"] is True
    assert (staging.protect, staging.inputs["deletionProtection"]) == (False, False)
    assert staging.inputs["settings"]["deletionProtectionEnabled"] is False


def test_who_came_is_recorded_and_no_statement_with_its_values() -> None:
    flags = {each["name"]: each["value"] for each in one(INSTANCE).inputs["settings"]["databaseFlags"]}

    assert (flags["log_connections"], flags["log_min_duration_statement"]) == ("on", "-1")


def test_applications_have_a_user_and_a_database_which_go_with_the_instance() -> None:
    for made in (one(USER), one(DATABASE)):
        assert (made.inputs["instance"], made.inputs["name"]) == (
            one(INSTANCE).outputs["name"],
            "application",
        )
        assert made.inputs["deletionPolicy"] == "ABANDON"


def test_the_connection_string_is_in_the_store_of_each_region() -> None:
    password = one("random:index/randomPassword:RandomPassword", "databases-shop").outputs["result"]
    for name, region in ((OWN, "europe-west4"), (OTHER, "europe-west1")):
        address = one(ADDRESS, name).outputs["address"]
        places = one(SECRET, name).inputs["replication"]["userManaged"]["replicas"]

        assert one(SECRET, name).inputs["secretId"] == f"staging-{SECRETS[name]}"
        assert places == [{"location": region}]
        assert one(VERSION, name).inputs["secretData"] == (
            f"postgresql://application:{password}@{address}:5432/application?sslmode=require"
        )
        assert f"{RULE} {name}" in needs(both(), one(VERSION, name)), (
            "nobody connects before it leads somewhere"
        )


def test_nobody_who_looks_sees_the_password() -> None:
    password = one("random:index/randomPassword:RandomPassword", "databases-shop").outputs["result"]

    assert one(USER).visible["password"] == "[secret]"
    assert one(VERSION).visible["secretData"] == "[secret]"
    assert not [r for r in both().resources if password in str(r.visible)]


def test_a_replica_follows_until_it_is_promoted() -> None:
    replica, promoted = one(INSTANCE, OTHER), one(INSTANCE, OTHER, promoted=True)

    assert replica.inputs["masterInstanceName"] == one(INSTANCE).outputs["name"]
    assert (replica.inputs["instanceType"], replica.inputs["region"]) == (
        "READ_REPLICA_INSTANCE",
        "europe-west1",
    )
    assert replica.inputs["encryptionKeyName"] == one(KEY, "there-databases").id
    assert replica.inputs["settings"]["availabilityType"] == "ZONAL"
    assert replica.inputs["settings"].get("backupConfiguration") is None
    assert promoted.inputs.get("masterInstanceName") is None
    assert promoted.inputs["instanceType"] == "CLOUD_SQL_INSTANCE"
    assert promoted.inputs["settings"]["availabilityType"] == "REGIONAL"
    assert promoted.inputs["settings"]["backupConfiguration"]["enabled"] is True


def test_a_promoted_one_has_the_user_that_it_brought_and_its_database_is_not_made_again() -> None:
    user = one(USER, OTHER, promoted=True)

    assert user.inputs["instance"] == one(INSTANCE, OTHER, promoted=True).outputs["name"]
    assert [made.name for made in both(promoted=True).of(DATABASE)] == [OWN]


def test_a_disk_that_has_grown_is_left_as_it_is() -> None:
    assert one(INSTANCE).ignore_changes == ("settings.diskSize",)


def test_a_first_preview_knows_what_it_can() -> None:
    assert one(INSTANCE, preview=True).inputs["databaseVersion"] == "POSTGRES_16"
