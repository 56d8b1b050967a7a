"""Identity of pods: whose tokens are trusted, and what the identity may do."""

from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.cluster.azure_identity import conditions, roles
from components.cluster.azure_roles import (
    DNS_ZONE_CONTRIBUTOR,
    KEY_VAULT_SECRETS_USER,
    READER,
    STORAGE_BLOB_DATA_CONTRIBUTOR,
    STORAGE_BLOB_DATA_READER,
    STORAGE_BLOB_DELEGATOR,
)
from components.grants import (
    BucketHandle,
    EditDnsZone,
    FindDnsZones,
    Grant,
    ProveNames,
    ReadBucket,
    ReadSecrets,
    TakeRole,
    UseBucket,
    WriteFolder,
)
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, needs
from tests.components.cluster.outputs import resolved
from tests.recorded import Recording, deploy

ZONE = f"{aks.OF_SUBSCRIPTION}/dns/providers/Microsoft.Network/dnszones/example.com"


def granted(make: Any) -> Any:
    return resolved(lambda: [list(one) for one in roles(make(), "the-vault")])


def test_reading_secrets_is_a_role_on_the_stacks_vault_whatever_the_prefix() -> None:
    assert granted(lambda: [ReadSecrets("staging-")]) == [["secrets-1", KEY_VAULT_SECRETS_USER, "the-vault"]]


def test_using_a_bucket_is_a_role_on_its_container() -> None:
    def grants() -> list[Grant]:
        name = pulumi.Output.from_input("objects")
        return [UseBucket(BucketHandle(name=name, reference=pulumi.Output.from_input("the-container")))]

    assert granted(grants) == [["bucket-1", STORAGE_BLOB_DATA_CONTRIBUTOR, "the-container"]]


def test_reading_a_bucket_is_a_role_that_changes_nothing_on_its_container() -> None:
    def grants() -> list[Grant]:
        container = pulumi.Output.from_input("the-container")
        return [ReadBucket(BucketHandle(name=container, reference=container))]

    assert granted(grants) == [["bucket-1", STORAGE_BLOB_DATA_READER, "the-container"]]


def test_signing_links_is_a_role_on_the_account_of_the_bucket() -> None:
    def grants() -> list[Grant]:
        container = pulumi.Output.from_input("/accounts/mine/blobServices/default/containers/objects")
        return [UseBucket(BucketHandle(name=container, reference=container), links=True)]

    assert granted(grants)[1] == ["links-1", STORAGE_BLOB_DELEGATOR, "/accounts/mine"]


def test_links_to_what_may_only_be_read_are_the_same_role_on_the_account() -> None:
    def grants() -> list[Grant]:
        container = pulumi.Output.from_input("/accounts/mine/blobServices/default/containers/objects")
        return [ReadBucket(BucketHandle(name=container, reference=container), links=True)]

    assert granted(grants)[1] == ["links-1", STORAGE_BLOB_DELEGATOR, "/accounts/mine"]


def test_writing_into_a_folder_is_a_role_on_the_container_that_changes_blobs_there_alone() -> None:
    def grants() -> list[Grant]:
        container = pulumi.Output.from_input("the-container")
        handle = BucketHandle(name=container, reference=container)
        return [ReadBucket(handle), WriteFolder(handle, "restores/")]

    assert granted(grants)[1] == ["folder-2", STORAGE_BLOB_DATA_CONTRIBUTOR, "the-container"]
    told = resolved(lambda: conditions(grants()))
    assert list(told) == ["folder-2"]
    assert "blobs/write'}" in told["folder-2"]
    assert told["folder-2"].endswith("blobs:path] StringStartsWith 'restores/'))")


def test_an_assignment_has_a_condition_only_where_its_grant_is_narrower_than_a_role() -> None:
    def build() -> None:
        made = aks.create()
        files = made.bucket("main-files", None)
        made.identity(
            "main-velero", "velero", "velero-server", [ReadBucket(files), WriteFolder(files, "restores/")]
        )

    made = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging").of(aks.ROLE)
    narrowed = {
        one.name: one.inputs.get("conditionVersion") for one in made if one.name.startswith("main-velero")
    }
    assert narrowed == {"main-velero-bucket-1": None, "main-velero-folder-2": "2.0"}


