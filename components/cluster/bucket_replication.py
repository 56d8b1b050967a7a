"""How what an S3 bucket holds gets into its copy in another region: the replication rule, and the role that S3 acts as.

Replication is asynchronous. S3 User Guide, "Replicating objects within and across Regions": most objects are there within 15
minutes, which nobody promises without Replication Time Control, at a price for each GB. What was in the bucket before the rule is
not replicated; S3 Batch Replication brings it over, once (docs/data.md).
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.cluster.iam import Statement, document, role, service_trust


def statements(source: pulumi.Input[str], copy: pulumi.Input[str]) -> list[Statement]:
    """What S3 may do as the role: read the versions of one bucket, write replicas into one other (S3 User Guide, "Setting up
    permissions for live replication"). Both are ARNs."""
    return [
        _allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], source),
        _allow(
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            pulumi.Output.concat(source, "/*"),
        ),
        _allow(
            ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            pulumi.Output.concat(copy, "/*"),
        ),
    ]


def _allow(actions: list[str], resource: pulumi.Input[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def rule(copy: pulumi.Input[str]) -> aws.s3.BucketReplicationConfigRuleArgs:
    """Everything, and that something was deleted too: a backup that has expired must not stay in the copy for ever.

    A deletion is a marker there as well, so that what was deleted by mistake can be had back in both. That a version was removed
    for good is never replicated. metrics: how far the copy is behind, in CloudWatch.
    """
    return aws.s3.BucketReplicationConfigRuleArgs(
        id="copy",
        status="Enabled",
        priority=0,
        filter=aws.s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
        delete_marker_replication=aws.s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(
            status="Enabled"
        ),
        destination=aws.s3.BucketReplicationConfigRuleDestinationArgs(
            bucket=copy,
            storage_class="STANDARD",
            metrics=aws.s3.BucketReplicationConfigRuleDestinationMetricsArgs(status="Enabled"),
        ),
    )


def replicate(
    name: str,
    source: aws.s3.Bucket,
    copy: aws.s3.Bucket,
    versions: Sequence[pulumi.Resource],
    opts: pulumi.ResourceOptions,
) -> None:
    """Keep the copy like the source. versions: of both buckets, without which S3 refuses the rule.

    The role trusts S3 by its name alone, as S3's own guide has it: no document says that S3 tells for which bucket it acts, and
    a condition on what it does not tell would stop it. Nobody of another account can put the role to use: that takes
    iam:PassRole, which ends at the account.
    """
    own = f"{name}-copy"
    acting = role(own, service_trust("s3.amazonaws.com"), opts=opts)
    allowed = aws.iam.RolePolicy(
        own, role=acting.resource.name, policy=document(statements(source.arn, copy.arn)), opts=opts
    )
    aws.s3.BucketReplicationConfig(
        name,
        bucket=source.id,
        role=acting.arn,
        rules=[rule(copy.arn)],
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[allowed, *versions])),
    )
