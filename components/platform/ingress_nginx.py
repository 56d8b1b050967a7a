"""ingress-nginx: how the world reaches applications.

The project was retired in March 2026 and has had no release since chart 4.15.1. It is still the default because the
applications this program was written for describe themselves in its terms; nothing outside this file and the rendering of
a workload's Ingress knows which controller it is, so a successor replaces it without a change to any application.
"""

from typing import get_args

import pulumi
from pulumi_kubernetes.networking.v1 import IngressClass

from components import naming
from components.contracts import ClusterTraits, Ingress
from components.platform.ground import Ground
from components.platform.network import Known, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from facts import charts
from settings.platform import PlatformSettings
from settings.types import ResponseHeader

NAMESPACE = "ingress-nginx"
CLASS = "nginx"
POD_LABELS = {
    "app.kubernetes.io/name": "ingress-nginx",
    "app.kubernetes.io/instance": charts.INGRESS_NGINX.release_name,
    "app.kubernetes.io/component": "controller",
}


def config() -> dict[str, str]:
    """The controller's ConfigMap. Every value is text."""
    return {
        # TLS 1.0 and 1.1 are withdrawn (RFC 8996).
        "ssl-protocols": "TLSv1.2 TLSv1.3",
        # A year is what browsers' preload lists ask for at least (hstspreload.org).
        "hsts": "true",
        "hsts-max-age": "31536000",
        "hsts-include-subdomains": "true",
        # A name that nobody serves gets no handshake, instead of a self-signed certificate that tells what is here.
        "ssl-reject-handshake": "true",
        "server-tokens": "false",
        "hide-headers": "X-Powered-By",
        # Only the network load balancer is in front, and it keeps the client's address (externalTrafficPolicy below): a
        # client's own X-Forwarded-For must not be believed, or rate limits and allow-lists are its to choose.
        "use-forwarded-headers": "false",
        # Too Many Requests (RFC 6585) instead of 503, which monitoring would count as an outage.
        "limit-req-status-code": "429",
        "limit-conn-status-code": "429",
        "global-allowed-response-headers": ",".join(get_args(ResponseHeader)),
        # Medium lets headers, redirects and limits pass; High and Critical ones can reach other hosts or the configuration.
        "annotations-risk-level": "Medium",
    }


def values(settings: PlatformSettings, traits: ClusterTraits) -> Values:
    """Values of ingress-nginx. The chart's security contexts meet the restricted level: of all capabilities it keeps
    NET_BIND_SERVICE, which that level allows."""
    replicas: Values = {"replicaCount": 1}
    if settings.high_availability:
        # A replica for each zone. CPU alone: nginx does not give memory back, so a memory target only ever scales up.
        replicas = {
            "autoscaling": {
                "enabled": True,
                "minReplicas": 3,
                "maxReplicas": 9,
                "targetMemoryUtilizationPercentage": 0,
            },
            "minAvailable": 2,
        }
    job = {"resources": resources("10m", "32Mi", "100m", "64Mi")}
    return {
        "controller": {
            **replicas,
            "resources": resources("200m", "256Mi", "2", "1Gi"),
            "priorityClassName": PRIORITY_CLASS,
            "topologySpreadConstraints": spread(POD_LABELS),
            # Not the cluster's default: an Ingress that names no class is a mistake to be seen, not one to be published.
            "ingressClassResource": {"name": CLASS, "default": False},
            "ingressClass": CLASS,
            # A snippet is nginx configuration, and with it every Secret that the controller reads (CVE-2021-25742).
            "allowSnippetAnnotations": False,
            "config": config(),
            # Local keeps the client's address, and takes nodes without a controller out of the load balancer.
            "service": {
                "annotations": dict(traits.load_balancer_annotations),
                "externalTrafficPolicy": "Local",
                **({"loadBalancerIP": traits.address} if traits.address else {}),
            },
            # Refuses an Ingress that would break the configuration of all others.
            "admissionWebhooks": {
                "enabled": True,
                "createSecretJob": job,
                "patchWebhookJob": job,
                "patch": {"priorityClassName": PRIORITY_CLASS},
            },
            # Its metrics name an Ingress' own namespace, by which alerts and their routes go.
            "metrics": {
                "enabled": True,
                "serviceMonitor": {"enabled": settings.monitoring.there, "honorLabels": True},
            },
        }
    }


def traffic() -> tuple[Traffic, ...]:
    """The controller forwards to any pod: which ones take it is for each application's own policies to say."""
    jobs = {**POD_LABELS, "app.kubernetes.io/component": "admission-webhook"}
    return (
        Traffic(
            "controller",
            POD_LABELS,
            accepts=(
                edge(Known.WORLD, 80, 443),
                edge(Known.API_SERVER, 8443),
                edge(Known.PROMETHEUS, 10254),
            ),
            reaches=(edge(Known.API_SERVER), edge(Known.EVERY_POD)),
        ),
        Traffic("certificates", jobs, reaches=(edge(Known.API_SERVER),)),
    )


class IngressNginx(pulumi.ComponentResource):
    """The ingress-nginx controller behind the cloud's load balancer. ingress: its handle for applications."""

    ingress: Ingress

    def __init__(self, name: str, ground: Ground, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "IngressNginx"), name, None, opts)
        settings = ground.settings
        ready = self._release(ground) if settings.ingress.installed else self._existing(ground)
        solver = {"ingress": {"ingressClassName": CLASS}}
        self.ingress = Ingress(CLASS, settings.ingress.namespace or NAMESPACE, POD_LABELS, solver, ready)
        self.register_outputs({})

    def _release(self, ground: Ground) -> pulumi.Resource:
        home = ground.namespace(NAMESPACE, "restricted", traffic(), self)
        chosen = values(ground.settings, ground.cluster.traits)
        return ground.release(charts.INGRESS_NGINX, home, chosen, self, ground.settings.ingress.values)

    def _existing(self, ground: Ground) -> pulumi.Resource:
        """Its class, looked up: a preview fails by name when it is not there."""
        name = f"{ground.prefix}-ingress-class"
        return IngressClass.get(name, CLASS, pulumi.ResourceOptions(parent=self))
