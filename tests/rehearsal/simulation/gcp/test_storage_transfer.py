"""Jobs that copy from bucket to bucket."""

from typing import Any

import pytest

from rehearsal.simulation.gcp import INVOKES
from rehearsal.simulation.gcp.storage_transfer import agent
from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.gcp.cloud import APIS, PROJECT, Cloud

JOB = "gcp:storage/transferJob:TransferJob"
MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
AGENT = "gcp:storage/getTransferProjectServiceAccount:getTransferProjectServiceAccount"
SPEC: dict[str, Any] = {
    "gcsDataSource": {"bucketName": "source"},
    "gcsDataSink": {"bucketName": "copy"},
    "transferOptions": {"overwriteWhen": "DIFFERENT", "deleteObjectsUniqueInSink": True},
}
SOUND: dict[str, Any] = {
    "description": "a copy",
    "transferSpec": SPEC,
    "schedule": {"repeatInterval": "3600s", "scheduleStartDate": {"year": 2026, "month": 1, "day": 1}},
}


def prepared(*left_out: str) -> Cloud:
    """Two buckets that the service agent may copy between, but for what is left out, SIDE/ROLE."""
    cloud = Cloud(apis=(*APIS, "storagetransfer"))
    for bucket, roles in (
        ("source", ("objectViewer", "legacyBucketReader")),
        ("copy", ("objectViewer", "legacyBucketWriter")),
    ):
        cloud.create("gcp:storage/bucket:Bucket", name=bucket, location="EU")
        for role in roles:
            if f"{bucket}/{role}" not in left_out:
                cloud.create(
                    MEMBER,
                    bucket=bucket,
                    role=f"roles/storage.{role}",
                    member=f"serviceAccount:{agent(PROJECT)}",
                )
    return cloud


def test_a_job_copies_every_hour() -> None:
    made = prepared().create(JOB, **SOUND)

    assert made["name"].startswith("transferJobs/")
    assert made["status"] == "ENABLED"


@pytest.mark.parametrize("missing", ["source/objectViewer", "source/legacyBucketReader", "copy/objectViewer",
                                     "copy/legacyBucketWriter"])  # fmt: skip
def test_a_job_that_may_not_read_or_write_is_refused(missing: str) -> None:
    bucket = missing.partition("/")[0]

    assert f"lacks permissions on the bucket '{bucket}'" in prepared(missing).refusal(JOB, **SOUND)


def test_both_buckets_exist() -> None:
    spec = {**SPEC, "gcsDataSink": {"bucketName": "nobodys"}}

    assert "The bucket 'nobodys' does not exist" in prepared().refusal(JOB, **{**SOUND, "transferSpec": spec})


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"transferSpec": None}, "Exactly one of transferSpec and replicationSpec"),
        ({"schedule": {"repeatInterval": "60s"}}, "Must be at least one hour"),
        ({"status": "ON"}, "Expected one of ENABLED"),
        ({"transferSpec": {**SPEC, "gcsDataSink": {"bucketName": "source"}}}, "The sink is the source"),
        (
            {"transferSpec": {**SPEC, "transferOptions": {
                "deleteObjectsUniqueInSink": True, "deleteObjectsFromSourceAfterTransfer": True}}},
            "What is deleted from the source cannot be missed in the sink",
        ),
    ],
)  # fmt: skip
def test_a_job_that_google_refuses(change: dict[str, Any], text: str) -> None:
    assert text in prepared().refusal(JOB, **{**SOUND, **change})


def test_the_service_agent_is_the_projects() -> None:
    cloud = Cloud()
    found = INVOKES[AGENT](cloud.call(AGENT, {"project": PROJECT}))

    assert found["member"] == f"serviceAccount:{agent(PROJECT)}"
    assert INVOKES[AGENT](cloud.call(AGENT, {}))["email"] == agent(PROJECT)


def test_unknown_values_are_never_wrong() -> None:
    assert Cloud().wrong(JOB, description="a", transferSpec=UNKNOWN, schedule=UNKNOWN) == []
