"""What a storage account clears away, whom it lets in, and what it keeps."""

from functools import cache
from typing import Any

from components.cluster.azure_buckets import lifecycle
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, needs
from tests.recorded import Recording, deploy

ACCOUNT = f"{aks.NATIVE}storage:StorageAccount"
CONTAINER = f"{aks.NATIVE}storage:BlobContainer"
SERVICE = f"{aks.NATIVE}storage:BlobServiceProperties"
POLICY = f"{aks.NATIVE}storage:ManagementPolicy"


def actions(expire_days: int | None) -> Any:
    return lifecycle(expire_days).rules[0].definition.actions


def test_objects_expire_when_they_are_said_to() -> None:
    assert actions(30).base_blob.delete.days_after_modification_greater_than == 30


def test_objects_without_an_expiry_stay() -> None:
    assert actions(None).base_blob is None


def test_replaced_versions_do_not_cost_for_ever() -> None:
    assert actions(None).version.delete.days_after_creation_greater_than == 30


@cache
def bucket(*, protect: bool) -> Recording:
    """A bucket of a recorded cluster."""

    def build() -> None:
        made = aks.create(protect=protect).bucket("main-backups", 30)
        Seen({"name": made.name, "reference": made.reference, "rclone": made.rclone})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def account() -> Any:
    return bucket(protect=True).one(ACCOUNT).inputs


def test_nobody_gets_in_with_a_key_a_signature_or_anonymously() -> None:
    closed = (
        "allowSharedKeyAccess",
        "isLocalUserEnabled",
        "allowBlobPublicAccess",
        "allowCrossTenantReplication",
    )

    assert [account()[name] for name in closed] == [False] * 4
    assert account()["defaultToOAuthAuthentication"] is True
    assert bucket(protect=True).one(CONTAINER).inputs["publicAccess"] == "None"


def test_only_current_tls_is_spoken() -> None:
    assert account()["enableHttpsTrafficOnly"] is True
    assert account()["minimumTlsVersion"] == "TLS1_2"


def test_only_the_clusters_nodes_get_in() -> None:
    rules = account()["networkRuleSet"]

    assert (rules["defaultAction"], rules["bypass"]) == ("Deny", "None")
    (rule,) = rules["virtualNetworkRules"]
    assert rule == {"virtualNetworkResourceId": bucket(protect=True).one(aks.SUBNET).id, "action": "Allow"}


def test_objects_are_in_three_zones_encrypted_twice_and_versioned() -> None:
    service = bucket(protect=True).one(SERVICE).inputs

    assert account()["sku"] == {"name": "Standard_ZRS"}
    assert account()["encryption"]["requireInfrastructureEncryption"] is True
    assert service["isVersioningEnabled"] is True
    assert service["deleteRetentionPolicy"] == {"enabled": True, "days": 30}
    assert service["containerDeleteRetentionPolicy"] == {"enabled": True, "days": 30}


def test_the_rule_for_versions_comes_once_there_are_versions() -> None:
    recording = bucket(protect=True)

    assert f"{SERVICE} main-backups" in needs(recording, recording.one(POLICY))


def test_a_protected_bucket_stays_and_an_unprotected_one_can_be_destroyed() -> None:
    for type_ in (ACCOUNT, CONTAINER):
        assert bucket(protect=True).one(type_).protect
        assert not bucket(protect=False).one(type_).protect


def test_a_bucket_is_known_by_container_and_account_and_granted_by_the_containers_id() -> None:
    recording = bucket(protect=True)

    assert recording.one(Seen.TYPE).outputs == {
        "name": "objects",
        "reference": recording.one(CONTAINER).id,
        "rclone": {"RCLONE_CONFIG_STORE_ACCOUNT": recording.one(ACCOUNT).outputs["name"]},
    }
    assert recording.one(CONTAINER).id.endswith("/blobServices/default/containers/objects")
