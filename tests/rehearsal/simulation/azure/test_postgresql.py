"""Flexible Servers, their parameters and their databases."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import NATIVE, Cloud

SERVER = f"{NATIVE}dbforpostgresql:Server"
CONFIGURATION = f"{NATIVE}dbforpostgresql:Configuration"
DATABASE = f"{NATIVE}dbforpostgresql:Database"
SOUND: dict[str, Any] = {
    "serverName": "shop",
    "version": "16",
    "createMode": "Create",
    "administratorLogin": "application",
    "administratorLoginPassword": "Placeholder1",
    "sku": {"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"},
    "storage": {"storageSizeGB": 64, "autoGrow": "Enabled"},
    "highAvailability": {"mode": "ZoneRedundant"},
    "backup": {"backupRetentionDays": 14, "geoRedundantBackup": "Enabled"},
}


def follows(source: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "serverName": "shop-replica",
        "location": "northeurope",
        "version": "16",
        "createMode": "Replica",
        "sourceServerResourceId": source["id"],
        "sku": SOUND["sku"],
        "storage": SOUND["storage"],
        **more,
    }


def test_a_server_has_a_name_in_the_worlds_dns(cloud: Cloud) -> None:
    made = cloud.put(SERVER, **SOUND)

    assert made["fullyQualifiedDomainName"] == "shop.postgres.database.azure.com"
    assert made["replicationRole"] == "Primary"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"serverName": "Shop"}, "'Shop' is not 3 to 63 lower-case letters"),
        ({"version": "9"}, "'9' is not one of 11"),
        ({"storage": {"storageSizeGB": 50}}, "50 is not one of 32, 64"),
        ({"backup": {"backupRetentionDays": 36}}, "36 is not within 7 to 35"),
        ({"maintenanceWindow": {"dayOfWeek": 7}}, "7 is not within 0 to 6"),
        ({"administratorLogin": "admin"}, "'admin' is a name that Azure keeps for itself"),
        ({"administratorLogin": "pg_app"}, "'pg_app' is a name that Azure keeps for itself"),
        ({"administratorLoginPassword": "placeholder"}, "of three kinds of letters, digits and others"),
        (
            {"administratorLoginPassword": None},
            "MissingParameter: a server of its own needs administratorLoginPassword",
        ),
        ({"sku": {"name": "Standard_B2ms", "tier": "Burstable"}}, "a Burstable server has no standby"),
        ({"createMode": "Update"}, "createMode: there is no server to update"),
        ({"resourceGroupName": "none"}, "the resource group 'none' does not exist"),
    ],
)
def test_a_server_that_azure_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(SERVER, **{"resourceGroupName": "main", **SOUND, **inputs})


def test_a_server_name_is_unique_in_the_world(cloud: Cloud) -> None:
    cloud.put(SERVER, **SOUND)
    cloud.create(f"{NATIVE}resources:ResourceGroup", resourceGroupName="other")
    refusal = cloud.refusal(SERVER, resourceGroupName="other", **SOUND)

    assert refusal == "ServerNameAlreadyExists: the server name 'shop' is already in use"


def test_what_a_server_was_made_with_stays(cloud: Cloud) -> None:
    made = cloud.put(SERVER, **SOUND)
    backup = {"backupRetentionDays": 14, "geoRedundantBackup": "Disabled"}

    with pytest.raises(Refused, match="geoRedundantBackup was 'Enabled' and cannot become 'Disabled'"):
        cloud.update(SERVER, made, resourceGroupName="main", **{**SOUND, "backup": backup})


@pytest.mark.parametrize("mode", ["Update", "Default"])
def test_a_replica_of_another_region_follows_until_it_is_promoted(cloud: Cloud, mode: str) -> None:
    source = cloud.put(SERVER, **SOUND)
    made = cloud.put(SERVER, **follows(source))
    promoted = follows(source, createMode=mode, replica={"role": "None", "promoteMode": "Standalone"})

    assert made["replicationRole"] == "GeoAsyncReplica"
    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete(SERVER, source)
    assert cloud.update(SERVER, made, resourceGroupName="main", **promoted)["replicationRole"] == "None"
    cloud.delete(SERVER, source)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"sourceServerResourceId": "none"},
            "SourceServerNotFound: sourceServerResourceId: none does not exist",
        ),
        ({"version": "17"}, "version: a replica begins with its source's, which is 16"),
        (
            {"storage": {"storageSizeGB": 128}},
            "storage.storageSizeGB: a replica begins with its source's, which is 64",
        ),
        ({"highAvailability": {"mode": "ZoneRedundant"}}, "a read replica has no standby"),
    ],
)
def test_a_replica_that_azure_refuses(cloud: Cloud, changes: dict[str, Any], text: str) -> None:
    source = cloud.put(SERVER, **SOUND)

    assert text in cloud.refused(SERVER, **follows(source, **changes))


def test_parameters_and_databases_are_of_a_server(cloud: Cloud) -> None:
    cloud.put(SERVER, **SOUND)
    secure = {"configurationName": "require_secure_transport"}

    assert cloud.put(CONFIGURATION, serverName="shop", **secure, value="on")["id"]
    assert "'maybe' is not one of on, off" in cloud.refused(
        CONFIGURATION, serverName="shop", **secure, value="maybe"
    )
    assert cloud.put(DATABASE, serverName="shop", databaseName="application")["name"] == "application"
    assert "ParentResourceNotFound" in cloud.refused(DATABASE, serverName="none", databaseName="application")
