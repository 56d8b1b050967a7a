"""Identity of pods on EKS: one IAM role for one service account (IRSA), allowed exactly its grants."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.iam import Statement, document, role
from components.contracts import Grant, Identity, ReadSecrets, UseBucket

AUDIENCE = "sts.amazonaws.com"


def trust(
    provider_arn: pulumi.Input[str], issuer: pulumi.Input[str], namespace: str, service_account: str
) -> Statement:
    """Let the tokens of one service account act as the role, and no other's (CIS EKS 5.2.1).

    issuer: the cluster's OIDC issuer without https://. Both conditions are equalities: a pattern would let whoever may
    create a service account choose its way into the role.
    """
    claims = pulumi.Output.from_input(issuer).apply(
        lambda host: {
            f"{host}:sub": f"system:serviceaccount:{namespace}:{service_account}",
            f"{host}:aud": AUDIENCE,
        }
    )
    return {
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": claims},
    }


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


def _allow(actions: list[str], resource: pulumi.Input[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


@dataclass(frozen=True)
class Irsa:
    """The IdentityFactory of one EKS cluster.

    provider_arn, issuer: its OIDC provider in IAM, and its issuer without https://. opts: the AWS provider, and the
    parent for whoever gives none.
    """

    account: Account
    provider_arn: pulumi.Output[str]
    issuer: pulumi.Output[str]
    opts: pulumi.ResourceOptions

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Make the role, and say how the service account names it."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        resource = role(
            name, trust(self.provider_arn, self.issuer, namespace, service_account), opts=own
        ).resource
        arn = resource.arn
        if grants:
            policy = aws.iam.RolePolicy(
                name, role=resource.name, policy=document(statements(grants, self.account)), opts=own
            )
            # Through the policy, so that a pod starts with its permissions and keeps them until it has stopped.
            arn = pulumi.Output.all(resource.arn, policy.id).apply(lambda both: str(both[0]))
        return Identity(annotations={"eks.amazonaws.com/role-arn": arn})
