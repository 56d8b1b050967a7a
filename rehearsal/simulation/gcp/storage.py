"""Buckets of Cloud Storage.

Names: https://cloud.google.com/storage/docs/buckets#naming. Lifecycle: https://cloud.google.com/storage/docs/lifecycle.
Replacement follows the ForceNew marks of terraform-provider-google 7.
"""

import re
from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS
from rehearsal.simulation.gcp.iam import member
from rehearsal.simulation.gcp.inputs import invalid, one_of
from rehearsal.simulation.gcp.resource import Reference, gcp
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, words

BUCKET = "gcp:storage/bucket:Bucket"
BUCKET_MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")
WIDE = ("US", "EU", "ASIA", "EUR4", "NAM4")
CLASSES = ("STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "MULTI_REGIONAL", "REGIONAL")
ON_BUCKET = words(
    """
    storage.admin storage.legacyBucketReader storage.legacyBucketWriter storage.objectAdmin storage.objectCreator
    storage.objectUser storage.objectViewer
    """
)
WEEK, QUARTER = 7 * 24 * 3600, 90 * 24 * 3600


def check(inputs: Properties) -> Iterator[Failure]:
    """What a bucket's inputs alone show."""
    for text in texts(inputs, "name"):
        if not NAME.fullmatch(text) or text.startswith("goog") or "google" in text or ".." in text:
            yield invalid(
                "name",
                text,
                "Invalid bucket name: 3 to 63 small letters, digits, -, _ and dots, not Google's",
            )
    for text in texts(inputs, "location"):
        if text.upper() not in WIDE and text.lower() not in REGIONS:
            yield invalid("location", text, "The specified location constraint is not valid")
    yield from one_of(inputs, "storageClass", CLASSES)
    yield from one_of(inputs, "publicAccessPrevention", ("enforced", "inherited"))
    for kept in values(inputs, "softDeletePolicy.retentionDurationSeconds"):
        if isinstance(kept, (int, float)) and kept and not WEEK <= kept <= QUARTER:
            reason = "Must be 0, or from 7 to 90 days"
            yield invalid("softDeletePolicy.retentionDurationSeconds", kept, reason)
    yield from lifecycle_check(inputs)


def lifecycle_check(inputs: Properties) -> Iterator[Failure]:
    """Rules do something that Cloud Storage can do, when something is so."""
    path = "lifecycleRules"
    yield from one_of(
        inputs, f"{path}.action.type", ("Delete", "SetStorageClass", "AbortIncompleteMultipartUpload")
    )
    yield from one_of(inputs, f"{path}.condition.withState", ("LIVE", "ARCHIVED", "ANY"))
    for rule in values(inputs, path):
        if isinstance(rule, Mapping):
            condition = rule.get("condition")
            if isinstance(condition, Mapping) and not [
                value for value in condition.values() if value is not None
            ]:
                yield invalid(f"{path}.condition", condition, "At least one condition is required")
            if one(rule, "action.type") == "SetStorageClass" and one(rule, "action.storageClass") is None:
                yield invalid(f"{path}.action.storageClass", None, "SetStorageClass needs a class")


def refuse(call: Call) -> None:
    """Bucket names are unique in the world."""
    name = str(call.inputs.get("name"))
    if not call.id and call.world.anywhere(BUCKET, name):
        raise Refused("409 conflict", f"The requested bucket name '{name}' is not available")


KINDS: Mapping[str, Kind] = {
    BUCKET: gcp(
        lambda call: str(call.inputs.get("name")),
        lambda call, id_: {
            "url": f"gs://{id_}", "selfLink": f"https://www.googleapis.com/storage/v1/b/{id_}",
            "location": str(call.inputs.get("location")).upper(), "forceDestroy": call.inputs.get("forceDestroy", False),
        },
        api="storage", check=check, refuse=refuse, required=("location",), autoname="name",
        replaces=("name", "location", "project", "enableObjectRetention", "customPlacementConfig"),
    ),
    BUCKET_MEMBER: member("bucket", ON_BUCKET, Reference("bucket", BUCKET), api="storage"),
}  # fmt: skip
