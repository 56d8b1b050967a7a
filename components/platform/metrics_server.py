"""metrics-server: what pods and nodes use, on a cluster that does not bring its own."""

import pulumi

from components import naming
from components.contracts import ClusterTraits
from components.platform.ground import Ground
from components.platform.network import Known, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "metrics-server"
_PORT = 10250
_PODS = {
    "app.kubernetes.io/name": "metrics-server",
    "app.kubernetes.io/instance": charts.METRICS_SERVER.release_name,
}


def _certificate(settings: PlatformSettings) -> Values:
    """The certificate that Kubernetes' API knows its own by. Without cert-manager nobody signs one, and the API asks for none:
    the chart's own way, with which whoever takes the Service's place could tell autoscalers what it likes."""
    if not settings.cert_manager.there:
        return {}
    return {"tls": {"type": "cert-manager"}, "apiService": {"insecureSkipTLSVerify": False}}


def values(settings: PlatformSettings, traits: ClusterTraits) -> Values:
    """Values of metrics-server. The chart's own security context meets the restricted Pod Security level."""
    replicas = 2 if settings.high_availability else 1
    watched = settings.monitoring.there
    return {
        "replicas": replicas,
        "podDisruptionBudget": disruption_budget(replicas),
        "topologySpreadConstraints": spread(_PODS),
        "priorityClassName": PRIORITY_CLASS,
        # As its project has it for a hundred nodes (README.md, "Scaling"), with room above.
        "resources": resources("100m", "200Mi", "500m", "512Mi"),
        "args": [] if traits.kubelet_certificates else ["--kubelet-insecure-tls"],
        "metrics": {"enabled": watched},
        "serviceMonitor": {"enabled": watched},
        **_certificate(settings),
    }


def traffic() -> tuple[Traffic, ...]:
    """It asks every kubelet, and answers Kubernetes' API."""
    return (
        Traffic(
            "metrics-server",
            _PODS,
            accepts=(edge(Known.API_SERVER, _PORT), edge(Known.PROMETHEUS, _PORT)),
            reaches=(edge(Known.API_SERVER), edge(Known.NODES, 10250)),
        ),
    )


class MetricsServer(pulumi.ComponentResource):
    """metrics-server, which brings metrics.k8s.io. issuing: cert-manager, once it issues certificates; None where it is off."""

    def __init__(
        self,
        name: str,
        ground: Ground,
        issuing: pulumi.Resource | None,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "MetricsServer"), name, None, opts)
        home = ground.namespace(NAMESPACE, "restricted", traffic(), self)
        ground.release(
            charts.METRICS_SERVER,
            home,
            values(ground.settings, ground.cluster.traits),
            self,
            ground.settings.metrics_server.values,
            after=[issuing] if issuing else [],
        )
        self.register_outputs({})
