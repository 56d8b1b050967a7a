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
    come from; staging's are untrusted but not rate-limited.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.CERT_MANAGER,)

    acme_email: EmailAddress | None = None
    issuer: Literal["letsencrypt-staging", "letsencrypt-prod"] = "letsencrypt-prod"

    @model_validator(mode="after")
    def _addressed(self) -> "CertManager":
        if self.there and self.acme_email is None:
            raise ValueError(
                "expected acme_email, an e-mail address such as platform@example.com, unless install is false"
            )
        return self
