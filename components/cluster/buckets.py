"""Object storage beside an EKS cluster: S3 buckets, encrypted, versioned, closed to the public, and copied where asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import pulumi
import pulumi_aws as aws

from components.cluster.account import prefix
from components.cluster.bucket_replication import replicate
from components.cluster.copies import copy_name
from components.cluster.iam import Statement, document
from components.grants import BucketHandle

NONCURRENT_DAYS = 30
ABORT_DAYS = 7
BUCKET_PREFIX = 37  # a bucket's name has 63 characters, 26 of them the provider's suffix


def lifecycle(expire_days: int | None) -> list[aws.s3.BucketLifecycleConfigurationRuleArgs]:
    """What S3 clears away by itself: expired objects, versions replaced 30 days ago, uploads broken off 7 days ago.

    Without an expiry, markers of deleted objects go once nothing is left beneath them; with one, S3 does that itself.
    """
    expiration = (
        aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(expired_object_delete_marker=True)
        if expire_days is None
        else aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=expire_days)
    )
    return [
        aws.s3.BucketLifecycleConfigurationRuleArgs(
            id="tidy",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            expiration=expiration,
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=NONCURRENT_DAYS
            ),
            abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_DAYS
            ),
        )
    ]


def transport_policy(bucket_arn: pulumi.Input[str]) -> list[Statement]:
    """Refuse every request that is not TLS 1.2 or newer (Security Hub S3.5)."""
    refuse = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
    }
    return [
        {"Sid": "OnlyTls", **refuse, "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {"Sid": "OnlyCurrentTls", **refuse, "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}},
    ]


@dataclass(frozen=True)
class Buckets:
    """The BucketFactory of one EKS cluster.

    cluster: its name. protect: against deletion by Pulumi; without it a bucket goes with all that is in it, or a staging stack
    could not be destroyed. opts: the AWS provider, and the parent for whoever gives none. partner: of the cluster whose region
    has the copies.
    """

    cluster: str
    protect: bool
    opts: pulumi.ResourceOptions
    partner: "Buckets | None" = None

    def copied_to(self, partner: Self) -> Self:
        """The same, with a copy of each bucket in the partner's region, by the partner's own provider: it can still be reached
        and changed there when this region is lost."""
        return replace(self, partner=partner)

    def __call__(
        self,
        name: str,
        expire_days: int | None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        apart: str = "",
    ) -> BucketHandle:
        """Make a bucket, and its copy. apart: anywhere, for S3 removes from a copy what was removed from the original alone."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        bucket, versions = _create(name, expire_days, self.protect, own)
        copy = None
        if self.partner:
            there = pulumi.ResourceOptions.merge(self.partner.opts, opts)
            # When this cluster is given up with its region, its copies must not go with it.
            there = pulumi.ResourceOptions.merge(there, pulumi.ResourceOptions(retain_on_delete=self.protect))
            called = copy_name(self.partner.cluster, name)
            other, others = _create(called, expire_days, self.protect, there)
            replicate(name, bucket, other, [versions, others], own)
            copy = BucketHandle(name=other.bucket, reference=other.arn)
        return BucketHandle(name=bucket.bucket, reference=bucket.arn, copy=copy)


def _create(
    name: str, expire_days: int | None, protect: bool, opts: pulumi.ResourceOptions
) -> tuple[aws.s3.Bucket, aws.s3.BucketVersioning]:
    """A bucket with its settings."""
    bucket = aws.s3.Bucket(
        name,
        bucket_prefix=prefix(name, BUCKET_PREFIX),
        force_destroy=not protect,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=protect)),
    )
    versioning = aws.s3.BucketVersioning(
        name,
        bucket=bucket.id,
        versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        opts=opts,
    )
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=lifecycle(expire_days),
        # S3 takes the rule for noncurrent versions only as meant once there are versions.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versioning])),
    )
    _encrypt(name, bucket, opts)
    close(name, bucket, transport_policy(bucket.arn), opts)
    return bucket, versioning


def _encrypt(name: str, bucket: aws.s3.Bucket, opts: pulumi.ResourceOptions) -> None:
    """Encrypt with S3's own keys (SSE-S3).

    Not with a KMS key: an object's ETag then stays its MD5, by which rclone verifies what it uploaded, and there is no
    key whose deletion, with the cluster it belonged to, would take the backups with it.
    """
    aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                apply_server_side_encryption_by_default=(
                    aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                        sse_algorithm="AES256"
                    )
                )
            )
        ],
        opts=opts,
    )


def close(
    name: str, bucket: aws.s3.Bucket, policy: Sequence[Statement], opts: pulumi.ResourceOptions
) -> aws.s3.BucketPolicy:
    """Shut out the public (CIS AWS 2.1.4, Security Hub S3.8) and access lists (S3.12). policy: the bucket's, with
    `transport_policy` in it, which shuts out plain HTTP (S3.5)."""
    closed = aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketOwnershipControls(
        name,
        bucket=bucket.id,
        rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        opts=opts,
    )
    return aws.s3.BucketPolicy(
        name,
        bucket=bucket.id,
        policy=document(policy),
        # S3 refuses two changes of a bucket's access at once (OperationAborted).
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[closed])),
    )
