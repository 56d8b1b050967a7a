"""Istio: its kinds, its control plane, and mutual TLS for whatever joins the mesh. Nothing is in the mesh yet.

A pod joins by its namespace's label istio-injection=enabled. What it may reach outside is then everything: which hosts an
application declares is not known here, and REGISTRY_ONLY without them would cut it off.
"""

from collections.abc import Sequence

import pulumi

from components import naming
from components.contracts import Cluster
from components.helm import custom_resource, helm_release
from components.platform import charts
from components.platform.namespaces import namespace
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from settings.platform import PlatformSettings

NAMESPACE = "istio-system"
# mTLS or no connection, in every namespace of the mesh: the policy named default in the root namespace is mesh-wide.
STRICT = {"mtls": {"mode": "STRICT"}}
# The chart has no ServiceMonitor of its own.
SCRAPE = {
    "selector": {"matchLabels": {"istio": "pilot"}},
    "endpoints": [{"port": "http-monitoring", "interval": "30s"}],
}
_SECCOMP = {"type": "RuntimeDefault"}


def base_values() -> Values:
    """Values of istio-base, whose kinds are kept on uninstall. The reader account serves only meshes over several clusters."""
    return {"global": {"istioNamespace": NAMESPACE, "enableReaderRBAC": False}}


def istiod_values(settings: PlatformSettings) -> Values:
    """Values of istiod. Its disruption budget is the chart's, made when there is more than one replica."""
    several = settings.high_availability
    return {
        "autoscaleEnabled": several,
        **({"autoscaleMin": 2, "autoscaleMax": 5} if several else {"replicaCount": 1}),
        "resources": resources("250m", "1Gi", "2", "2Gi"),
        # The one thing the restricted Pod Security level asks for that the chart leaves out, here and in the proxies.
        "seccompProfile": _SECCOMP,
        "topologySpreadConstraints": spread({"app": "istiod"}),
        # The proxy as a Kubernetes sidecar container: it starts before the application and ends with it, so Jobs finish.
        "env": {"ENABLE_NATIVE_SIDECARS": "true"},
        "meshConfig": {
            "accessLogFile": "/dev/stdout",
            # Application's and proxy's metrics in one scrape, on a port that STRICT leaves open to Prometheus.
            "enablePrometheusMerge": True,
            # For a pod that opts out of native sidecars: without it, its first requests leave before the proxy is up.
            "defaultConfig": {"holdApplicationUntilProxyStarts": True},
        },
        "global": {
            "istioNamespace": NAMESPACE,
            "priorityClassName": PRIORITY_CLASS,
            "proxy": {"seccompProfile": _SECCOMP, "resources": resources("50m", "128Mi", "1", "512Mi")},
        },
    }


class Istio(pulumi.ComponentResource):
    """Istio's kinds and control plane, with mutual TLS required mesh-wide."""

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: Cluster,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "Istio"), name, None, opts)
        home = namespace(cluster.name, NAMESPACE, "restricted", pulumi.ResourceOptions(parent=self))
        base = helm_release(
            cluster.name, charts.ISTIO_BASE, home, base_values(), pulumi.ResourceOptions(parent=self)
        )
        istiod = helm_release(
            cluster.name,
            charts.ISTIOD,
            home,
            istiod_values(settings),
            pulumi.ResourceOptions(parent=self, depends_on=[base, *after]),
        )
        custom_resource(
            f"{cluster.name}-mesh-mtls",
            ("security.istio.io/v1", "PeerAuthentication"),
            {"name": "default", "namespace": NAMESPACE},
            STRICT,
            parent=self,
            after=[istiod],
        )
        custom_resource(
            f"{cluster.name}-istiod-metrics",
            ("monitoring.coreos.com/v1", "ServiceMonitor"),
            {"name": "istiod", "namespace": NAMESPACE},
            SCRAPE,
            parent=self,
            after=[istiod],
        )
        self.register_outputs({})
