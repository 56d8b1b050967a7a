"""S3: buckets and what hangs on them, under the tokens of pulumi-aws 7 and their V2 predecessors.

Names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. Replacement follows the ForceNew marks
of terraform-provider-aws 6.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from rehearsal.simulation.aws.account import arn, dns_suffix, region
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.policies import document
from rehearsal.simulation.aws.resource import Reference, aws, named, one_of
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, nothing_wrong

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
DEFAULT_ENCRYPTION = "rules.applyServerSideEncryptionByDefault"
NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]")
RESERVED = ("xn--", "sthree-", "amzn-s3-demo-", "-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
"""The first three may not begin a name, the others may not end one."""


def name_of(call: Call) -> str:
    """The bucket's physical name."""
    return named(call, "bucketPrefix", "bucket")


def bucket_check(inputs: Properties) -> Iterator[Failure]:
    """The rules for bucket names."""
    name = inputs.get("bucket")
    if not isinstance(name, str):
        return
    address = re.fullmatch(r"\d+\.\d+\.\d+\.\d+", name)
    reserved = name.startswith(RESERVED[:3]) or name.endswith(RESERVED[3:])
    if not NAME.fullmatch(name) or ".." in name or address or reserved:
        yield Failure(
            "bucket",
            f"InvalidBucketName: {name!r} is not 3 to 63 small letters, digits, dots and hyphens, or is reserved",
        )


def live_bucket(call: Call, name: str) -> bool:
    """Whether there is a bucket of that name, of either type and in any account."""
    return any(call.world.anywhere(type_, name) for type_ in BUCKETS)


def bucket_refuse(call: Call) -> None:
    """Bucket names are unique in the world."""
    name = name_of(call)
    if not call.id and live_bucket(call, name):
        raise Refused("BucketAlreadyExists", f"the bucket {name!r} already exists")


def bucket_answer(call: Call, id_: str) -> Properties:
    """The bucket with its domain names."""
    return {
        "arn": arn(call, "s3", id_, regional=False, owned=False),
        "bucket": id_,
        "bucketDomainName": f"{id_}.s3.{dns_suffix(region(call))}",
        "bucketRegion": region(call),
        "bucketRegionalDomainName": f"{id_}.s3.{region(call)}.{dns_suffix(region(call))}",
        "hostedZoneId": "Z0000000000000000000",
        "forceDestroy": call.inputs.get("forceDestroy", False),
    }


def bucket_exists(call: Call) -> None:
    """A setting belongs to a live bucket of either type."""
    for key in ("bucket", "targetBucket"):
        name = call.inputs.get(key)
        if isinstance(name, str) and not live_bucket(call, name):
            raise Refused("NoSuchBucket", f"{key}: the bucket {name!r} does not exist")


def encryption_check(inputs: Properties) -> Iterator[Failure]:
    """The algorithms S3 has."""
    path = f"{DEFAULT_ENCRYPTION}.sseAlgorithm"
    yield from one_of(inputs, path, ("AES256", "aws:kms", "aws:kms:dsse"), "MalformedXML")


def lifecycle_check(inputs: Properties) -> Iterator[Failure]:
    """Rules have an id of their own, a status, something to do, and whole days."""
    rules = [rule for rule in values(inputs, "rules") if isinstance(rule, Mapping)]
    ids = [rule.get("id") for rule in rules]
    if len(ids) != len(set(map(str, ids))):
        yield Failure("rules.id", "InvalidArgument: two lifecycle rules have the same id")
    yield from one_of(inputs, "rules.status", ("Enabled", "Disabled"), "MalformedXML")
    actions = {
        "abortIncompleteMultipartUpload",
        "expiration",
        "noncurrentVersionExpiration",
        "noncurrentVersionTransitions",
        "transitions",
    }
    for rule in rules:
        if not actions & set(rule):
            yield Failure("rules", f"InvalidRequest: the lifecycle rule {rule.get('id')!r} does nothing")
    for path in (
        "rules.expiration.days",
        "rules.noncurrentVersionExpiration.noncurrentDays",
        "rules.transitions.days",
    ):
        for days in values(inputs, path):
            if isinstance(days, int) and days < 1:
                yield Failure(path, f"InvalidArgument: {days} days, at least 1 is expected")


def setting(
    check: Callable[[Properties], Iterable[Failure]] = nothing_wrong, *required: str, owned: bool = True
) -> Kind:
    """A setting of one bucket: its id is the bucket's."""
    return aws(
        lambda call: str(call.inputs.get("bucket")),
        lambda call, id_: {"policy": text(call.inputs["policy"])} if "policy" in call.inputs else {},
        references=(Reference(f"{DEFAULT_ENCRYPTION}.kmsMasterKeyId", "aws:kms/key:Key", "KMS.NotFoundException", "arn"),),
        check=check, refuse=bucket_exists, required=("bucket", *required),
        replaces=("bucket", "expectedBucketOwner") if owned else ("bucket",),
    )  # fmt: skip


def statuses(inputs: Properties) -> Iterable[Failure]:
    """The states of versioning."""
    return one_of(
        inputs, "versioningConfiguration.status", ("Enabled", "Suspended", "Disabled"), "MalformedXML"
    )


def ownerships(inputs: Properties) -> Iterable[Failure]:
    """Who may own objects."""
    return one_of(
        inputs,
        "rule.objectOwnership",
        ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"),
        "MalformedXML",
    )


def policies(inputs: Properties) -> Iterable[Failure]:
    """What is wrong with a bucket's policy."""
    return document("policy", inputs.get("policy"), "resource")


BUCKET = aws(
    name_of, bucket_answer, check=bucket_check, refuse=bucket_refuse, autoname="bucket",
    replaces=("bucket", "bucketPrefix", "objectLockEnabled"),
)  # fmt: skip
SETTINGS: Mapping[str, Kind] = {
    "Versioning": setting(statuses, "versioningConfiguration"),
    "ServerSideEncryptionConfiguration": setting(encryption_check, "rules"),
    "LifecycleConfiguration": setting(lifecycle_check),
    "Logging": setting(nothing_wrong, "targetBucket", "targetPrefix"),
}
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(BUCKETS, BUCKET),
    **{
        f"aws:s3/bucket{name}{v2}:Bucket{name}{v2}": kind
        for name, kind in SETTINGS.items()
        for v2 in ("", "V2")
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting(owned=False),
    "aws:s3/bucketPolicy:BucketPolicy": setting(policies, "policy", owned=False),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting(ownerships, "rule", owned=False),
}
