"""The platform on one cluster: what applications count on, installed in the order that its parts need each other."""

import pulumi

from components import contracts, naming
from components.platform.cert_manager import SOLVER_LABELS, SOLVER_PORT, CertManager
from components.platform.external_secrets import ExternalSecrets
from components.platform.foundation import Foundation
from components.platform.ingress_nginx import CLASS, IngressNginx
from components.platform.istio import Istio
from components.platform.kube_prometheus_stack import KubePrometheusStack
from settings.platform import PlatformSettings


class PlatformStack(pulumi.ComponentResource):
    """The foundation, and the add-ons side by side on it. platform: the handles for applications."""

    platform: contracts.Platform

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: contracts.Cluster,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "Platform"), name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        prefix = cluster.name
        ready = Foundation(f"{prefix}-foundation", cluster, child).ready
        certificates = CertManager(f"{prefix}-cert-manager", settings, cluster, CLASS, ready, child)
        ingress = IngressNginx(f"{prefix}-ingress-nginx", settings, cluster, ready, child)
        Istio(f"{prefix}-istio", settings, cluster, ready, child)
        secrets = ExternalSecrets(f"{prefix}-external-secrets", settings, cluster, ready, child)
        stack = KubePrometheusStack(
            f"{prefix}-kube-prometheus-stack", settings, cluster, secrets.store, ready, child
        )
        self.platform = contracts.Platform(
            cluster=cluster,
            ingress=ingress.ingress,
            issuer=contracts.Issuer(
                settings.issuer, SOLVER_LABELS, SOLVER_PORT, certificates.issuers[settings.issuer]
            ),
            secret_store=secrets.store,
            monitoring=stack.monitoring,
            telemetry=_telemetry(settings),
        )
        self.register_outputs({})


def _telemetry(settings: PlatformSettings) -> contracts.TelemetryEndpoint | None:
    if not (collector := settings.telemetry):
        return None
    return contracts.TelemetryEndpoint(
        f"{collector.host}:{collector.port}", collector.namespace, collector.port
    )


def create_platform(settings: PlatformSettings, cluster: contracts.Cluster) -> contracts.Platform:
    """Everything an application needs on one cluster, made through that cluster's own provider."""
    opts = pulumi.ResourceOptions(provider=cluster.provider)
    return PlatformStack(f"{cluster.name}-platform", settings, cluster, opts).platform
