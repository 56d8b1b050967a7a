"""S3 replication: the rules by which what a bucket holds is copied into another.

Rules: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html and
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html.
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import account
from rehearsal.simulation.aws.iam import ROLE
from rehearsal.simulation.aws.policies import allows
from rehearsal.simulation.aws.resource import Reference, aws, lookup, one_of
from rehearsal.simulation.aws.s3 import bucket_exists, live_bucket
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
VERSIONING = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
DESTINATION = "rules.destination.bucket"
BUCKET_ARN = re.compile(r"arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
SERVICE = "s3.amazonaws.com"


def check(inputs: Properties) -> Iterator[Failure]:
    """Rules with an id of their own and a status, which say what becomes of deletions, and where to."""
    for path in ("rules.status", "rules.deleteMarkerReplication.status", "rules.destination.metrics.status"):
        yield from one_of(inputs, path, ("Enabled", "Disabled"), "MalformedXML")
    rules = [rule for rule in values(inputs, "rules") if isinstance(rule, Mapping)]
    ids = [str(rule["id"]) for rule in rules if rule.get("id") is not None]
    if len(ids) != len(set(ids)):
        yield Failure("rules.id", "InvalidArgument: two replication rules have the same id")
    for rule in rules:
        if rule.get("filter") is not None and rule.get("deleteMarkerReplication") is None:
            reason = (
                "DeleteMarkerReplication must be specified for this version of the schema, which has a filter"
            )
            yield Failure("rules.deleteMarkerReplication", f"InvalidRequest: {reason}")
    for arn in texts(inputs, DESTINATION):
        if not BUCKET_ARN.fullmatch(arn):
            yield Failure(DESTINATION, f"InvalidArgument: {arn!r} is not the ARN of a bucket")


def versioned(call: Call, bucket: str) -> bool:
    """Whether versions of a bucket's objects are kept."""
    found = [call.world.get(type_, bucket, account(call.provider)) for type_ in VERSIONING]
    return any(one and "Enabled" in texts(one.inputs, "versioningConfiguration.status") for one in found)


def refuse(call: Call) -> None:
    """Both buckets exist and keep versions, and S3 may act as the role."""
    bucket_exists(call)
    if not versioned(call, str(call.inputs.get("bucket"))):
        reason = "Versioning must be 'Enabled' on the bucket to apply a replication configuration"
        raise Refused("InvalidRequest", f"bucket: {reason}")
    for arn in texts(call.inputs, DESTINATION):
        name = arn.rpartition(":")[2]
        if not live_bucket(call, name):
            raise Refused(
                "InvalidRequest", f"{DESTINATION}: Destination bucket must exist, and {name!r} does not"
            )
        if not versioned(call, name):
            raise Refused(
                "InvalidRequest", f"{DESTINATION}: Destination bucket {name!r} must have versioning enabled"
            )
    for arn in texts(call.inputs, "role"):
        role = lookup(call, ROLE, arn, "arn")
        if role and not allows(role.inputs.get("assumeRolePolicy"), "Service", SERVICE, "sts:AssumeRole"):
            raise Refused(
                "InvalidRequest", f"role: {arn} does not trust {SERVICE}, so that nothing would be replicated"
            )


KINDS: Mapping[str, Kind] = {
    REPLICATION: aws(
        lambda call: str(call.inputs.get("bucket")), lambda call, id_: {},
        references=(Reference("role", ROLE, "InvalidArgument", "arn"),),
        check=check, refuse=refuse, required=("bucket", "role", "rules"), replaces=("bucket",),
    ),
}  # fmt: skip
