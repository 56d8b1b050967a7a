"""Policies by which blobs are copied from account to account."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import Cloud

POLICY = "azure-native:storage:ObjectReplicationPolicy"
ACCOUNT = "azure-native:storage:StorageAccount"
RULE = {"sourceContainer": "objects", "destinationContainer": "objects"}


def account(cloud: Cloud, name: str, *, versions: bool = True, feed: bool = False) -> str:
    """An account with a container; its id."""
    made = cloud.put(ACCOUNT, accountName=name, kind="StorageV2", sku={"name": "Standard_ZRS"})
    cloud.put(
        "azure-native:storage:BlobServiceProperties", accountName=name, blobServicesName="default",
        isVersioningEnabled=versions, changeFeed={"enabled": feed},
    )  # fmt: skip
    cloud.put("azure-native:storage:BlobContainer", accountName=name, containerName="objects")
    return str(made["id"])


def policy(cloud: Cloud, *, versions: bool = True, feed: bool = True) -> dict[str, Any]:
    """A policy's inputs but for the account that it is on, and its id."""
    return {
        "sourceAccount": account(cloud, "source", feed=feed),
        "destinationAccount": account(cloud, "copy1", versions=versions),
        "rules": [RULE],
    }


def test_the_destination_gives_the_policy_and_its_rules_the_ids_that_the_source_has_too(cloud: Cloud) -> None:
    inputs = policy(cloud)
    received = cloud.put(POLICY, accountName="copy1", objectReplicationPolicyId="default", **inputs)
    rules = [{**RULE, "ruleId": received["rules"][0]["ruleId"]}]
    sent = cloud.put(
        POLICY,
        accountName="source",
        objectReplicationPolicyId=received["policyId"],
        **{**inputs, "rules": rules},
    )

    assert received["id"].endswith(f"/objectReplicationPolicies/{received['policyId']}")
    assert (sent["policyId"], sent["rules"]) == (received["policyId"], received["rules"])


def test_the_source_has_no_policy_before_the_destination(cloud: Cloud) -> None:
    assert cloud.refused(
        POLICY, accountName="source", objectReplicationPolicyId="default", **policy(cloud)
    ).startswith(
        "ObjectReplicationPolicyNotFound: objectReplicationPolicyId: the destination has no policy 'default'"
    )


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"versions": False}, "VersioningNotEnabledForAccount: destinationAccount: "),
        ({"feed": False}, "ChangeFeedNotEnabledForAccount: sourceAccount: "),
    ],
)
def test_both_keep_versions_and_the_source_what_changes(
    cloud: Cloud, given: dict[str, bool], text: str
) -> None:
    inputs = policy(cloud, **given)

    assert cloud.refused(
        POLICY, accountName="copy1", objectReplicationPolicyId="default", **inputs
    ).startswith(text)


def test_accounts_and_containers_exist(cloud: Cloud) -> None:
    inputs = policy(cloud)
    on: dict[str, Any] = {"accountName": "copy1", "objectReplicationPolicyId": "default"}
    strange = {**RULE, "destinationContainer": "nobodys"}

    assert "StorageAccountNotFound: sourceAccount: 'source'" in cloud.refused(
        POLICY, **on, **{**inputs, "sourceAccount": "source"}
    )
    assert "has no container 'nobodys'" in cloud.refused(POLICY, **on, **{**inputs, "rules": [strange]})


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"objectReplicationPolicyId": "mine"}, "InvalidResourceName: 'mine' is not 'default', or the GUID"),
        ({"destinationAccount": "a"}, "the source cannot be its own destination"),
        ({"rules": [RULE, RULE]}, "two rules have the same two containers"),
    ],
)
def test_a_policy_that_azure_refuses(cloud: Cloud, change: dict[str, Any], text: str) -> None:
    sound = {
        "resourceGroupName": "main", "accountName": "copy1", "objectReplicationPolicyId": "default", "sourceAccount": "a",
        "destinationAccount": "b", "rules": [RULE],
    }  # fmt: skip
    (failure,) = cloud.wrong(POLICY, **{**sound, **change})

    assert text in failure.reason
