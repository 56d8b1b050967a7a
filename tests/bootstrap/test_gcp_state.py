"""The bucket, the key and the members of IAM that keep state on Google Cloud."""

from typing import Any

from bootstrap.gcp_state import lifecycle
from tests.bootstrap.stacks import made

DEPLOYERS = {
    "group:platform@example.com",
    "serviceAccount:deploy@example-platform.iam.gserviceaccount.com",
}
READERS = {"serviceAccount:preview@example-platform.iam.gserviceaccount.com"}


def bucket(*, protect: bool = True) -> Any:
    return made("gcp", protect=protect).one("gcp:storage/bucket:Bucket").inputs


def test_the_bucket_is_nobodys_but_its_members() -> None:
    assert bucket()["uniformBucketLevelAccess"] is True
    assert bucket()["publicAccessPrevention"] == "enforced"


def test_what_was_replaced_or_deleted_is_kept_as_long_as_the_setting_says() -> None:
    assert bucket()["versioning"] == {"enabled": True}
    assert bucket()["softDeletePolicy"] == {"retentionDurationSeconds": 90 * 24 * 3600}
    condition = lifecycle(30)[0].condition
    assert (condition.days_since_noncurrent_time, condition.with_state) == (30, "ARCHIVED")


def test_who_deploys_uses_objects_and_the_key_and_who_previews_only_reads_with_them() -> None:
    def members(type_: str) -> set[tuple[str, str]]:
        return {(one.inputs["member"], one.inputs["role"]) for one in made("gcp").of(type_)}

    assert members("gcp:storage/bucketIAMMember:BucketIAMMember") == {
        *((one, "roles/storage.objectUser") for one in DEPLOYERS),
        *((one, "roles/storage.objectViewer") for one in READERS),
    }
    assert members("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember") == {
        *((one, "roles/cloudkms.cryptoKeyEncrypterDecrypter") for one in DEPLOYERS),
        *((one, "roles/cloudkms.cryptoKeyDecrypter") for one in READERS),
    }


def test_the_key_is_rotated_and_can_be_saved_for_a_month() -> None:
    key = made("gcp").one("gcp:kms/cryptoKey:CryptoKey").inputs

    assert (key["rotationPeriod"], key["destroyScheduledDuration"]) == ("7776000s", "2592000s")


def test_everything_comes_after_the_apis_that_a_new_project_has_off() -> None:
    recording = made("gcp")
    services = {one.urn for one in recording.of("gcp:projects/service:Service")}

    assert len(services) == 2
    for type_ in ("gcp:storage/bucket:Bucket", "gcp:kms/keyRing:KeyRing"):
        assert services <= set(recording.one(type_).dependencies)


def test_a_bucket_goes_with_its_states_only_when_nothing_is_protected() -> None:
    assert (bucket()["forceDestroy"], bucket(protect=False)["forceDestroy"]) == (False, True)
