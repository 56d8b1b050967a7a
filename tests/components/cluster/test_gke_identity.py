"""Identity of pods on GKE."""

from collections.abc import Callable

import pulumi
import pytest

from components.cluster.gke_identity import ANNOTATION
from components.contracts import Cluster
from components.grants import (
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
from tests.components.cluster.deployments import Seen, needs
from tests.components.cluster.gke_deployments import CLUSTER, MEMBER, NO_DEFAULT_PROVIDERS, create
from tests.recorded import Recorded, Recording, deploy

ACCOUNT = "gcp:serviceaccount/account:Account"
TRUST = "gcp:serviceaccount/iAMMember:IAMMember"
BUCKET_MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
ZONE_MEMBER = "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember"


def identity(grants: Callable[[Cluster], list[Grant]] = lambda _: []) -> Recording:
    """A cluster and one identity with these grants."""

    def build() -> None:
        cluster = create()
        made = cluster.identity("main-app", "shop", "cart", grants(cluster))
        Seen({"annotations": made.annotations, "pod_labels": made.pod_labels})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def grants_of(recording: Recording, type_: str) -> list[Recorded]:
    member = recording.one(ACCOUNT, "main-app").outputs["member"]
    return [one for one in recording.of(type_) if one.inputs["member"] == member]


def test_exactly_one_service_account_of_one_namespace_is_trusted() -> None:
    recording = identity()
    (trust,) = recording.of(TRUST)

    assert trust.inputs["role"] == "roles/iam.workloadIdentityUser"
    assert trust.inputs["member"] == "serviceAccount:example-staging.svc.id.goog[shop/cart]"
    assert trust.inputs["serviceAccountId"] == recording.one(ACCOUNT, "main-app").id


def test_the_trust_waits_for_the_cluster_that_makes_the_pool() -> None:
    recording = identity()

    assert f"{CLUSTER} main-cluster" in needs(recording, recording.one(TRUST))


def test_the_service_account_names_the_google_account() -> None:
    recording = identity()
    email = recording.one(ACCOUNT, "main-app").outputs["email"]

    assert recording.one(Seen.TYPE).outputs == {"annotations": {ANNOTATION: email}, "pod_labels": {}}


def test_an_identity_without_grants_may_do_nothing() -> None:
    recording = identity()

    assert [
        one for type_ in (MEMBER, BUCKET_MEMBER, ZONE_MEMBER) for one in grants_of(recording, type_)
    ] == []


def test_secrets_are_read_only_where_their_names_begin_as_granted() -> None:
    recording = identity(lambda _: [ReadSecrets("staging-")])
    (grant,) = grants_of(recording, MEMBER)
    expression = grant.inputs["condition"]["expression"]

    assert grant.inputs["role"] == "roles/secretmanager.secretAccessor"
    assert expression.startswith('resource.name.startsWith("projects/')
    # By number: IAM never names a secret by its project's id, and a condition on that would be false for ever.
    assert expression.split("/")[1].isdigit()
    assert expression.endswith('/secrets/staging-")')


def test_a_bucket_is_used_object_by_object_and_no_other_bucket() -> None:
    recording = identity(lambda cluster: [UseBucket(cluster.bucket("main-files", None))])
    (grant,) = grants_of(recording, BUCKET_MEMBER)

    assert grant.inputs["role"] == "roles/storage.objectUser"
    assert grant.inputs["bucket"] == recording.one("gcp:storage/bucket:Bucket").id


def test_a_bucket_that_is_only_read_is_not_written() -> None:
    (grant,) = grants_of(
        identity(lambda cluster: [ReadBucket(cluster.bucket("main-files", None))]), BUCKET_MEMBER
    )

    assert grant.inputs["role"] == "roles/storage.objectViewer"


def test_writing_into_a_folder_is_on_condition_of_the_objects_name() -> None:
    recording = identity(lambda cluster: [WriteFolder(cluster.bucket("main-files", None), "restores/")])
    (grant,) = grants_of(recording, BUCKET_MEMBER)
    bucket = recording.one("gcp:storage/bucket:Bucket").id

    assert grant.inputs["role"] == "roles/storage.objectUser"
    assert grant.inputs["condition"]["expression"] == (
        f'resource.name.startsWith("projects/_/buckets/{bucket}/objects/restores/")'
    )


def test_dns_is_edited_in_one_zone() -> None:
    (grant,) = grants_of(identity(lambda _: [EditDnsZone("example-com")]), ZONE_MEMBER)

    assert grant.inputs["role"] == "roles/dns.admin"
    assert grant.inputs["managedZone"] == "example-com"


def test_names_are_proved_in_one_zone_which_may_be_another_projects() -> None:
    (own,) = grants_of(identity(lambda _: [ProveNames("example-com")]), ZONE_MEMBER)
    (other,) = grants_of(identity(lambda _: [ProveNames("example-com", "example-names")]), ZONE_MEMBER)

    assert own.inputs["role"] == other.inputs["role"] == "roles/dns.admin"
    assert (own.inputs["project"], other.inputs["project"]) == ("example-staging", "example-names")


def test_a_role_of_another_cloud_is_not_taken_on() -> None:
    with pytest.raises(
        pulumi.RunError,
        match="main-app-0: expected grants of Google Cloud, got leave to act as the-role",
    ):
        identity(lambda _: [TakeRole("the-role")])


def test_finding_a_zone_is_reading_those_of_the_project_and_changing_none() -> None:
    (grant,) = grants_of(identity(lambda _: [FindDnsZones("example-com")]), MEMBER)

    assert grant.inputs["role"] == "roles/dns.reader"


def test_nothing_but_secrets_is_granted_on_the_project_and_that_under_a_condition() -> None:
    recording = identity(
        lambda cluster: [
            ReadSecrets("staging-"), UseBucket(cluster.bucket("main-files", None)), EditDnsZone("example-com"),
        ]
    )  # fmt: skip

    assert [(one.inputs["role"], "condition" in one.inputs) for one in grants_of(recording, MEMBER)] == [
        ("roles/secretmanager.secretAccessor", True)
    ]


def test_links_to_a_buckets_objects_are_signed_as_itself_and_as_nobody_else() -> None:
    recording = identity(lambda cluster: [UseBucket(cluster.bucket("main-files", None), links=True)])
    account = recording.one("gcp:serviceaccount/account:Account", "main-app").outputs
    (signing,) = [
        one.inputs
        for one in recording.of("gcp:serviceaccount/iAMMember:IAMMember")
        if one.inputs["role"] == "roles/iam.serviceAccountTokenCreator"
    ]

    assert signing["serviceAccountId"] == account["name"]
    assert signing["member"] == account["member"]
