"""What a stack file may say about Grafana."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from settings.types import NAMES_SECRET, DnsName, Model, Port, Quantity

StoredLogin = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][\w./-]*$", max_length=255), NAMES_SECRET
]
"""The name in the secret store, after the stack's prefix, of a JSON secret with the fields username and password."""


class Database(Model):
    """A PostgreSQL outside the cluster. name: of the database. login: who owns it. tls: require encrypts; verify-full asks
    besides for a certificate of a public authority for the host."""

    host: DnsName
    port: Port = 5432
    name: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$")] = "grafana"
    login: StoredLogin
    tls: Literal["require", "verify-full"] = "require"


class Grafana(Model):
    """replicas: more than one needs a database. storage: of the volume that holds Grafana's data where there is none."""

    replicas: int = Field(default=1, ge=1, le=5)
    storage: Quantity = "10Gi"
    database: Database | None = None

    @model_validator(mode="after")
    def _shared(self) -> "Grafana":
        if self.replicas > 1 and self.database is None:
            raise ValueError(
                "expected database where replicas is more than 1: a volume holds the data of one Grafana only"
            )
        return self
