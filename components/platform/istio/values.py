"""Values of Istio's kinds, node agent and control plane. Pure.

They stand at the top: where the charts keep their own defaults, under _internal_defaults_do_not_set, they have no effect.
"""

from typing import Any

from components.contracts import ClusterTraits
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from components.policies import HOST_ONLY, PRIVATE
from settings.platform import PlatformSettings
from settings.platform.telemetry import Telemetry

NAMESPACE = "istio-system"
TRACER = "otel"
"""What mesh configuration calls the OpenTelemetry collector."""

LOOPBACK = "127.0.0.0/8"
SECCOMP = {"type": "RuntimeDefault"}


def base_values() -> Values:
    """Values of istio-base, whose kinds are kept on uninstall. The reader account serves only meshes over several clusters."""
    return {"global": {"istioNamespace": NAMESPACE, "enableReaderRBAC": False}}


def cni_values(traits: ClusterTraits) -> Values:
    """Values of istio-cni: on each node it sends a pod's traffic through its proxy, which without it every pod would do
    itself, with NET_ADMIN, against the restricted Pod Security level. It mends pods that started before it did."""
    return {
        "cniBinDir": traits.cni_binaries,
        # Its pods are system-node-critical, which GKE admits only where a ResourceQuota covers that class; elsewhere the quota
        # is no narrower than the nodes (istio.io/latest/docs/ambient/install/platform-prerequisites).
        "resourceQuotas": {"enabled": True},
        "resources": resources("50m", "64Mi", "500m", "256Mi"),
        "seccompProfile": SECCOMP,
    }


def mesh_config(telemetry: Telemetry) -> dict[str, Any]:
    """What holds for every proxy of the mesh, its gateways among them."""
    providers = []
    if telemetry.there:
        providers.append(
            {"name": TRACER, "opentelemetry": {"service": telemetry.service, "port": telemetry.port}}
        )
    return {
        "accessLogFile": "/dev/stdout",
        "accessLogEncoding": "JSON",
        # Application's and proxy's metrics in one scrape, on a port that STRICT leaves open to Prometheus.
        "enablePrometheusMerge": True,
        # What no ServiceEntry of its namespace names, a pod does not reach, whatever its NetworkPolicy lets through.
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
        # //admin is /admin before a rule is asked, as it is to most applications (istio.io: Security Best Practices).
        "pathNormalization": {"normalization": "MERGE_SLASHES"},
        "extensionProviders": providers,
        "defaultConfig": {
            # For a pod that opts out of native sidecars: without it, its first requests leave before the proxy is up.
            "holdApplicationUntilProxyStarts": True,
            # Neither what serves nor how long it took is anybody's business outside.
            "proxyHeaders": {"server": {"disabled": True}, "envoyDebugHeaders": {"disabled": True}},
        },
    }


def istiod_values(settings: PlatformSettings) -> Values:
    """Values of istiod. Its disruption budget is the chart's, made when there is more than one replica."""
    several = settings.high_availability
    return {
        "autoscaleEnabled": several,
        **({"autoscaleMin": 2, "autoscaleMax": 5} if several else {"replicaCount": 1}),
        "resources": resources("250m", "1Gi", "2", "2Gi"),
        # The one thing the restricted Pod Security level asks for that the chart leaves out, here and in the proxies.
        "seccompProfile": SECCOMP,
        "topologySpreadConstraints": spread({"app": "istiod"}),
        "cni": {"enabled": True},
        # The proxy as a Kubernetes sidecar container: it starts before the application and ends with it, so Jobs finish.
        "env": {
            "ENABLE_NATIVE_SIDECARS": "true",
            # istiod fetches the keys of tokens (jwksUri) itself: only from the internet, wherever a name may lead.
            "BLOCKED_CIDRS_IN_JWKS_URIS": ",".join((*PRIVATE, *HOST_ONLY, LOOPBACK)),
        },
        "meshConfig": mesh_config(settings.telemetry),
        "global": {
            "istioNamespace": NAMESPACE,
            "priorityClassName": PRIORITY_CLASS,
            "proxy": {"seccompProfile": SECCOMP, "resources": resources("50m", "128Mi", "1", "512Mi")},
        },
    }
