"""What a stack file may say about certificates."""

from typing import ClassVar, Literal

from pydantic import model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.types import EmailAddress


class CertManager(AddOn):
    """cert-manager and the issuers that applications' certificates come from.

    acme_email: where Let's Encrypt writes about its accounts. issuer: which of its two endpoints applications' certificates
    come from; staging's are untrusted but not rate-limited. issuers: existing, where another stack of this program has made both,
    with an account of its own.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.CERT_MANAGER,)

    acme_email: EmailAddress | None = None
    issuer: Literal["letsencrypt-staging", "letsencrypt-prod"] = "letsencrypt-prod"
    issuers: Literal["own", "existing"] = "own"

    @model_validator(mode="after")
    def _addressed(self) -> "CertManager":
        if self.issuers == "existing":
            if self.install != "existing":
                raise ValueError(
                    "expected issuers: existing only with install: existing, for they come after cert-manager"
                )
            if self.acme_email:
                raise ValueError(
                    "expected no acme_email with issuers: existing, whose account is not this stack's"
                )
            return self
        if self.there and self.acme_email is None:
            raise ValueError(
                "expected acme_email, an e-mail address such as platform@example.com, unless install is false"
            )
        return self
