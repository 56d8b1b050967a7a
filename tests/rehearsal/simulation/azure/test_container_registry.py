"""Container registries and their replicas."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import Cloud

REGISTRY = "azure-native:containerregistry:Registry"
REPLICA = "azure-native:containerregistry:Replication"
SOUND: dict[str, Any] = {"registryName": "images1", "sku": {"name": "Premium"}}


def test_a_registry_has_the_name_that_images_begin_with(cloud: Cloud) -> None:
    assert cloud.put(REGISTRY, **SOUND)["loginServer"] == "images1.azurecr.io"


def test_a_registrys_name_is_unique_in_the_world(cloud: Cloud) -> None:
    cloud.put(REGISTRY, **SOUND)
    cloud.create("azure-native:resources:ResourceGroup", resourceGroupName="other")

    refusal = cloud.refusal(REGISTRY, resourceGroupName="other", **{**SOUND, "registryName": "Images1"})
    assert refusal == "AlreadyInUse: the registry DNS name images1.azurecr.io is already in use"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"registryName": "my-images"}, "InvalidResourceName: 'my-images' is not 5 to 50"),
        ({"sku": {"name": "Best"}}, "InvalidSku: 'Best'"),
        ({"policies": {"retentionPolicy": {"days": 400}}}, "InvalidRetentionPolicy: 400"),
        ({"sku": {"name": "Basic"}, "zoneRedundancy": "Enabled"}, "SkuNotSupported: zoneRedundancy"),
        (
            {"sku": {"name": "Standard"}, "policies": {"retentionPolicy": {"status": "enabled"}}},
            "SkuNotSupported: policies.retentionPolicy.status",
        ),
        ({"sku": {"name": "Basic"}, "anonymousPullEnabled": True}, "SkuNotSupported: anonymous pull"),
    ],
)
def test_a_registry_that_azure_refuses(cloud: Cloud, change: dict[str, Any], text: str) -> None:
    (failure,) = cloud.wrong(REGISTRY, resourceGroupName="main", **{**SOUND, **change})

    assert failure.reason.startswith(text)


def replica(where: str, **more: Any) -> dict[str, Any]:
    return {"registryName": "images1", "replicationName": where, "location": where, **more}


def test_a_replica_is_in_a_region_of_its_own(cloud: Cloud) -> None:
    cloud.put(REGISTRY, **SOUND)
    cloud.put(REPLICA, **replica("northeurope", zoneRedundancy="Enabled"))

    assert "westeurope is the registry's own region" in cloud.refused(REPLICA, **replica("westeurope"))
    assert "has a replica in northeurope already" in cloud.refused(
        REPLICA, **replica("northeurope", replicationName="another")
    )
    (failure,) = cloud.wrong(REPLICA, resourceGroupName="main", **replica("uksouth", zoneRedundancy="Yes"))
    assert failure.reason.startswith("InvalidZoneRedundancy: 'Yes'")


def test_a_registry_of_a_lower_tier_has_none(cloud: Cloud) -> None:
    cloud.put(REGISTRY, **{**SOUND, "sku": {"name": "Standard"}})

    assert "is no registry of the tier Premium" in cloud.refused(REPLICA, **replica("northeurope"))
