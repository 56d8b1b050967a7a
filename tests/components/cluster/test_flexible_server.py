"""Managed PostgreSQL beside an AKS cluster: who reaches it, what is kept of it, and where its password is."""

from functools import cache
from typing import Any

import pytest

from components.cluster import create_cluster
from components.cluster.flexible_server import storage
from components.data.logins import Logins
from rehearsal.simulation.azure import KINDS
from rehearsal.simulation.kinds import changed
from settings.data.databases import Database
from tests.components.cluster.aks_deployments import LOCK, NATIVE, SECRETS, create, settings
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, needs
from tests.recorded import Recorded, Recording, deploy

SERVER = f"{NATIVE}dbforpostgresql:Server"
CONFIGURATION = f"{NATIVE}dbforpostgresql:Configuration"
DATABASE = f"{NATIVE}dbforpostgresql:Database"
ENDPOINT = f"{NATIVE}network:PrivateEndpoint"
GROUP = f"{NATIVE}network:PrivateDnsZoneGroup"
GUARD = f"{NATIVE}network:NetworkSecurityGroup"
SECRET = f"{NATIVE}keyvault:Secret"
PASSWORD = "random:index/randomPassword:RandomPassword"
SHOP = {"cluster": "main", "secret": "shop-url", "replica": "there", "replica_secret": "shop-url"}


OWN, OTHER = "main-database-shop", "there-database-shop"


@cache
def both(
    *, protect: bool = True, promoted: bool = False, first: str = "main", preview: bool = False
) -> Recording:
    """A database beside one cluster, and its replica beside another, which may be promoted, and be the database's first."""
    shop = SHOP if first == "main" else {**SHOP, "cluster": "there", "replica": "main"}
    database = Database.model_validate({**shop, "promoted": ["there"] if promoted else []})
    vault = SECRETS.replace("Staging-Secrets", "There-Secrets")

    def build() -> None:
        main = create(protect=protect)
        elsewhere = settings(
            region="northeurope", network={"cidr": "10.80.0.0/20"}, protect=protect, secrets_vault=vault
        )
        there = create_cluster("there", elsewhere)
        assert main.database
        assert there.database
        login = Logins()("shop")
        followed = main.database.primary("shop", database, "staging-shop-url", login)
        if promoted:
            there.database.primary("shop", database, "staging-shop-url", login)
        else:
            there.database.replica("shop", database, "staging-shop-url", login, followed)

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging", preview=preview)


def one(type_: str, name: str = OWN, **how: Any) -> Recorded:
    return both(**how).one(type_, name)


def test_a_cluster_without_a_database_has_nothing_of_one() -> None:
    recording = deploy(create, NO_DEFAULT_PROVIDERS, stack="staging")

    assert not [r for r in recording.resources if "postgres" in r.type or "database" in r.name]


def test_it_has_no_public_address() -> None:
    assert one(SERVER).inputs["network"] == {"publicNetworkAccess": "Disabled"}


def test_it_has_a_standby_backups_and_copies_of_them_in_the_paired_region() -> None:
    inputs = one(SERVER).inputs

    assert inputs["highAvailability"]["mode"] == "ZoneRedundant"
    assert inputs["backup"] == {"backupRetentionDays": 14, "geoRedundantBackup": "Enabled"}
    assert inputs["storage"] == {"storageSizeGB": 64, "autoGrow": "Enabled"}


def test_a_region_that_has_no_pair_keeps_its_backups_to_itself() -> None:
    def build() -> None:
        cluster = create(region="polandcentral")
        assert cluster.database
        cluster.database.primary("shop", Database.model_validate(SHOP), "staging-shop-url", Logins()("shop"))

    made = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging").one(SERVER)

    assert made.inputs["backup"]["geoRedundantBackup"] == "Disabled"


@pytest.mark.parametrize(("gib", "size"), [(20, 32), (32, 32), (50, 64), (16384, 16384)])
def test_a_disk_is_the_next_one_that_is_sold(gib: int, size: int) -> None:
    assert storage(gib) == size


