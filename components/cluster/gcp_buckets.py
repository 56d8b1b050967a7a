"""Object storage beside a GKE cluster: Cloud Storage buckets, versioned, closed to the public, and copied where that is asked."""

import hashlib
from dataclasses import dataclass, replace
from typing import Self

import pulumi
import pulumi_gcp as gcp

from components.cluster.copies import copy_name
from components.cluster.gcp_bucket_transfer import transfer
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

    cluster: its name. region: where the objects are, beside the cluster. protect: against deletion by Pulumi; without it a bucket
    goes with all that is in it, or a staging stack could not be destroyed. opts: the provider, and the parent for whoever gives
    none. partner: of the cluster whose region has the copies.
    """

    cluster: str
    project: str
    region: str
    protect: bool
    opts: pulumi.ResourceOptions
    partner: "Buckets | None" = None

    def copied_to(self, partner: Self) -> Self:
        """The same, with a copy of each bucket in the partner's region and project, by the partner's own provider."""
        return replace(self, partner=partner)

    def __call__(
        self,
        name: str,
        expire_days: int | None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        apart: str = "",
    ) -> BucketHandle:
        """Make a bucket, and its copy."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        bucket = self._create(name, expire_days, own)
        copy = None
        if self.partner:
            there = pulumi.ResourceOptions.merge(self.partner.opts, opts)
            # When this cluster is given up with its region, its copies must not go with it.
            kept = pulumi.ResourceOptions.merge(there, pulumi.ResourceOptions(retain_on_delete=self.protect))
            called = copy_name(self.partner.cluster, name)
            other = replace(self.partner, protect=self.protect)._create(called, expire_days, kept)
            transfer(self.project, (name, bucket, own), (called, other, there), apart)
            copy = BucketHandle(name=other.name, reference=other.name)
        return BucketHandle(name=bucket.name, reference=bucket.name, copy=copy)

    def _create(self, name: str, expire_days: int | None, opts: pulumi.ResourceOptions) -> gcp.storage.Bucket:
        """A bucket.

        Encrypted with Google's own keys: there is then no key whose deletion, with the cluster it belonged to, would take
        the backups with it. Cloud Storage answers over TLS only where a client asks for it; rclone always does.
        """
        return gcp.storage.Bucket(
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
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=self.protect)),
        )
