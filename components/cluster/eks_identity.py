"""Identity of pods on EKS: one IAM role for one service account, allowed exactly its grants (CIS EKS 5.2.1).

How the pod gets the role's credentials differs: by Pod Identity (pod_identity.py) or by IRSA (irsa.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.eks_grants import statements
from components.cluster.iam import Role, Statement, document, role
from components.grants import Grant, Identity

KUBE_SYSTEM = "kube-system"


@dataclass(frozen=True)
class AddonIdentity:
    """What an EKS add-on is told of its role; only one of the two is given."""

    service_account_role_arn: pulumi.Output[str] | None = None
    pod_identity_associations: Sequence[aws.eks.AddonPodIdentityAssociationArgs] | None = None


@dataclass(frozen=True)
class PodRoles(ABC):
    """The IdentityFactory of one EKS cluster. opts: the AWS provider, and the parent for whoever gives none."""

    account: Account
    opts: pulumi.ResourceOptions

    @abstractmethod
    def trust(self, namespace: str, service_account: str) -> Statement:
        """Let one service account of the cluster act as a role, and no other."""

    @abstractmethod
    def addon(self, made: Role, service_account: str) -> AddonIdentity:
        """Let an add-on, which EKS installs, act as a role."""

    @abstractmethod
    def bind(
        self,
        name: str,
        namespace: str,
        service_account: str,
        made: Role,
        policy: aws.iam.RolePolicy | None,
        opts: pulumi.ResourceOptions,
    ) -> Identity:
        """Give the role to the service account; the pod has it, with its policy, from its beginning to its end."""

    def allow(
        self,
        name: str,
        namespace: str,
        service_account: str,
        allowed: Sequence[Statement],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Make an identity that may do what the statements say."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        made = role(name, self.trust(namespace, service_account), opts=own)
        policy = (
            aws.iam.RolePolicy(name, role=made.resource.name, policy=document(allowed), opts=own)
            if allowed
            else None
        )
        return self.bind(name, namespace, service_account, made, policy, own)

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Make an identity that may do what was granted."""
        return self.allow(name, namespace, service_account, statements(grants, self.account), opts)