def test_it_takes_nothing_that_is_not_encrypted_and_its_parameters_are_set_one_by_one() -> None:
    secure, last = (
        one(CONFIGURATION, f"{OWN}-require-secure-transport"),
        one(CONFIGURATION, f"{OWN}-log-disconnections"),
    )

    assert (secure.inputs["configurationName"], secure.inputs["value"]) == ("require_secure_transport", "on")
    assert {
        f"{CONFIGURATION} {OWN}-require-secure-transport",
        f"{CONFIGURATION} {OWN}-log-connections",
    } <= needs(both(), last)
    assert f"{CONFIGURATION} {OWN}-log-disconnections" in needs(both(), one(DATABASE))


def test_what_is_protected_is_so_by_pulumi_and_locked() -> None:
    assert one(SERVER).protect is True
    assert one(LOCK, f"{OWN}-lock").inputs["scope"] == one(SERVER).id
    assert one(SERVER, protect=False).protect is False
    assert both(protect=False).of(LOCK) == []


def test_the_connection_string_is_in_the_vault_of_each_cluster() -> None:
    password = one(PASSWORD, "databases-shop").outputs["result"]
    for name, vault in ((OWN, "Staging-Secrets"), (OTHER, "There-Secrets")):
        host = one(SERVER, name).outputs["fullyQualifiedDomainName"]
        inputs = one(SECRET, name).inputs

        assert (inputs["resourceGroupName"], inputs["vaultName"]) == ("secrets", vault)
        assert inputs["secretName"] == "staging-shop-url"
        assert inputs["properties"]["value"] == (
            f"postgresql://application:{password}@{host}:5432/application?sslmode=require"
        )
        assert f"{GROUP} {name}" in needs(both(), one(SECRET, name)), (
            "nobody connects before the name leads there"
        )


def test_nobody_who_looks_sees_the_password() -> None:
    password = one(PASSWORD, "databases-shop").outputs["result"]

    assert one(SERVER).visible["administratorLoginPassword"] == "[secret]"
    assert not [r for r in both().resources if password in str(r.visible)]
    assert "properties" in one(SECRET).secret_outputs


def test_a_replica_follows_a_server_of_another_region_without_a_login_of_its_own() -> None:
    replica = one(SERVER, OTHER)

    assert (replica.inputs["createMode"], replica.inputs["sourceServerResourceId"]) == (
        "Replica",
        one(SERVER).id,
    )
    assert replica.inputs["highAvailability"]["mode"] == "Disabled"
    assert replica.inputs.get("administratorLoginPassword") is None


def test_a_replica_that_is_promoted_leaves_its_set_whether_or_not_all_writes_have_come() -> None:
    promoted = one(SERVER, OTHER, promoted=True)

    assert promoted.inputs["createMode"] == "Default"
    assert promoted.inputs["replica"] == {
        "role": "None",
        "promoteMode": "Standalone",
        "promoteOption": "Forced",
    }
    replaced = changed(
        one(SERVER, OTHER).inputs, promoted.inputs, {*KINDS[SERVER].replaces, "administratorLogin"}
    )
    assert set(replaced) <= set(promoted.ignore_changes), "or it would be another server"
    assert {"administratorLoginPassword", "backup"} <= set(promoted.ignore_changes)
    assert promoted.inputs["highAvailability"]["mode"] == "Disabled", "one thing at a time"


def test_a_promoted_one_has_all_that_a_primary_has_once_it_is_the_databases_first() -> None:
    first = one(SERVER, OTHER, promoted=True, first="there")

    assert first.inputs["highAvailability"]["mode"] == "ZoneRedundant"
    assert not {"administratorLoginPassword", "backup"} & set(first.ignore_changes)
    assert "administratorLogin" in first.ignore_changes, (
        "it has its primary's, and no other can be given to it"
    )
    assert [made.name for made in both(promoted=True, first="there").of(DATABASE)] == [OWN]


def test_a_disk_that_has_grown_is_left_as_it_is() -> None:
    assert one(SERVER).ignore_changes == ("storage.storageSizeGB",)


def test_a_first_preview_knows_what_it_can() -> None:
    assert one(SERVER, preview=True).inputs["version"] == "16"
