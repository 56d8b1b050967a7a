"""What a stack file may say about the platform that is installed on each of its clusters."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from settings.types import EmailAddress, Model, Port, Quantity


def _in_cluster(value: str) -> str:
    if not value.endswith(".svc.cluster.local") or value.count(".") != 4:
        raise ValueError(
            "expected a service's full name, for example otel-collector.observability.svc.cluster.local"
        )
    return value


class Telemetry(Model):
    """The OpenTelemetry collector that applications send traces and metrics to (OTLP over gRPC)."""

    host: Annotated[str, AfterValidator(_in_cluster)]
    port: Port = 4317

    @property
    def namespace(self) -> str:
        return self.host.split(".")[1]


class Monitoring(Model):
    """Prometheus, Alertmanager and Grafana. replicas: of Prometheus and of Alertmanager, each with its own volume.

    grafana_admin: the name in the secret store, after the stack's prefix, of a JSON secret with the fields username and
    password. It must be there before the first `pulumi up`.
    """

    replicas: Literal[1, 2, 3] = 2
    retention_days: int = Field(default=15, ge=1, le=395)
    storage: Quantity = "50Gi"
    grafana_admin: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w./-]*$", max_length=255)] = "grafana/admin"


class Secrets(Model):
    """Where applications' secrets live. prefix: what this stack's secret names begin with, and all it may read; it ends in
    / or, for the stores that take none in a name, in -."""

    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*(/[\w.-]+)*[/-]$")]
    refresh_minutes: int = Field(default=60, ge=1, le=1440)


class PlatformSettings(Model):
    """acme_email: where Let's Encrypt writes about expiring certificates. issuer: which of its two endpoints
    applications' certificates come from; staging's are untrusted but not rate-limited."""

    acme_email: EmailAddress
    issuer: Literal["letsencrypt-staging", "letsencrypt-prod"] = "letsencrypt-prod"
    secrets: Secrets
    monitoring: Monitoring = Monitoring()
    telemetry: Telemetry | None = None
    high_availability: bool = True
