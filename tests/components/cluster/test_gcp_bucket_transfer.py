"""What Storage Transfer Service copies into another region, how often, and what it may do for it."""

from typing import Any

from components.cluster.gcp_bucket_transfer import spec
from tests.components.cluster.deployments import needs
from tests.components.cluster.pairs import buckets
from tests.recorded import Recording

JOB = "gcp:storage/transferJob:TransferJob"
MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
BUCKET = "gcp:storage/bucket:Bucket"


def job() -> tuple[Recording, Any]:
    made = buckets("gke")
    return made, made.one(JOB)


def test_the_copy_has_what_the_bucket_has_and_nothing_else() -> None:
    made: Any = spec("files", "files-copy")

    assert (made.gcs_data_source.bucket_name, made.gcs_data_sink.bucket_name) == ("files", "files-copy")
    assert made.transfer_options.overwrite_when == "DIFFERENT"
    assert made.transfer_options.delete_objects_unique_in_sink is True


def test_a_folder_of_the_copys_own_is_neither_filled_nor_emptied() -> None:
    made: Any = spec("files", "files-copy", "restores/")
    rest: Any = spec("files", "files-copy")

    assert made.object_conditions.exclude_prefixes == ["restores/"]
    assert rest.object_conditions is None


def test_it_is_brought_up_to_date_every_hour() -> None:
    made, found = job()

    assert found.inputs["schedule"]["repeatInterval"] == "3600s"
    assert found.inputs["transferSpec"]["gcsDataSource"]["bucketName"] == made.one(BUCKET, "main-files").id
    assert (
        found.inputs["transferSpec"]["gcsDataSink"]["bucketName"]
        == made.one(BUCKET, "other-copy-of-main-files").id
    )


def test_the_service_agent_reads_the_one_bucket_and_writes_the_other_and_no_more() -> None:
    made, _ = job()
    given = {
        (one.inputs["bucket"], one.inputs["role"])
        for one in made.of(MEMBER)
        if "storage-transfer-service" in one.inputs["member"]
    }
    source, copy = (made.one(BUCKET, name).id for name in ("main-files", "other-copy-of-main-files"))

    assert given == {
        (source, "roles/storage.objectViewer"),
        (source, "roles/storage.legacyBucketReader"),
        (copy, "roles/storage.objectViewer"),
        (copy, "roles/storage.legacyBucketWriter"),
    }


def test_the_job_comes_once_it_may_run() -> None:
    made, found = job()

    assert {f"{MEMBER} {one.name}" for one in made.of(MEMBER) if "transfer" in one.name} <= needs(made, found)
    assert "gcp:projects/service:Service main-storagetransfer" in needs(made, found)


def test_the_copy_is_in_the_other_clusters_region_and_otherwise_as_the_bucket_is() -> None:
    made, _ = job()
    own, copy = (dict(made.one(BUCKET, name).inputs) for name in ("main-files", "other-copy-of-main-files"))

    assert (own.pop("location"), copy.pop("location")) == ("US-CENTRAL1", "US-EAST1")
    assert own.pop("name", "") == copy.pop("name", ""), "Pulumi makes them up"
    assert own == copy