def test_editing_a_dns_zone_is_a_role_on_that_zone() -> None:
    assert granted(lambda: [ReadSecrets("a"), EditDnsZone(ZONE)])[1] == ["dns-2", DNS_ZONE_CONTRIBUTOR, ZONE]


def test_proving_names_is_the_same_role_for_there_is_none_for_less() -> None:
    assert granted(lambda: [ProveNames(ZONE)]) == [["dns-1", DNS_ZONE_CONTRIBUTOR, ZONE]]


def test_a_role_of_another_cloud_is_not_taken_on() -> None:
    with pytest.raises(pulumi.RunError, match="expected grants of Azure, got leave to act as the-role"):
        list(roles([TakeRole("the-role")], "the-vault"))


def test_finding_a_zone_is_reading_its_resource_group() -> None:
    assert granted(lambda: [FindDnsZones(ZONE)]) == [["zones-1", READER, ZONE.partition("/providers/")[0]]]


def test_no_grants_are_no_roles() -> None:
    assert granted(list) == []


def identity(*grants: Grant) -> Recording:
    """An identity of a recorded cluster."""

    def build() -> None:
        made = aks.create().identity("main-external-secrets", "external-secrets", "reader", grants)
        Seen({"annotations": made.annotations, "labels": made.pod_labels})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_exactly_one_service_account_of_this_cluster_may_act_as_the_identity() -> None:
    recording = identity()
    trust = recording.one(aks.CREDENTIAL).inputs

    assert trust["subject"] == "system:serviceaccount:external-secrets:reader"
    assert trust["audiences"] == ["api://AzureADTokenExchange"]
    assert trust["issuer"] == recording.one(aks.CLUSTER).outputs["oidcIssuerProfile"]["issuerURL"]
    assert trust["resourceName"] == recording.one(aks.IDENTITY, "main-external-secrets").outputs["name"]


def test_the_service_account_names_the_identity_and_the_pod_asks_for_its_token() -> None:
    recording = identity(ReadSecrets("staging-"))
    made = recording.one(aks.IDENTITY, "main-external-secrets").outputs

    assert recording.one(Seen.TYPE).outputs == {
        "annotations": {"azure.workload.identity/client-id": made["clientId"]},
        "labels": {"azure.workload.identity/use": "true"},
    }


def test_the_identity_may_do_what_was_granted_and_no_more() -> None:
    recording = identity(ReadSecrets("staging-"), EditDnsZone(ZONE))
    made = recording.one(aks.IDENTITY, "main-external-secrets").outputs["principalId"]

    assert aks.roles(recording, made) == {(KEY_VAULT_SECRETS_USER, aks.SECRETS), (DNS_ZONE_CONTRIBUTOR, ZONE)}


def test_an_identity_without_grants_may_do_nothing() -> None:
    recording = identity()

    assert (
        aks.roles(recording, recording.one(aks.IDENTITY, "main-external-secrets").outputs["principalId"])
        == set()
    )


def test_a_pod_has_its_permissions_before_it_starts_and_until_it_has_stopped() -> None:
    def build() -> None:
        cluster = aks.create()
        made = cluster.identity("main-reader", "apps", "reader", [ReadSecrets("staging-")])
        kubernetes.core.v1.ServiceAccount(
            "reader",
            metadata=kubernetes.meta.v1.ObjectMetaArgs(
                name="reader", namespace="kube-system", annotations=made.annotations
            ),
            opts=pulumi.ResourceOptions(provider=cluster.provider),
        )

    recording = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    wanted = {f"{aks.CREDENTIAL} main-reader", f"{aks.ROLE} main-reader-secrets-1"}
    assert wanted <= needs(recording, recording.one("kubernetes:core/v1:ServiceAccount"))


def test_an_identity_belongs_to_the_cluster_unless_a_component_takes_it() -> None:
    class Taker(pulumi.ComponentResource):
        pass

    def build() -> None:
        taker = Taker("groundwork:test:Taker", "taker")
        cluster = aks.create()
        cluster.identity("main-own", "a", "b", [])
        cluster.identity("main-taken", "a", "c", [], pulumi.ResourceOptions(parent=taker))

    recording = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    assert recording.one(aks.IDENTITY, "main-own").parent.endswith("groundwork:cluster:Aks::main")
    assert recording.one(aks.IDENTITY, "main-taken").parent.endswith("groundwork:test:Taker::taker")
    assert recording.one(aks.IDENTITY, "main-taken").cluster == "main-azure"
