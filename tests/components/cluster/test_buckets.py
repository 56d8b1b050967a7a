"""What S3 clears away, and whom it refuses."""

from typing import Any

import pytest

from components.cluster import create_cluster
from components.cluster.buckets import lifecycle, transport_policy
from components.cluster.iam import document
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, needs, settings
from tests.components.cluster.outputs import read
from tests.recorded import Recording, deploy


def rule(expire_days: int | None) -> Any:
    (only,) = lifecycle(expire_days)
    return only


def test_objects_expire_when_they_are_said_to() -> None:
    assert rule(30).expiration.days == 30


def test_objects_without_an_expiry_stay_and_only_empty_delete_markers_go() -> None:
    expiration = rule(None).expiration

    assert expiration.days is None
    assert expiration.expired_object_delete_marker is True


def test_replaced_versions_and_broken_uploads_do_not_cost_for_ever() -> None:
    assert rule(None).noncurrent_version_expiration.noncurrent_days == 30
    assert rule(None).abort_incomplete_multipart_upload.days_after_initiation == 7


def test_every_request_without_current_tls_is_refused_on_the_bucket_and_on_its_objects() -> None:
    plain, old = read(lambda: document(transport_policy("arn:aws:s3:::backups")))["Statement"]

    assert plain["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert old["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
    for statement in (plain, old):
        assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
        assert statement["Resource"] == ["arn:aws:s3:::backups", "arn:aws:s3:::backups/*"]


def bucket(protect: bool) -> Recording:
    """A bucket of a recorded cluster."""

    def build() -> None:
        made = create_cluster("main", settings(protect=protect)).bucket("main-backups", 30)
        Seen({"name": made.name, "reference": made.reference})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


@pytest.fixture(name="kept", scope="module")
def _kept() -> Recording:
    return bucket(protect=True)


def setting(recording: Recording, name: str) -> Any:
    return recording.one(f"aws:s3/bucket{name}:Bucket{name}", "main-backups").inputs


def test_the_public_is_shut_out_in_all_four_ways(kept: Recording) -> None:
    block = dict(setting(kept, "PublicAccessBlock"))

    assert block.pop("bucket")
    assert block == dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )


def test_objects_are_versioned_encrypted_and_owned_by_the_account(kept: Recording) -> None:
    (rule_,) = setting(kept, "ServerSideEncryptionConfiguration")["rules"]

    assert setting(kept, "Versioning")["versioningConfiguration"] == {"status": "Enabled"}
    assert rule_["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    assert setting(kept, "OwnershipControls")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


def test_access_is_closed_before_the_policy_is_put_on_it(kept: Recording) -> None:
    needed = needs(kept, kept.one("aws:s3/bucketPolicy:BucketPolicy"))

    assert "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock main-backups" in needed


def test_rules_for_replaced_versions_come_once_there_are_versions(kept: Recording) -> None:
    needed = needs(kept, kept.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"))

    assert "aws:s3/bucketVersioning:BucketVersioning main-backups" in needed


def test_a_protected_bucket_keeps_its_objects_and_an_unprotected_one_can_be_destroyed(
    kept: Recording,
) -> None:
    lost = bucket(protect=False).one("aws:s3/bucket:Bucket")

    assert kept.one("aws:s3/bucket:Bucket").protect
    assert kept.one("aws:s3/bucket:Bucket").inputs["forceDestroy"] is False
    assert not lost.protect
    assert lost.inputs["forceDestroy"] is True


def test_a_bucket_is_known_by_the_name_that_s3_gave_it(kept: Recording) -> None:
    made = kept.one("aws:s3/bucket:Bucket")

    assert kept.one(Seen.TYPE).outputs == {"name": made.id, "reference": f"arn:aws:s3:::{made.id}"}
    assert made.id.startswith("main-backups-")
