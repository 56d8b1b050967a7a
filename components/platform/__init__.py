"""The platform on one cluster: what applications count on, installed in the order that its parts need each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pulumi

from components import contracts, naming
from components.helm import Home
from components.observability import ALERTS, Observability
from components.platform.alloy import Alloy
from components.platform.alloy.values import PODS as ALLOY_PODS
from components.platform.cert_manager import SOLVER_LABELS, SOLVER_PORT, CertManager
from components.platform.external_dns import ExternalDns
from components.platform.external_secrets import ExternalSecrets
from components.platform.foundation import Foundation
from components.platform.gateway_api import GatewayApi, GatewayKinds
from components.platform.ground import Ground
from components.platform.ingress_nginx import IngressNginx
from components.platform.istio import Istio
from components.platform.kube_prometheus_stack import KubePrometheusStack, prometheus
from components.platform.kube_prometheus_stack.traffic import GRAFANA_PODS
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.loki import Loki
from components.platform.loki.traffic import gateway, grafana_traffic
from components.platform.loki.values import GATEWAY
from components.platform.metrics_server import MetricsServer
from components.platform.network import Around, Pods, Traffic
from components.platform.open_telemetry import OpenTelemetry, endpoint
from components.platform.open_telemetry.values import prometheus_traffic
from components.platform.prometheus_adapter import PrometheusAdapter, questions
from components.platform.velero import Velero
from settings.platform import PlatformSettings


class PlatformStack(pulumi.ComponentResource):
    """The foundation, and the add-ons side by side on it. platform: the handles for applications. backups: Velero, whose
    installation waits for the buckets of all clusters; None where there is none."""

    platform: contracts.Platform
    backups: Velero | None = None

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: contracts.Cluster,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "Platform"), name, None, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self._prefix, self._settings = cluster.name, settings
        scrapes = prometheus(settings.monitoring)
        bare = Ground(cluster, settings, Around(cluster.traits, scrapes))
        foundation = Foundation(f"{cluster.name}-foundation", bare, self._child)
        self._ground = foundation.ground
        store = self._secrets()
        kinds = self._gateway_kinds()
        mesh, way_in = self._ways(kinds)
        monitoring = self._monitoring(store, scrapes)
        self._operations(store, monitoring)
        issuer, issuing = self._issuer(way_in, kinds)
        self._metrics(monitoring, issuing)
        self._records(kinds)
        self.platform = contracts.Platform(
            cluster=cluster,
            ingress=way_in,
            issuer=issuer,
            secret_store=store,
            monitoring=monitoring,
            telemetry=endpoint(settings.telemetry),
            mesh=mesh,
            priorities=foundation.priorities,
        )
        self.register_outputs({})

    def _secrets(self) -> contracts.SecretStore | None:
        if not self._settings.secrets.there:
            return None
        return ExternalSecrets(f"{self._prefix}-external-secrets", self._ground, self._child).store

    def _gateway_kinds(self) -> Sequence[pulumi.Resource]:
        if self._settings.ingress.kind != "gateway":
            return ()
        return GatewayKinds(f"{self._prefix}-gateway-kinds", self._ground, self._child).ready

    def _ways(
        self, kinds: Sequence[pulumi.Resource]
    ) -> tuple[contracts.Mesh | None, contracts.Ingress | None]:
        """The mesh, and the way in from the world, which may be a gateway of the mesh."""
        chosen, prefix = self._settings.ingress, self._prefix
        by_gateway = chosen.there and chosen.kind == "gateway"
        istio = None
        if self._settings.istio.there:
            public = by_gateway and chosen.installed
            istio = Istio(f"{prefix}-istio", self._ground, kinds, self._child, public=public)
        mesh = istio.mesh if istio else None
        if by_gateway and istio:  # without Istio, settings/load.py has refused it
            way_in = GatewayApi(f"{prefix}-gateway-api", self._ground, istio.entry, kinds, self._child)
            return mesh, way_in.ingress
        if chosen.there:
            return mesh, IngressNginx(f"{prefix}-ingress-nginx", self._ground, self._child).ingress
        return mesh, None

    def _issuer(
        self, way_in: contracts.Ingress | None, kinds: Sequence[pulumi.Resource]
    ) -> tuple[contracts.Issuer | None, pulumi.Resource | None]:
        """Of applications' certificates; and what a certificate by any other issuer comes after."""
        chosen = self._settings.cert_manager
        if not chosen.there:
            return None, None
        made = CertManager(f"{self._prefix}-cert-manager", self._ground, way_in, kinds, self._child)
        issuer = contracts.Issuer(chosen.issuer, SOLVER_LABELS, SOLVER_PORT, made.issuers[chosen.issuer])
        return issuer, made.ready

    def _monitoring(
        self, store: contracts.SecretStore | None, scrapes: Pods | None
    ) -> contracts.Monitoring | None:
        # Where there is a Prometheus the foundation ends with its kinds.
        kinds = self._ground.ready[-1] if scrapes else None
        monitoring = contracts.Monitoring(scrapes.namespace, scrapes.labels, kinds) if scrapes else None
        if self._settings.monitoring.installed and store:  # without a store, settings/load.py has refused it
            name = f"{self._prefix}-kube-prometheus-stack"
            beside = self._beside()
            monitoring = KubePrometheusStack(name, self._ground, store, beside, self._child).monitoring
        if monitoring:
            home = self._watch_home(monitoring)
            if not self._settings.shared:  # or the other stack watches it
                name, cluster = f"{self._prefix}-observability", self._ground.cluster
                Observability(name, self._settings, cluster, home, self._child)
            runbooks = self._settings.monitoring.runbooks
            monitoring = replace(monitoring, dashboards=home.name, runbooks=runbooks)
        return monitoring

    def _watch_home(self, monitoring: contracts.Monitoring) -> Home:
        """Beside what reads them; for somebody else's Prometheus, which sees all namespaces, in one of our own."""
        if self._settings.monitoring.installed and monitoring.ready:
            return Home(monitoring.namespace, [monitoring.ready])
        if self._settings.shared:  # the other stack's Grafana looks where its Prometheus is
            found = self._ground.elsewhere(monitoring.namespace, self)
            return Home(found.metadata.name, [found])
        own = self._ground.namespace(ALERTS, "restricted", (), self)
        return Home(own.name, [*own.ready, *self._ground.ready])

    def _beside(self) -> Sequence[Traffic]:
        """What logs, telemetry and autoscaling have to do with Grafana and Prometheus, in their namespace."""
        settings = self._settings
        logs = [grafana_traffic(GRAFANA_PODS)] if settings.logs.installed else []
        asked = [questions(PROMETHEUS_PODS)] if settings.prometheus_adapter.installed else []
        return [*logs, *prometheus_traffic(settings, PROMETHEUS_PODS), *asked]

    def _operations(
        self, store: contracts.SecretStore | None, monitoring: contracts.Monitoring | None
    ) -> None:
        """Logs, traces and backups: what nothing else waits for."""
        settings, prefix = self._settings, self._prefix
        if settings.logs.installed:
            grafana = monitoring if settings.monitoring.installed else None
            readers = [Pods(GRAFANA_PODS, grafana.namespace)] if grafana else []
            clients = [ALLOY_PODS, *readers]
            loki = Loki(f"{prefix}-loki", self._ground, clients, grafana, self._child)
            Alloy(f"{prefix}-alloy", self._ground, GATEWAY, gateway(), loki.release, self._child)
        if settings.telemetry.installed:
            OpenTelemetry(f"{prefix}-open-telemetry", self._ground, store, self._child)
        # Where there are no buckets, settings/load.py has said that there are no backups.
        if settings.backup.installed and (place := self._ground.cluster.traits.backup_store):
            self.backups = Velero(f"{prefix}-velero", self._ground, place, self._child)

    def _metrics(self, monitoring: contracts.Monitoring | None, issuing: pulumi.Resource | None) -> None:
        """What autoscalers scale by."""
        settings, prefix = self._settings, self._prefix
        if settings.metrics_server.installed and not self._ground.cluster.traits.metrics_server:
            MetricsServer(f"{prefix}-metrics-server", self._ground, issuing, self._child)
        if settings.prometheus_adapter.installed and monitoring and issuing:  # so says settings/load.py
            name = f"{prefix}-prometheus-adapter"
            PrometheusAdapter(name, self._ground, monitoring, issuing, self._child)

    def _records(self, kinds: Sequence[pulumi.Resource]) -> None:
        """DNS, on a cluster that has a zone."""
        zone = self._ground.cluster.traits.dns
        if self._settings.dns.installed and zone:
            ExternalDns(f"{self._prefix}-external-dns", self._ground, zone, kinds, self._child)


def create_platforms(
    settings: PlatformSettings, clusters: Mapping[str, contracts.Cluster]
) -> dict[str, contracts.Platform]:
    """Everything an application needs on each cluster, made through that cluster's own provider; and on each what restores the
    backups of those that are copied into its region."""
    stacks = {
        name: PlatformStack(
            f"{cluster.name}-platform", settings, cluster, pulumi.ResourceOptions(provider=cluster.provider)
        )
        for name, cluster in clusters.items()
    }
    buckets = {name: stack.backups.bucket for name, stack in stacks.items() if stack.backups}
    for name, stack in stacks.items():
        if stack.backups:
            copied = {other: made for other, made in buckets.items() if clusters[other].copies_to == name}
            stack.backups.install(copied)
    return {name: stack.platform for name, stack in stacks.items()}
