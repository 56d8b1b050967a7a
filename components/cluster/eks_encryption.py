"""The KMS key of an EKS cluster: it encrypts Kubernetes secrets and the cluster's logs."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.iam import Statement, document

# What managing a key takes, without what using it takes: no encryption or decryption, and no CreateGrant, which would give
# that to others.
ADMINISTER = (
    *("DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus"),
    *("ListGrants", "ListKeyPolicies", "ListKeyRotations", "ListResourceTags"),
    *("PutKeyPolicy", "UpdateKeyDescription", "TagResource", "UntagResource"),
    *("CreateAlias", "UpdateAlias", "DeleteAlias", "RevokeGrant"),
    *("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand"),
    *("EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"),
)
_SECRETS = ("Encrypt", "Decrypt", "DescribeKey", "ListGrants")
LOGS = (
    *("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"),
    *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "DescribeKey"),
)


def key_policy(
    account: Account, cluster_role: pulumi.Input[str], log_groups: Sequence[str]
) -> list[Statement]:
    """Who may do what with the key. cluster_role: an ARN; log_groups: the names of the groups it encrypts.

    The account's administrators manage the key, as far as IAM lets them, and cannot read what it encrypts. The cluster
    uses it for secrets, CloudWatch Logs for these log groups only (Amazon CloudWatch Logs User Guide, "Encrypt log data
    using AWS KMS"). CreateGrant, because EKS makes its own grant with the permissions of whoever creates the cluster.
    """
    groups = [account.arn("logs", f"log-group:{group}") for group in log_groups]
    return [
        allow("Administer", {"AWS": account.root}, (*ADMINISTER, "CreateGrant")),
        allow("KubernetesSecrets", {"AWS": cluster_role}, _SECRETS),
        {
            **allow("Logs", {"Service": f"logs.{account.region}.{account.domain}"}, LOGS),
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": groups}},
        },
    ]


def allow(sid: str, principal: Mapping[str, pulumi.Input[str]], actions: Sequence[str]) -> Statement:
    """A statement of a key's policy. actions: of KMS, without its prefix."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": [f"kms:{action}" for action in actions],
        "Resource": "*",  # in a key's policy, the key itself
    }


def create_key(
    name: str, cluster_name: str, policy: Sequence[Statement], protect: bool, opts: pulumi.ResourceOptions
) -> aws.kms.Key:
    """Make the key, rotated yearly (CIS AWS 3.6), and its alias, named after the cluster.

    A key set to be deleted can be saved for 30 days, the longest that KMS offers: without it every secret of the
    cluster is lost.
    """
    key = aws.kms.Key(
        name,
        description=f"Kubernetes secrets and logs of {cluster_name}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=document(policy),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=protect)),
    )
    aws.kms.Alias(name, name=f"alias/{cluster_name}", target_key_id=key.key_id, opts=opts)
    return key
