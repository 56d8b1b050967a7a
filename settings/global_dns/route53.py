"""Global names in Route 53."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from settings.global_dns.base import AnyGlobalDns
from settings.types import AwsAccount, IamPrincipal


class Route53(AnyGlobalDns):
    """zone: the id of a public hosted zone. account: whose it is. role: of that account, which Pulumi and cert-manager's
    controllers take on where it is not the clusters' own account; it must trust them."""

    provider: Literal["route53"]
    zone: Annotated[
        str, Field(pattern=r"^Z[A-Z0-9]{1,31}$", description="a hosted zone's id such as Z0123456789ABC")
    ]
    account: AwsAccount
    role: IamPrincipal | None = None

    @model_validator(mode="after")
    def _whose_role(self) -> Self:
        if self.role and f"::{self.account}:role/" not in self.role:
            raise ValueError(f"expected role to be a role of the account {self.account}, got {self.role}")
        return self
