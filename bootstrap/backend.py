"""A place for state, made: what other stacks log in to, and what encrypts their secrets."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from bootstrap.place import AwsPlace, AzurePlace, GcpPlace


@dataclass(frozen=True)
class Backend:
    """login: the URL of `pulumi login`. secrets_provider: of `pulumi stack init --secrets-provider`. more: what else is to be
    known of it, by name. None of it is secret."""

    login: pulumi.Output[str]
    secrets_provider: pulumi.Output[str]
    more: Mapping[str, pulumi.Output[str]]

    @property
    def outputs(self) -> Mapping[str, pulumi.Output[str]]:
        """Of the stack: the two commands to use it by, and the rest."""
        return {
            "login": pulumi.Output.concat("pulumi login '", self.login, "'"),
            "init": pulumi.Output.concat(
                "pulumi stack init NAME --secrets-provider '", self.secrets_provider, "'"
            ),
            **self.more,
        }


def tags() -> dict[str, str]:
    """Of every resource, so that cost and ownership can be read off the bill; words that each cloud takes."""
    return {"groundwork-part": "state", "groundwork-stack": pulumi.get_stack(), "managed-by": "pulumi"}


def create(place: AwsPlace | GcpPlace | AzurePlace) -> Backend:
    """Make it. Only the SDK of its own cloud is loaded."""
    match place:
        case AwsPlace():
            from bootstrap.aws_state import AwsState

            return AwsState("state", place).backend
        case GcpPlace():
            from bootstrap.gcp_state import GcpState

            return GcpState("state", place).backend
        case AzurePlace():
            from bootstrap.azure_state import AzureState

            return AzureState("state", place).backend
