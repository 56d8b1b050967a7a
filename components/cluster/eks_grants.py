"""What a grant means on AWS: the statements of an IAM policy."""

from collections.abc import Sequence

import pulumi

from components.cluster.account import Account
from components.cluster.iam import Statement
from components.grants import EditDnsZone, FindDnsZones, Grant, ReadBucket, ReadSecrets, UseBucket


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
        case EditDnsZone(zone=zone):
            return [
                _allow(
                    ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
                    pulumi.Output.concat(f"arn:{account.partition}:route53:::hostedzone/", zone),
                ),
                # cert-manager asks whether its own change has reached every name server; a change tells only that.
                _allow(["route53:GetChange"], f"arn:{account.partition}:route53:::change/*"),
            ]
        case FindDnsZones():
            # A list that IAM cannot limit to one zone (Service Authorization Reference, Amazon Route 53). It shows names, and
            # changes nothing. cert-manager needs none: its issuers name the zone by its id.
            return [_allow(["route53:ListHostedZones", "route53:ListHostedZonesByName"], "*")]


def _allow(actions: list[str], resource: pulumi.Input[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}
