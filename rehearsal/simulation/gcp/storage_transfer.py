"""Storage Transfer Service: jobs that copy from bucket to bucket, by the clock.

Rules: https://cloud.google.com/storage-transfer/docs/reference/rest/v1/transferJobs and, for what its service agent needs,
https://cloud.google.com/storage-transfer/docs/iam-cloud.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.gcp.inputs import invalid, one_of, seconds
from rehearsal.simulation.gcp.resource import digest, gcp, number, project, scope
from rehearsal.simulation.gcp.storage import BUCKET, BUCKET_MEMBER
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

JOB = "gcp:storage/transferJob:TransferJob"
HOUR, YEAR = 3600, 366 * 24 * 3600
SPECS = ("transferSpec", "replicationSpec")
# What gives the permissions that are needed; legacyBucketReader and the like for storage.buckets.get.
READ, LOOK, WRITE = (
    {
        "roles/storage.objectViewer",
        "roles/storage.objectUser",
        "roles/storage.objectAdmin",
        "roles/storage.admin",
    },
    {"roles/storage.legacyBucketReader", "roles/storage.legacyBucketWriter", "roles/storage.admin"},
    {
        "roles/storage.legacyBucketWriter",
        "roles/storage.objectUser",
        "roles/storage.objectAdmin",
        "roles/storage.admin",
    },
)


def agent(project_id: str) -> str:
    """The service agent's address."""
    return f"project-{number(project_id)}@storage-transfer-service.iam.gserviceaccount.com"


def get_agent(call: Call) -> Properties:
    """The service agent, which exists from the first question on."""
    asked = call.inputs.get("project")
    name = asked if isinstance(asked, str) and asked else scope(call.provider)
    address = agent(name)
    return {
        "id": f"projects/{name}/serviceAccounts/{address}",
        "project": name,
        "email": address,
        "member": f"serviceAccount:{address}",
        "subjectId": str(int(number(name)) * 1_000_003),
    }


def check(inputs: Properties) -> Iterator[Failure]:
    """What to copy, and how often."""
    given = [name for name in SPECS if inputs.get(name) is not None]
    if len(given) != 1:
        yield invalid("transferSpec", given, "Exactly one of transferSpec and replicationSpec is required")
    yield from one_of(inputs, "status", ("ENABLED", "DISABLED", "DELETED"))
    yield from one_of(inputs, "transferSpec.transferOptions.overwriteWhen", ("DIFFERENT", "NEVER", "ALWAYS"))
    yield from seconds(inputs, "schedule.repeatInterval", HOUR, YEAR, "Must be at least one hour, 3600s")
    both = [
        one(inputs, f"transferSpec.transferOptions.{name}") is True
        for name in ("deleteObjectsUniqueInSink", "deleteObjectsFromSourceAfterTransfer")
    ]
    if all(both):
        yield invalid(
            "transferSpec.transferOptions",
            "both",
            "What is deleted from the source cannot be missed in the sink",
        )
    source, sink = (
        list(texts(inputs, f"transferSpec.{side}.bucketName")) for side in ("gcsDataSource", "gcsDataSink")
    )
    if source and source == sink:
        yield invalid("transferSpec.gcsDataSink.bucketName", sink[0], "The sink is the source")


def roles(call: Call, bucket: str) -> set[str]:
    """What the job's service agent may do with a bucket, of whichever project."""
    member = f"serviceAccount:{agent(project(call))}"
    return {
        str(one_.inputs.get("role"))
        for one_ in call.world
        if one_.type == BUCKET_MEMBER
        and (one_.inputs.get("bucket"), one_.inputs.get("member")) == (bucket, member)
    }


def refuse(call: Call) -> None:
    """Both buckets exist, and the service agent may read the one and write the other."""
    options: Any = one(call.inputs, "transferSpec.transferOptions", {})
    overwrites = isinstance(options, Mapping) and options.get("overwriteWhen") not in {"ALWAYS", UNKNOWN}
    for side, needed in (
        ("gcsDataSource", (READ, LOOK)),
        ("gcsDataSink", (WRITE, LOOK, *((READ,) if overwrites else ()))),
    ):
        for bucket in texts(call.inputs, f"transferSpec.{side}.bucketName"):
            if not call.world.anywhere(BUCKET, bucket):
                raise Refused(
                    "404 notFound", f"transferSpec.{side}.bucketName: The bucket '{bucket}' does not exist"
                )
            given = roles(call, bucket)
            if not all(given & some for some in needed):
                message = f"The service account {agent(project(call))} lacks permissions on the bucket '{bucket}', has {given}"
                raise Refused("400 failedPrecondition", message)


KINDS: Mapping[str, Kind] = {
    JOB: gcp(
        lambda call: f"{project(call)}/{call.inputs.get('name') or digest(call, 'job', 20)}",
        lambda call, id_: {
            "name": f"transferJobs/{id_.rpartition('/')[2]}", "status": call.inputs.get("status", "ENABLED"),
        },
        api="storagetransfer", check=check, refuse=refuse, required=("description",), replaces=("project", "name"),
    ),
}  # fmt: skip
