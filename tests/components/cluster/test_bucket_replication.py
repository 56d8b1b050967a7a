"""What S3 copies into another region, and as whom."""

from typing import Any

from components.cluster.bucket_replication import rule, statements
from components.cluster.iam import document
from tests.components.cluster.deployments import needs, policy
from tests.components.cluster.outputs import read
from tests.components.cluster.pairs import buckets
from tests.recorded import Recording

SOURCE, COPY = "arn:aws:s3:::files", "arn:aws:s3:::files-copy"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
BUCKET = "aws:s3/bucket:Bucket"


def allowed() -> dict[str, set[str]]:
    found = read(lambda: document(statements(SOURCE, COPY)))["Statement"]
    return {statement["Resource"]: set(statement["Action"]) for statement in found}


def replication() -> tuple[Recording, Any]:
    made = buckets("eks")
    return made, made.one(REPLICATION)


def test_the_role_reads_versions_of_the_source_and_writes_replicas_into_the_copy_alone() -> None:
    assert set(allowed()) == {SOURCE, f"{SOURCE}/*", f"{COPY}/*"}
    assert allowed()[f"{COPY}/*"] == {"s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"}
    assert not any("Put" in action or "Delete" in action for action in allowed()[f"{SOURCE}/*"])
    assert not any("*" in action for actions in allowed().values() for action in actions)


def test_deletions_follow_and_how_far_the_copy_is_behind_can_be_seen() -> None:
    made: Any = rule(COPY)

    assert made.status == "Enabled"
    assert made.delete_marker_replication.status == "Enabled"
    assert made.destination.metrics.status == "Enabled"
    assert made.filter.prefix == ""


def test_the_bucket_is_replicated_into_its_copy_by_s3_acting_as_a_role_of_its_own() -> None:
    made, found = replication()
    (one,) = found.inputs["rules"]
    role = made.one("aws:iam/role:Role", "main-files-copy")
    (trust,) = policy(role.inputs["assumeRolePolicy"])

    assert found.inputs["bucket"] == made.one(BUCKET, "main-files").id
    assert one["destination"]["bucket"] == made.one(BUCKET, "other-copy-of-main-files").outputs["arn"]
    assert found.inputs["role"] == role.outputs["arn"]
    assert trust["Principal"] == {"Service": "s3.amazonaws.com"}


def test_the_rule_comes_once_both_keep_versions_and_the_role_may_copy() -> None:
    made, found = replication()
    needed = needs(made, found)

    versioning = "aws:s3/bucketVersioning:BucketVersioning"
    assert {f"{versioning} main-files", f"{versioning} other-copy-of-main-files"} <= needed
    assert "aws:iam/rolePolicy:RolePolicy main-files-copy" in needed


def test_the_copy_is_closed_encrypted_versioned_and_tidied_as_the_bucket_is() -> None:
    made, _ = replication()
    for noun in (
        "Versioning", "LifecycleConfiguration", "ServerSideEncryptionConfiguration", "PublicAccessBlock", "OwnershipControls",
    ):  # fmt: skip
        type_ = f"aws:s3/bucket{noun}:Bucket{noun}"
        own, copy = (
            dict(made.one(type_, name).inputs) for name in ("main-files", "other-copy-of-main-files")
        )
        assert own.pop("bucket") != copy.pop("bucket")
        assert own == copy
