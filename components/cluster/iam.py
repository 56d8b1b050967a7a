"""IAM roles and policy documents, the same way for services, nodes and pods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.cluster.account import prefix

ROLE_PREFIX = 38  # a role's name has 64 characters, 26 of them the provider's suffix

Statement = Mapping[str, Any]
"""One statement of a policy, as IAM writes it. Its values may be outputs."""


@dataclass(frozen=True)
class Role:
    """A role and the attachments of its managed policies.

    What acts as the role must depend on the attachments: nothing else says that they come before it and go after it.
    """

    resource: aws.iam.Role
    attachments: tuple[aws.iam.RolePolicyAttachment, ...]

    @property
    def arn(self) -> pulumi.Output[str]:
        """What others name the role by."""
        return self.resource.arn


def document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """A policy document as JSON text."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def service_trust(service: str, condition: Mapping[str, Any] | None = None) -> Statement:
    """Let an AWS service act as the role, where the condition holds."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {**statement, "Condition": condition} if condition else statement


def role(
    name: str, trust: Statement, *, managed: Mapping[str, str] | None = None, opts: pulumi.ResourceOptions
) -> Role:
    """Make a role. managed: short name -> ARN of each managed policy to attach."""
    resource = aws.iam.Role(
        name, name_prefix=prefix(name, ROLE_PREFIX), assume_role_policy=document([trust]), opts=opts
    )
    attachments = tuple(
        aws.iam.RolePolicyAttachment(f"{name}-{short}", role=resource.name, policy_arn=arn, opts=opts)
        for short, arn in (managed or {}).items()
    )
    return Role(resource, attachments)
