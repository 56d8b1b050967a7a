"""State on AWS: an S3 bucket, the KMS key that encrypts it and the secrets in it, and the policy of those who deploy.

Controls are cited by their ids in the CIS AWS Foundations Benchmark 3.0 ("CIS AWS") and AWS Security Hub.
"""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from bootstrap.backend import Backend, tags
from bootstrap.place import AwsPlace
from components.cluster.account import Account
from components.cluster.buckets import close, transport_policy
from components.cluster.eks_encryption import ADMINISTER
from components.cluster.iam import Statement, document
from components.naming import type_token

# Encrypt and Decrypt are the secrets provider's; GenerateDataKey and Decrypt are what S3 asks for on behalf of who writes and
# reads an object (docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html).
USE = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")
READ = ("kms:Decrypt",)
FOLDER = ".pulumi"
"""Where the engine puts everything in a bucket: state, history, backups, locks."""
LOG_DAYS = 365
ABORT_DAYS = 7


def key_policy(account: Account, deployers: Sequence[str], readers: Sequence[str] = ()) -> list[Statement]:
    """The account's administrators manage the key and cannot read what it encrypts; who deploys uses it, and no more."""
    administer = [f"kms:{action}" for action in ADMINISTER]
    # In a key's policy, "*" is the key itself.
    read = [_allow("Preview", READ, "*", {"AWS": list(readers)})] if readers else []
    return [
        _allow("Administer", administer, "*", {"AWS": account.root}),
        _allow("Deploy", USE, "*", {"AWS": list(deployers)}),
        *read,
    ]


def deploy_policy(bucket: pulumi.Input[str], key: pulumi.Input[str]) -> list[Statement]:
    """What the engine does with its bucket and its key, and nothing else. bucket, key: ARNs.

    List is of the whole bucket: without it S3 answers "forbidden" where the engine must hear "not there yet". Versions cannot
    be deleted, so whoever deploys can lose a state but not its history.
    """
    objects = pulumi.Output.concat(bucket, f"/{FOLDER}/*")
    return [
        _allow("FindState", ["s3:ListBucket"], bucket),
        _allow("KeepState", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], objects),
        _allow("UseKey", USE, key),
    ]


def preview_policy(bucket: pulumi.Input[str], key: pulumi.Input[str]) -> list[Statement]:
    """What a preview does with them: it takes no lock and writes nothing."""
    objects = pulumi.Output.concat(bucket, f"/{FOLDER}/*")
    return [
        _allow("FindState", ["s3:ListBucket"], bucket),
        _allow("ReadState", ["s3:GetObject"], objects),
        _allow("ReadSecrets", READ, key),
    ]


def delivery_policy(
    account: Account, bucket: pulumi.Input[str], source: pulumi.Input[str]
) -> list[Statement]:
    """Let S3 write the access logs of a bucket, source, into another (Amazon S3 User Guide, "Enabling server access logging")."""
    objects = pulumi.Output.concat(bucket, "/*")
    allow = _allow("Logs", ["s3:PutObject"], objects, {"Service": "logging.s3.amazonaws.com"})
    only = {"ArnLike": {"aws:SourceArn": source}, "StringEquals": {"aws:SourceAccount": account.id}}
    return [{**allow, "Condition": only}]


def _allow(
    sid: str, actions: Sequence[str], resource: pulumi.Input[str], principal: dict[str, Any] | None = None
) -> Statement:
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resource}
    return {**statement, "Principal": principal} if principal else statement


