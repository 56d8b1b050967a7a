"""What Azure copies into another region's storage account."""

from typing import Any

from tests.components.cluster.deployments import needs
from tests.components.cluster.pairs import buckets
from tests.recorded import Recorded, Recording

NATIVE = "azure-native:"
POLICY = f"{NATIVE}storage:ObjectReplicationPolicy"
ACCOUNT = f"{NATIVE}storage:StorageAccount"
SERVICE = f"{NATIVE}storage:BlobServiceProperties"
SUBNET = f"{NATIVE}network:Subnet"


def made() -> Recording:
    return buckets("aks")


def policies() -> tuple[Recorded, Recorded]:
    """On the copy's account, and on the source's."""
    return made().one(POLICY, "other-copy-of-main-files"), made().one(POLICY, "main-files")


def test_the_copys_account_has_the_policy_first_and_the_sources_the_same_one() -> None:
    received, sent = policies()

    assert received.inputs["objectReplicationPolicyId"] == "default"
    assert sent.inputs["objectReplicationPolicyId"] == received.outputs["policyId"]
    assert sent.inputs["rules"][0]["ruleId"] == received.outputs["rules"][0]["ruleId"]
    for one in (received, sent):
        assert one.inputs["sourceAccount"] == made().one(ACCOUNT, "main-files").id
        assert one.inputs["destinationAccount"] == made().one(ACCOUNT, "other-copy-of-main-files").id


def test_what_was_there_before_the_policy_is_copied_too() -> None:
    for one in policies():
        (rule,) = one.inputs["rules"]
        assert rule["filters"] == {"minCreationTime": "1601-01-01T00:00:00Z"}
        assert (rule["sourceContainer"], rule["destinationContainer"]) == ("objects", "objects")


def test_the_source_keeps_a_record_of_what_changes_and_nobody_else_pays_for_one() -> None:
    def feed(name: str) -> Any:
        return made().one(SERVICE, name).inputs.get("changeFeed")

    assert feed("main-files") == {"enabled": True, "retentionInDays": 30}
    assert feed("other-copy-of-main-files") is None
    assert feed("other-files") is None


def test_the_policies_come_once_both_keep_versions() -> None:
    for one in policies():
        assert {f"{SERVICE} main-files", f"{SERVICE} other-copy-of-main-files"} <= needs(made(), one)


def test_the_copy_lets_in_the_other_clusters_nodes_and_not_the_first_ones() -> None:
    rules = made().one(ACCOUNT, "other-copy-of-main-files").inputs["networkRuleSet"]
    (rule,) = rules["virtualNetworkRules"]
    subnets = {one.id: made().by_urn()[one.provider].inputs["location"] for one in made().of(SUBNET)}

    assert rules["defaultAction"] == "Deny"
    assert subnets[rule["virtualNetworkResourceId"]] == "westus2"


def test_the_copy_is_closed_encrypted_and_versioned_as_the_bucket_is() -> None:
    own, copy = (
        dict(made().one(ACCOUNT, name).inputs) for name in ("main-files", "other-copy-of-main-files")
    )
    for one in (own, copy):
        for differs in ("accountName", "resourceGroupName", "networkRuleSet", "tags", "location"):
            one.pop(differs, None)

    assert own == copy
    assert made().one(SERVICE, "other-copy-of-main-files").inputs["isVersioningEnabled"] is True
