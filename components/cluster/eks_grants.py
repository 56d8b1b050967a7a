"""What a grant means on AWS: the statements of an IAM policy."""

from collections.abc import Sequence

import pulumi

from components.cluster.account import Account
from components.cluster.iam import Statement
from components.grants import (
    EditDnsZone,
    FindDnsZones,
    Grant,
    ProveNames,
    ReadBucket,
    ReadSecrets,
    TakeRole,
    UseBucket,
    WriteFolder,
)

CHALLENGES = {
    "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"]
    },
    "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["TXT"]},
}
"""What a change may be of: the records that prove a name, and no other (Amazon Route 53 Developer Guide, "Using IAM policy
conditions for fine-grained access control")."""


def statements(grants: Sequence[Grant], account: Account) -> list[Statement]:
    """The policy statements for some grants: named actions on named resources, in the order of the grants.

    Secrets under a customer's own KMS key need kms:Decrypt besides, which no grant gives: the default key
    (aws/secretsmanager) needs nothing.
    """
    return [statement for grant in grants for statement in _statements(grant, account)]


def _statements(grant: Grant, account: Account) -> list[Statement]:
    match grant:
        case ReadSecrets(prefix=prefix):
            # External Secrets reads by name: listing, which cannot be limited to a prefix, is not needed for that.
            return [
                _allow(
                    ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                    account.arn("secretsmanager", f"secret:{prefix}*"),
                )
            ]
        case UseBucket(bucket=bucket):
            return [
                _allow(["s3:ListBucket", "s3:GetBucketLocation"], bucket.reference),
                _allow(
                    ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
                    pulumi.Output.concat(bucket.reference, "/*"),
                ),
            ]
        case ReadBucket(bucket=bucket):
            return [
                _allow(["s3:ListBucket", "s3:GetBucketLocation"], bucket.reference),
                _allow(["s3:GetObject"], pulumi.Output.concat(bucket.reference, "/*")),
            ]
        case WriteFolder(bucket=bucket, folder=folder):
            return [
                _allow(
                    ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
                    pulumi.Output.concat(bucket.reference, f"/{folder}*"),
                )
            ]
        case EditDnsZone(zone=zone):
            return [
                _allow(
                    ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
                    _hosted_zone(account, zone),
                ),
                _seen(account),
            ]
        case ProveNames(zone=zone):
            own = _hosted_zone(account, zone)
            return [
                {**_allow(["route53:ChangeResourceRecordSets"], own), "Condition": CHALLENGES},
                _allow(["route53:ListResourceRecordSets"], own),
                _seen(account),
            ]
        case TakeRole(role=role):
            # Pod Identity's tags go with a session into the next role (Amazon EKS User Guide, "Cross-account tags").
            return [_allow(["sts:AssumeRole", "sts:TagSession"], role)]
        case FindDnsZones():
            # A list that IAM cannot limit to one zone (Service Authorization Reference, Amazon Route 53). It shows names, and
            # changes nothing. cert-manager needs none: its issuers name the zone by its id.
            return [_allow(["route53:ListHostedZones", "route53:ListHostedZonesByName"], "*")]


def _hosted_zone(account: Account, zone: pulumi.Input[str]) -> pulumi.Output[str]:
    return pulumi.Output.concat(f"arn:{account.partition}:route53:::hostedzone/", zone)


def _seen(account: Account) -> Statement:
    """cert-manager asks whether its own change has reached every name server; a change tells only that."""
    return _allow(["route53:GetChange"], f"arn:{account.partition}:route53:::change/*")


def _allow(actions: list[str], resource: pulumi.Input[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}
