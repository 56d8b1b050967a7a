"""EKS Pod Identity: EKS tells an agent on each node which role a pod's service account has.

It needs the add-on eks-pod-identity-agent, and no OpenID Connect provider; a role's trust names no cluster's issuer, so it
outlives one. The service account carries no annotation, so nothing in Kubernetes says that the association comes first:
a pod that starts without it has no credentials until it starts again. Identity.ready says it.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.eks_identity import AddonIdentity, PodRoles
from components.cluster.iam import Role, Statement
from components.grants import Identity

# Where the agent answers a pod, on port 80 (Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent").
AGENT = "169.254.170.23"


def trust(cluster_arn: str, namespace: str, service_account: str) -> Statement:
    """Let one service account of one cluster act as the role, and no other's (CIS EKS 5.2.1).

    By the session tags that EKS puts onto every request (Amazon EKS User Guide, "Grant Pods access to AWS resources based
    on tags"): they say more than aws:SourceArn and aws:SourceAccount would, and the cluster's ARN holds both. Without them
    whoever may make associations on some other cluster of the account could take the role there.
    """
    return {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {
            "StringEquals": {
                "aws:RequestTag/eks-cluster-arn": cluster_arn,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": service_account,
            }
        },
    }


@dataclass(frozen=True)
class PodIdentity(PodRoles):
    """The IdentityFactory of one EKS cluster. physical: the cluster's name on AWS; cluster_name: the same, once it exists."""

    physical: str
    cluster_name: pulumi.Output[str]

    def trust(self, namespace: str, service_account: str) -> Statement:
        """By the tags of the session."""
        return trust(self.account.arn("eks", f"cluster/{self.physical}"), namespace, service_account)

    def addon(self, made: Role, service_account: str) -> AddonIdentity:
        """EKS makes the association with the add-on, before its pods."""
        association = aws.eks.AddonPodIdentityAssociationArgs(
            role_arn=made.arn, service_account=service_account
        )
        return AddonIdentity(pod_identity_associations=[association])

    def bind(
        self,
        name: str,
        namespace: str,
        service_account: str,
        made: Role,
        policy: aws.iam.RolePolicy | None,
        opts: pulumi.ResourceOptions,
    ) -> Identity:
        """By association, which comes after the policy and goes before it."""
        association = aws.eks.PodIdentityAssociation(
            name,
            cluster_name=self.cluster_name,
            namespace=namespace,
            service_account=service_account,
            role_arn=made.arn,
            opts=pulumi.ResourceOptions.merge(
                opts, pulumi.ResourceOptions(depends_on=[policy] if policy else [])
            ),
        )
        return Identity(ready=[association])
