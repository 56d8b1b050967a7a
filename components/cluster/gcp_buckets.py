"""Object storage beside a GKE cluster: Cloud Storage buckets, versioned and closed to the public."""

import hashlib
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from components.grants import BucketHandle

NONCURRENT_DAYS = 30
ABORT_DAYS = 7
SOFT_DELETE_SECONDS = 7 * 24 * 3600


def lifecycle(expire_days: int | None) -> list[gcp.storage.BucketLifecycleRuleArgs]:
    """What Cloud Storage clears away: expired objects, versions replaced 30 days ago, uploads broken off 7 days ago.

    An object that expires becomes a replaced version first: it is gone for good 30 days later.
    """
    rules = [
        _rule(
            "Delete",
            gcp.storage.BucketLifecycleRuleConditionArgs(
                days_since_noncurrent_time=NONCURRENT_DAYS, with_state="ARCHIVED"
            ),
        ),
        _rule("AbortIncompleteMultipartUpload", gcp.storage.BucketLifecycleRuleConditionArgs(age=ABORT_DAYS)),
    ]
    if expire_days is not None:
        expired = gcp.storage.BucketLifecycleRuleConditionArgs(age=expire_days, with_state="LIVE")
        rules.insert(0, _rule("Delete", expired))
    return rules


def _rule(
    action: str, condition: gcp.storage.BucketLifecycleRuleConditionArgs
) -> gcp.storage.BucketLifecycleRuleArgs:
    return gcp.storage.BucketLifecycleRuleArgs(
        action=gcp.storage.BucketLifecycleRuleActionArgs(type=action), condition=condition
    )


def given_name(project: str, name: str) -> str | None:
    """A name for a bucket whose own one Cloud Storage would refuse; None leaves it to Pulumi, which adds a random end.

    It takes none with its owner's name in it (Cloud Storage, "Bucket naming requirements"). The digest tells stacks and
    projects apart instead.
    """
    if "google" not in name and not name.startswith("goog"):
        return None
    digest = hashlib.sha256(f"{project}/{pulumi.get_stack()}/{name}".encode()).hexdigest()[:10]
    return f"{name.replace('google', 'gcp').replace('goog', 'gcp')[:52]}-{digest}"


@dataclass(frozen=True)
class Buckets:
    """The BucketFactory of one GKE cluster.

    region: where the objects are, beside the cluster. protect: against deletion by Pulumi; without it a bucket goes with
    all that is in it, or a staging stack could not be destroyed. opts: the provider, and the parent for whoever gives none.
    """

    project: str
    region: str
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(
        self, name: str, expire_days: int | None, opts: pulumi.ResourceOptions | None = None
    ) -> BucketHandle:
        """Make a bucket.

        Encrypted with Google's own keys: there is then no key whose deletion, with the cluster it belonged to, would take
        the backups with it. Cloud Storage answers over TLS only where a client asks for it; rclone always does.
        """
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        bucket = gcp.storage.Bucket(
            name,
            name=given_name(self.project, name),
            project=self.project,
            location=self.region.upper(),
            storage_class="STANDARD",
            # IAM alone decides, not each object's own list (CIS GCP 5.2), and never for everyone (CIS GCP 5.1).
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            versioning=gcp.storage.BucketVersioningArgs(enabled=True),
            # Even a deleted version can be had back for a week.
            soft_delete_policy=gcp.storage.BucketSoftDeletePolicyArgs(
                retention_duration_seconds=SOFT_DELETE_SECONDS
            ),
            lifecycle_rules=lifecycle(expire_days),
            force_destroy=not self.protect,
            opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(protect=self.protect)),
        )
        return BucketHandle(name=bucket.name, reference=bucket.name)
