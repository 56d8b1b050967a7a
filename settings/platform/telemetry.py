"""What a stack file may say about the OpenTelemetry collector."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.types import NAMES_SECRET, DnsLabel, Model, Port

NAMESPACE = "opentelemetry-collector"
"""Of the collector that is installed."""
Signal = Literal["traces", "metrics"]
_IN_CLUSTER = re.compile(r"(?P<service>[a-z0-9-]+)\.(?P<namespace>[a-z0-9-]+)\.svc(\.cluster\.local)?")


def _in_cluster(value: str) -> str:
    if not value.endswith(".svc.cluster.local") or value.count(".") != 4:
        raise ValueError(
            "expected a service's full name, for example otel-collector.observability.svc.cluster.local"
        )
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        port = None
    if (
        parts.scheme not in {"https", "http"}
        or not parts.hostname
        or not port
        or parts.query
        or parts.username
    ):
        raise ValueError("expected an address with its port, such as https://otlp.example.com:4317")
    if parts.scheme == "http" and not _IN_CLUSTER.fullmatch(parts.hostname):
        raise ValueError(
            "expected https, or http to a service of the cluster such as http://tempo.tracing.svc.cluster.local:4317: on any "
            "other way what is sent could be read"
        )
    return value


HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]
SecretKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][\w./-]*(#[\w.-]+)?$", max_length=255), NAMES_SECRET
]


class Exporter(Model):
    """Where the collector sends: an OTLP endpoint.

    endpoint: scheme, host and port; a certificate of a public authority answers there. protocol: grpc, or http, where the
    endpoint may have a path. signals: what is sent there. headers: name of a header -> the name of its value in the secret
    store, after the stack's prefix; #FIELD takes a field of a JSON secret.
    """

    endpoint: Annotated[str, AfterValidator(_address)]
    protocol: Literal["grpc", "http"] = "grpc"
    signals: tuple[Signal, ...] = Field(default=("traces", "metrics"), min_length=1)
    headers: dict[HeaderName, SecretKey] = Field(default_factory=dict)

    @property
    def port(self) -> int:
        return urlsplit(self.endpoint).port or 443

    @property
    def namespace(self) -> str | None:
        """The namespace of an endpoint inside the cluster."""
        found = _IN_CLUSTER.fullmatch(urlsplit(self.endpoint).hostname or "")
        return found["namespace"] if found else None


class Telemetry(AddOn):
    """The OpenTelemetry collector that applications send traces and metrics to (OTLP over gRPC on 4317, over HTTP on 4318).

    exporters: by a name of their own, where it passes them on. prometheus: metrics to the platform's Prometheus as well.
    host, port: where an existing collector answers, over gRPC.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.OPENTELEMETRY_COLLECTOR,)

    install: Literal[True, False, "existing"] = False
    exporters: dict[DnsLabel, Exporter] = Field(default_factory=dict)
    prometheus: bool = True
    host: Annotated[str, AfterValidator(_in_cluster)] | None = None
    port: Port = 4317

    @model_validator(mode="after")
    def _somewhere(self) -> "Telemetry":
        problems = []
        if (self.install == "existing") != (self.host is not None):
            problems.append(
                "expected host, the full name of a collector's service, exactly when install is existing"
            )
        if not self.installed and self.exporters:
            problems.append("expected exporters only with install: true; another collector has its own")
        if self.installed and not any("traces" in one.signals for one in self.exporters.values()):
            problems.append(
                "expected exporters with one that takes traces, for the collector keeps nothing itself"
            )
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def service(self) -> str:
        """The full name of the collector's service."""
        own = f"{charts.OPENTELEMETRY_COLLECTOR.release_name}.{NAMESPACE}.svc.cluster.local"
        return self.host or own

    @property
    def service_namespace(self) -> str:
        """Where the collector's pods are."""
        return self.service.split(".")[1]

    @property
    def needs(self) -> Mapping[str, str]:
        headers = [name for one in self.exporters.values() for name in one.headers]
        needed = {"secrets": f"the value of {', '.join(sorted(set(headers)))}"} if headers else {}
        return needed if self.installed else {}