class AwsState(pulumi.ComponentResource):
    """Where the state of stacks on AWS is kept. backend: how they find it."""

    backend: Backend

    def __init__(self, name: str, place: AwsPlace, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(type_token("bootstrap", "Aws"), name, None, opts)
        self._name, self._place, self._account = name, place, Account(place.account, place.region)
        provider = aws.Provider(
            f"{name}-aws",
            region=place.region,
            allowed_account_ids=[place.account],
            default_tags=aws.ProviderDefaultTagsArgs(tags=tags()),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        key = self._key()
        bucket = self._bucket(name, place.bucket, _by_key(key.arn), lifecycle(place.history_days))
        logs = self._bucket(f"{name}-logs", f"{place.bucket}-logs", _BY_S3, lifecycle(1, LOG_DAYS))
        close(name, bucket, transport_policy(bucket.arn), self._opts)
        delivery = delivery_policy(self._account, logs.arn, bucket.arn)
        ready = close(f"{name}-logs", logs, [*delivery, *transport_policy(logs.arn)], self._opts)
        aws.s3.BucketLogging(
            name,
            bucket=bucket.id,
            target_bucket=logs.id,
            target_prefix="access/",
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=[ready])),
        )
        deploy = self._policy("deploy", place.bucket, deploy_policy(bucket.arn, key.arn))
        preview = self._policy("preview", place.bucket, preview_policy(bucket.arn, key.arn))
        where = f"?region={place.region}"
        self.backend = Backend(
            login=pulumi.Output.concat("s3://", bucket.bucket, where),
            secrets_provider=pulumi.Output.concat("awskms://alias/", place.key, where),
            more={"deploy_policy": deploy.arn, "preview_policy": preview.arn, "key": key.arn},
        )
        self.register_outputs(dict(self.backend.outputs))

    def _key(self) -> aws.kms.Key:
        """The key, rotated yearly (CIS AWS 3.6); one set to be deleted can be saved for 30 days, the longest that KMS offers."""
        key = aws.kms.Key(
            f"{self._name}-key",
            description="State of Pulumi, and the secrets in it",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(key_policy(self._account, self._place.deployers, self._place.readers)),
            opts=self._safe(),
        )
        alias = f"alias/{self._place.key}"
        aws.kms.Alias(f"{self._name}-key", name=alias, target_key_id=key.key_id, opts=self._opts)
        return key

    def _policy(self, whose: str, bucket: str, statements: Sequence[Statement]) -> aws.iam.Policy:
        """A policy to attach to the roles of a pipeline: who may act as them is not known here."""
        return aws.iam.Policy(
            f"{self._name}-{whose}",
            description=f"To {whose}: the states in {bucket}, and the key of their secrets",
            policy=document(statements),
            opts=self._opts,
        )

    def _safe(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(protect=self._place.protect))

    def _bucket(
        self,
        name: str,
        own_name: str,
        encryption: aws.s3.BucketServerSideEncryptionConfigurationRuleArgs,
        rule: aws.s3.BucketLifecycleConfigurationRuleArgs,
    ) -> aws.s3.Bucket:
        """A bucket, versioned and encrypted. own_name: as the world knows it. rule: what goes by itself."""
        bucket = aws.s3.Bucket(
            name, bucket=own_name, force_destroy=not self._place.protect, opts=self._safe()
        )
        versioning = aws.s3.BucketVersioning(
            name,
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self._opts,
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            name, bucket=bucket.id, rules=[encryption], opts=self._opts
        )
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket.id,
            rules=[rule],
            # S3 takes the rule for noncurrent versions only as meant once there are versions.
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=[versioning])),
        )
        return bucket


def lifecycle(
    history_days: int, expire_days: int | None = None
) -> aws.s3.BucketLifecycleConfigurationRuleArgs:
    """What S3 clears away by itself: versions that were replaced, uploads broken off, and with expire_days everything."""
    if expire_days is None:
        gone = aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(expired_object_delete_marker=True)
    else:
        gone = aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=expire_days)
    return aws.s3.BucketLifecycleConfigurationRuleArgs(
        id="tidy",
        status="Enabled",
        filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
        expiration=gone,
        noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
            noncurrent_days=history_days
        ),
        abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
            days_after_initiation=ABORT_DAYS
        ),
    )


def _encryption(
    algorithm: str, key: pulumi.Input[str] | None = None
) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgs:
    default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm=algorithm, kms_master_key_id=key
    )
    return aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
        apply_server_side_encryption_by_default=default, bucket_key_enabled=True if key else None
    )


def _by_key(key: pulumi.Input[str]) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgs:
    """By the key (Security Hub S3.17), through a data key of the bucket's own, so that KMS is not asked for each object."""
    return _encryption("aws:kms", key)


# S3 delivers logs into a bucket of its own encryption only; they hold names and addresses, no state.
_BY_S3 = _encryption("AES256")
