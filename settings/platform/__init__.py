"""What a stack file may say about the platform that is installed on each of its clusters: a section for each add-on."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from settings.platform.add_on import AddOn, Switch
from settings.platform.backup import Backup
from settings.platform.cert_manager import CertManager
from settings.platform.dns import Dns
from settings.platform.ingress import Ingress
from settings.platform.istio import Istio
from settings.platform.logs import Logs
from settings.platform.metrics_server import MetricsServer
from settings.platform.monitoring import Monitoring
from settings.platform.prometheus_adapter import PrometheusAdapter
from settings.platform.secrets import Secrets
from settings.platform.telemetry import Telemetry
from settings.types import Model


class PlatformSettings(Model):
    """high_availability: more than one replica of every add-on, over the zones; false for a small stack. shared: another stack of
    this program has brought the platform onto every cluster of this one, so that here each add-on is existing or off, and what
    that stack made beside them, its priority classes and its issuers, is looked up.
    """

    cert_manager: Annotated[CertManager, Switch]
    secrets: Annotated[Secrets, Switch]
    ingress: Annotated[Ingress, Switch] = Field(default_factory=Ingress)
    istio: Annotated[Istio, Switch] = Field(default_factory=Istio)
    monitoring: Annotated[Monitoring, Switch] = Field(default_factory=Monitoring)
    logs: Annotated[Logs, Switch] = Field(default_factory=Logs)
    telemetry: Annotated[Telemetry, Switch] = Field(default_factory=Telemetry)
    backup: Annotated[Backup, Switch] = Field(default_factory=Backup)
    dns: Annotated[Dns, Switch] = Field(default_factory=Dns)
    metrics_server: Annotated[MetricsServer, Switch] = Field(default_factory=MetricsServer)
    prometheus_adapter: Annotated[PrometheusAdapter, Switch] = Field(default_factory=PrometheusAdapter)
    high_availability: bool = True
    shared: bool = False

    @model_validator(mode="after")
    def _anothers(self) -> Self:
        ours = [name for name, section in self.add_ons.items() if section.installed]
        if self.shared and ours:
            raise ValueError(
                "expected every add-on to be existing or false with shared: true, for another stack brings the platform, got "
                f"install: true of {', '.join(ours)}"
            )
        if self.shared and self.cert_manager.there and self.cert_manager.issuers != "existing":
            raise ValueError(
                "expected cert_manager.issuers: existing with shared: true, for another stack has made them"
            )
        return self

    @property
    def add_ons(self) -> Mapping[str, AddOn]:
        """The sections that are add-ons, by name, in the order of the fields."""
        sections = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: section for name, section in sections.items() if isinstance(section, AddOn)}
