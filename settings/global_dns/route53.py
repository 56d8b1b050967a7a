"""Global names in Route 53."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from settings.global_dns.base import AnyGlobalDns
from settings.types import AwsAccount, IamPrincipal


class Route53(AnyGlobalDns):
    """zone: the id of a public hosted zone. account: whose it is. role, proving_role: of that account, for where it is not
    the clusters' own. Pulumi takes on the one, which writes names and their checks; cert-manager's controllers on EKS the other,
    which writes proofs and nothing else. Each must trust whoever takes it on, and nobody besides."""

    provider: Literal["route53"]
    zone: Annotated[
        str, Field(pattern=r"^Z[A-Z0-9]{1,31}$", description="a hosted zone's id such as Z0123456789ABC")
    ]
    account: AwsAccount
    role: IamPrincipal | None = None
    proving_role: IamPrincipal | None = None

    @model_validator(mode="after")
    def _whose_role(self) -> Self:
        for name, role in (("role", self.role), ("proving_role", self.proving_role)):
            if role and f"::{self.account}:role/" not in role:
                raise ValueError(f"expected {name} to be a role of the account {self.account}, got {role}")
        if self.proving_role and self.proving_role == self.role:
            raise ValueError(
                f"expected proving_role to be another one than role, got {self.role} for both: whoever may act as a pod of "
                "cert-manager could change every name in the zone"
            )
        return self
