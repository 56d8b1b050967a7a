"""IAM roles for service accounts (IRSA): IAM trusts the tokens that Kubernetes gives to pods.

It needs nothing on the nodes, and an OpenID Connect provider in IAM for each cluster. Role and service account name each
other: the role in its trust, the service account in an annotation.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.eks_identity import AddonIdentity, PodRoles
from components.cluster.iam import Role, Statement
from components.grants import Identity

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


@dataclass(frozen=True)
class Irsa(PodRoles):
    """The IdentityFactory of one EKS cluster. provider_arn, issuer: its OIDC provider in IAM, its issuer without https://."""

    provider_arn: pulumi.Output[str]
    issuer: pulumi.Output[str]

    def trust(self, namespace: str, service_account: str) -> Statement:
        """By the token's subject and audience."""
        return trust(self.provider_arn, self.issuer, namespace, service_account)

    def addon(self, made: Role, service_account: str) -> AddonIdentity:
        """EKS annotates the add-on's service account itself."""
        return AddonIdentity(service_account_role_arn=made.arn)

    def bind(
        self,
        name: str,
        namespace: str,
        service_account: str,
        made: Role,
        policy: aws.iam.RolePolicy | None,
        opts: pulumi.ResourceOptions,
    ) -> Identity:
        """By annotation. Through the policy, so that a pod starts with its permissions and keeps them until it has stopped."""
        arn = made.arn
        if policy:
            arn = pulumi.Output.all(made.arn, policy.id).apply(lambda both: str(both[0]))
        return Identity(annotations={"eks.amazonaws.com/role-arn": arn})


def irsa(name: str, account: Account, plane: aws.eks.Cluster, opts: pulumi.ResourceOptions) -> Irsa:
    """Let IAM trust the tokens of the cluster's service accounts. No thumbprints: IAM takes the issuer's authority itself."""
    issuer = plane.identities[0].oidcs[0].issuer.apply(str)
    oidc = aws.iam.OpenIdConnectProvider(f"{name}-oidc", url=issuer, client_id_lists=[AUDIENCE], opts=opts)
    return Irsa(account, opts, oidc.arn, issuer.apply(lambda url: url.removeprefix("https://")))
