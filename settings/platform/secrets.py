"""What a stack file may say about secrets: External Secrets, and where it reads."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.types import DnsLabel
from settings.vault import VaultStore


class Secrets(AddOn):
    """External Secrets. prefix: what this stack's secret names begin with, and all it may read; it ends in / or, for the
    stores that take none in a name, in -. refresh_minutes: after how long a secret that was changed in the store is changed
    in the cluster too. vault: HashiCorp Vault instead of the store of each cluster's own cloud. store: an existing
    ClusterSecretStore, with install: existing.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.EXTERNAL_SECRETS,)

    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*(/[\w.-]+)*[/-]$")] = ""
    refresh_minutes: int = Field(default=60, ge=1, le=1440)
    vault: VaultStore | None = None
    store: DnsLabel | None = None

    @model_validator(mode="after")
    def _read(self) -> "Secrets":
        if self.there and not self.prefix:
            raise ValueError("expected prefix, such as staging/, unless install is false")
        if (self.install == "existing") != (self.store is not None):
            raise ValueError(
                "expected store, the name of a ClusterSecretStore, exactly when install is existing"
            )
        if self.vault and not self.installed:
            raise ValueError(
                "expected vault only with install: true: an existing store has its own place to read from"
            )
        return self
