"""The OpenTelemetry collector: takes traces and metrics from applications, and passes them on."""

import pulumi

from components import naming
from components.contracts import SecretStore, TelemetryEndpoint
from components.helm import custom_resource
from components.platform.ground import Ground
from components.platform.open_telemetry.values import (
    HEADERS,
    header_secret,
    headers,
    traffic,
    values,
)
from facts import charts
from settings.platform.telemetry import NAMESPACE, Telemetry

__all__ = ["OpenTelemetry", "endpoint"]


def endpoint(settings: Telemetry) -> TelemetryEndpoint | None:
    """Where applications send: to this program's collector, an existing one, or nowhere."""
    if not settings.there:
        return None
    return TelemetryEndpoint(f"{settings.service}:{settings.port}", settings.service_namespace, settings.port)


class OpenTelemetry(pulumi.ComponentResource):
    """The collector, with its exporters' headers from the secret store."""

    def __init__(
        self,
        name: str,
        ground: Ground,
        store: SecretStore | None,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "OpenTelemetry"), name, None, opts)
        settings = ground.settings
        home = ground.namespace(
            NAMESPACE,
            "restricted",
            traffic(settings),
            self,
            labels=store.namespace_labels if store else None,
        )
        after: list[pulumi.Resource] = []
        if headers(settings.telemetry) and store:  # without a store, settings/load.py has refused it
            secret = custom_resource(
                f"{ground.prefix}-{HEADERS}",
                ("external-secrets.io/v1", "ExternalSecret"),
                {"name": HEADERS, "namespace": home.name},
                header_secret(settings.telemetry, store),
                parent=self,
                after=[store.ready] if store.ready else [],
                ready_within="3m",
            )
            after.append(secret)
        ground.release(
            charts.OPENTELEMETRY_COLLECTOR,
            home,
            values(settings),
            self,
            settings.telemetry.values,
            after=after,
        )
        self.register_outputs({})
