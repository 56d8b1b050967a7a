"""The mesh's two gateways: where the world comes in, and where the mesh leaves. Pure.

Each has its own namespace, so that neither account reads the other's certificates. Both are the chart's and not what istiod
deploys for a Gateway object: that one has no resources, budget or spread of its own, and each Gateway would get a load
balancer of its own, where all of an installation's routes share one here.
"""

from collections.abc import Mapping
from typing import Any

from components.contracts import ClusterTraits
from components.platform.istio.values import NAMESPACE, SECCOMP
from components.platform.network import Edge, Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from facts import charts
from settings.platform import PlatformSettings

INGRESS_NAMESPACE = "istio-ingress"
EGRESS_NAMESPACE = "istio-egress"
# The chart's: `app` is the release's name, `istio` that without its prefix.
INGRESS_LABELS = {"app": charts.ISTIO_INGRESS.release_name, "istio": "ingressgateway"}
EGRESS_LABELS = {"app": charts.ISTIO_EGRESS.release_name, "istio": "egressgateway"}
EGRESS_SERVICE = f"{charts.ISTIO_EGRESS.release_name}.{EGRESS_NAMESPACE}.svc.cluster.local"
EGRESS_PORT = 443
DISCOVERY_PORT = 15012
"""Of istiod: configuration and certificates, over mutual TLS."""


def _replicas(settings: PlatformSettings, fewest: int, most: int) -> Values:
    if not settings.high_availability:
        return {"autoscaling": {"enabled": False}, "replicaCount": 1}
    return {
        "autoscaling": {"enabled": True, "minReplicas": fewest, "maxReplicas": most},
        "podDisruptionBudget": {"minAvailable": fewest - 1},
    }


def _common(labels: Mapping[str, str]) -> Values:
    return {
        "priorityClassName": PRIORITY_CLASS,
        "topologySpreadConstraints": spread(labels),
        # The chart's own, and the seccomp profile that the restricted Pod Security level asks for beside it.
        "securityContext": {
            "seccompProfile": SECCOMP,
            "sysctls": [{"name": "net.ipv4.ip_unprivileged_port_start", "value": "0"}],
        },
        # Connections that are open when a pod is told to end have this long; load balancers meanwhile forget it.
        "podAnnotations": {"proxy.istio.io/config": "terminationDrainDuration: 30s"},
        "terminationGracePeriodSeconds": 60,
    }


def _port(name: str, number: int) -> dict[str, Any]:
    return {"name": name, "port": number, "targetPort": number, "protocol": "TCP"}


def ingress_values(settings: PlatformSettings, traits: ClusterTraits, *, public: bool) -> Values:
    """Values of the ingress gateway. public: behind the cloud's load balancer, else for the cluster alone."""
    # Local keeps the client's address, and takes nodes without a gateway out of the load balancer.
    balanced = {
        "type": "LoadBalancer",
        "annotations": dict(traits.load_balancer_annotations),
        "externalTrafficPolicy": "Local",
        **({"loadBalancerIP": traits.address} if traits.address else {}),
    }
    return {
        **_common(INGRESS_LABELS),
        **(_replicas(settings, 3, 9) if public else _replicas(settings, 2, 5)),
        # Bodies are held in memory up to each route's limit before they are passed on.
        "resources": resources("200m", "256Mi", "2", "1Gi"),
        "service": {
            **(balanced if public else {"type": "ClusterIP"}),
            # Without the chart's third, which would show the gateway's health to the world.
            "ports": [_port("http2", 80), _port("https", 443)],
        },
    }


def egress_values(settings: PlatformSettings) -> Values:
    """Values of the egress gateway."""
    return {
        **_common(EGRESS_LABELS),
        **_replicas(settings, 2, 5),
        "resources": resources("100m", "128Mi", "1", "512Mi"),
        "service": {"type": "ClusterIP", "ports": [_port("tls", EGRESS_PORT)]},
    }


def _control_plane() -> Edge:
    return edge(Pods({"app": "istiod"}, NAMESPACE), DISCOVERY_PORT)


METRICS = edge(Known.PROMETHEUS, 15020, 15090)
"""Of a proxy: the agent's port, with the application's own metrics, and Envoy's."""


def ingress_traffic() -> tuple[Traffic, ...]:
    """The gateway forwards to any pod: which ones take it is for each application's own policies to say."""
    return (
        Traffic(
            "gateway",
            INGRESS_LABELS,
            accepts=(edge(Known.WORLD, 80, 443), METRICS),
            reaches=(_control_plane(), edge(Known.EVERY_POD)),
        ),
    )


def egress_traffic() -> tuple[Traffic, ...]:
    """Which pods come here is for each application's own policies to say.

    A host of this cluster's own is reached at the way in's pods: inside a cluster, its load balancer's address is a short cut to
    them, and policies may see the address before or after (kubernetes.io, Network Policies, "Behavior of to and from selectors").
    """
    home = edge(Pods(INGRESS_LABELS, INGRESS_NAMESPACE), 443)
    return (
        Traffic(
            "gateway",
            EGRESS_LABELS,
            accepts=(edge(Known.EVERY_POD, EGRESS_PORT), METRICS),
            reaches=(_control_plane(), edge(Known.INTERNET, EGRESS_PORT), home),
        ),
    )


EGRESS_GATEWAY = "tls"


def egress_gateway() -> dict[str, Any]:
    """The body of the egress gateway's networking.istio.io Gateway: TLS is passed on as it is, by the name that its client
    asks for; names that no application declares have no route."""
    return {
        "selector": {"istio": EGRESS_LABELS["istio"]},
        "servers": [
            {
                "port": {"number": EGRESS_PORT, "name": EGRESS_GATEWAY, "protocol": "TLS"},
                "hosts": ["*"],
                "tls": {"mode": "PASSTHROUGH"},
            }
        ],
    }
