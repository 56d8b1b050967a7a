"""Storage accounts and what is set on them."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import Cloud

ACCOUNT = "azure-native:storage:StorageAccount"
CONTAINER = "azure-native:storage:BlobContainer"
POLICY = "azure-native:storage:ManagementPolicy"
SERVICE = "azure-native:storage:BlobServiceProperties"
SOUND: dict[str, Any] = {"accountName": "objects1", "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}
VERSIONS = {"version": {"delete": {"daysAfterCreationGreaterThan": 30}}}


def rules(*actions: dict[str, Any], name: str = "") -> dict[str, Any]:
    return {
        "rules": [
            {"name": name or str(number), "definition": {"actions": action}}
            for number, action in enumerate(actions)
        ]
    }


@pytest.mark.parametrize(
    ("type_", "inputs", "reason"),
    [
        (
            ACCOUNT,
            {**SOUND, "accountName": "main-objects"},
            "InvalidResourceName: 'main-objects' is not 3 to 24",
        ),
        (ACCOUNT, {**SOUND, "sku": {"name": "Best"}}, "InvalidRequestPropertyValue: 'Best'"),
        (ACCOUNT, {**SOUND, "minimumTlsVersion": "TLS9"}, "InvalidRequestPropertyValue: 'TLS9'"),
        (CONTAINER, {"accountName": "a", "containerName": "A"}, "InvalidResourceName: 'A' is not 3 to 63"),
        (CONTAINER, {"accountName": "a", "publicAccess": "All"}, "InvalidRequestPropertyValue: 'All'"),
        (
            SERVICE,
            {"accountName": "a", "deleteRetentionPolicy": {"days": 366}},
            "InvalidRequestPropertyValue: 366",
        ),
        (POLICY, {"accountName": "a", "policy": rules({})}, "InvalidXmlDocument: the rule '0' does nothing"),
        (
            POLICY,
            {"accountName": "a", "policy": rules(VERSIONS, VERSIONS, name="a")},
            "InvalidXmlDocument: two rules",
        ),
    ],
)
def test_what_azure_would_not_take_is_refused(
    cloud: Cloud, type_: str, inputs: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(type_, resourceGroupName="main", **inputs)

    assert failure.reason.startswith(reason)


def test_an_accounts_name_is_unique_in_the_world(cloud: Cloud) -> None:
    cloud.put(ACCOUNT, **SOUND)
    cloud.create("azure-native:resources:ResourceGroup", resourceGroupName="other")

    refusal = cloud.refusal(ACCOUNT, resourceGroupName="other", **SOUND)

    assert refusal == "StorageAccountAlreadyTaken: the storage account name 'objects1' is already taken"


def test_a_subnet_gets_in_by_a_service_endpoint(cloud: Cloud) -> None:
    cloud.network()
    plain, ready = (
        cloud.subnet("10.0.0.0/24"),
        cloud.subnet("10.0.1.0/24", serviceEndpoints=[{"service": "Microsoft.Storage"}]),
    )

    def allow(subnet: dict[str, Any]) -> dict[str, Any]:
        return {"virtualNetworkRules": [{"virtualNetworkResourceId": subnet["id"]}]}

    refusal = cloud.refused(ACCOUNT, **SOUND, networkRuleSet=allow(plain))
    assert refusal.startswith("SubnetsHaveNoServiceEndpointsConfigured: ")
    assert cloud.put(ACCOUNT, **SOUND, networkRuleSet=allow(ready))["primaryEndpoints"] == {
        "blob": "https://objects1.blob.core.windows.net/"
    }


def test_a_container_is_no_more_public_than_its_account(cloud: Cloud) -> None:
    cloud.put(ACCOUNT, **SOUND)

    refusal = cloud.refused(CONTAINER, accountName="objects1", containerName="web", publicAccess="Blob")

    assert refusal.startswith("PublicAccessNotPermitted: ")


def test_a_rule_for_versions_needs_versions(cloud: Cloud) -> None:
    cloud.put(ACCOUNT, **SOUND)
    policy = {"accountName": "objects1", "managementPolicyName": "default", "policy": rules(VERSIONS)}

    assert (
        cloud.refused(POLICY, **policy)
        == "InvalidRequest: a rule for versions needs versioning on the account"
    )
    cloud.put(SERVICE, accountName="objects1", blobServicesName="default", isVersioningEnabled=True)
    assert cloud.put(POLICY, **policy)["name"] == "default"
