"""The role as which a cluster of another cloud proves names in Route 53, in the account of the zone."""

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.eks_grants import statements
from components.cluster.federation import CERT_MANAGER, REGION
from components.cluster.iam import document, role
from components.cluster.irsa import AUDIENCE, trust
from components.grants import ProveNames
from components.naming import tags
from settings.global_dns.route53 import Route53


def names_role(
    name: str, issuer: pulumi.Input[str], zone: Route53, parent: pulumi.Resource
) -> pulumi.Output[str]:
    """The ARN of a role that the tokens of cert-manager's service account on the cluster may act as, and no other's.

    Through the policy, so that whoever is told of the role may do what it is for.
    """
    provider = aws.Provider(
        f"{name}-names-aws",
        region=REGION,
        allowed_account_ids=[zone.account],
        assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=zone.role)] if zone.role else None,
        default_tags=aws.ProviderDefaultTagsArgs(tags=tags(name)),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    opts = pulumi.ResourceOptions(parent=parent, provider=provider)
    oidc = aws.iam.OpenIdConnectProvider(f"{name}-names", url=issuer, client_id_lists=[AUDIENCE], opts=opts)
    host = pulumi.Output.from_input(issuer).apply(lambda url: url.removeprefix("https://"))
    made = role(f"{name}-names", trust(oidc.arn, host, CERT_MANAGER, CERT_MANAGER), opts=opts)
    policy = aws.iam.RolePolicy(
        f"{name}-names",
        role=made.resource.name,
        policy=document(statements([ProveNames(zone.zone)], Account(zone.account, REGION))),
        opts=opts,
    )
    return pulumi.Output.all(made.arn, policy.id).apply(lambda both: str(both[0]))
