"""cert-manager, and the two Let's Encrypt issuers that applications' certificates come from."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components import naming
from components.contracts import DnsZone, Ingress
from components.grants import EditDnsZone, Identity
from components.helm import custom_resource
from components.platform.ground import Ground
from components.platform.network import Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "cert-manager"
SERVICE_ACCOUNT = "cert-manager"
# https://letsencrypt.org/docs/acme-protocol-updates and /docs/staging-environment
ISSUERS = {
    "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
    "letsencrypt-prod": "https://acme-v02.api.letsencrypt.org/directory",
}

# cert-manager's pkg/apis/acme/v1 and pkg/issuer/acme/http: the pods that answer HTTP-01 challenges, and their port.
SOLVER_LABELS = {"acme.cert-manager.io/http01-solver": "true"}
SOLVER_PORT = 8089


_GATEWAY_API = {
    "apiVersion": "controller.config.cert-manager.io/v1alpha1",
    "kind": "ControllerConfiguration",
    # Off by default; it looks for Gateway API's kinds once, when it starts.
    "gatewayAPI": {"enabled": True},
}


def _labels(component: str) -> dict[str, str]:
    return {
        "app.kubernetes.io/instance": charts.CERT_MANAGER.release_name,
        "app.kubernetes.io/component": component,
    }


def _component(component: str, replicas: int) -> Values:
    return {
        "replicaCount": replicas,
        "podDisruptionBudget": disruption_budget(replicas),
        "topologySpreadConstraints": spread(_labels(component)),
    }


def values(settings: PlatformSettings, identity: Identity | None = None) -> Values:
    """Values of cert-manager, whose own security contexts meet the restricted Pod Security level.

    identity: of the controller, where it edits a DNS zone. Replicas are those of cert-manager.io/docs/installation/best-practice:
    a webhook that is away fails every change of a certificate, so it has three; of the two others one works and one stands by.
    """
    several = settings.high_availability
    identity = identity or Identity()
    return {
        # Kept on uninstall: with the kinds every Certificate would go, and issuing all again runs into Let's Encrypt's limits.
        "crds": {"enabled": True, "keep": True},
        "global": {
            "priorityClassName": PRIORITY_CLASS,
            # Leases beside the controller instead of in kube-system, where it then needs no rights.
            "leaderElection": {"namespace": NAMESPACE},
        },
        **_component("controller", 2 if several else 1),
        "serviceAccount": {"name": SERVICE_ACCOUNT, "annotations": dict(identity.annotations)},
        "podLabels": dict(identity.pod_labels),
        "resources": resources("50m", "128Mi", "500m", "512Mi"),
        "webhook": {
            **_component("webhook", 3 if several else 1),
            "resources": resources("25m", "64Mi", "250m", "128Mi"),
        },
        # It holds every Secret's metadata and CA bundle in memory, so it grows with the cluster.
        "cainjector": {
            **_component("cainjector", 2 if several else 1),
            "resources": resources("25m", "128Mi", "250m", "512Mi"),
        },
        **({"config": _GATEWAY_API} if settings.ingress.kind == "gateway" else {}),
        # The release is done when this Job has seen the webhook answer: issuers may follow at once.
        "startupapicheck": {"resources": resources("10m", "32Mi", "100m", "128Mi")},
        # Of a certificate's metrics its own namespace, not the controller's: alerts and their routes go by it.
        "prometheus": {
            "enabled": True,
            "servicemonitor": {"enabled": settings.monitoring.there, "honorLabels": True},
        },
    }


def traffic(way_in: Ingress | None) -> tuple[Traffic, ...]:
    """The controller speaks with Let's Encrypt, and first asks for a challenge's answer itself: the zone's own name servers, or
    the host, whose address may lead straight to the way in's pods."""
    metrics = edge(Known.PROMETHEUS, 9402)
    api = edge(Known.API_SERVER)
    names = edge(Known.INTERNET, 53, protocols=("UDP", "TCP"))
    hosts = [edge(Known.INTERNET, 80)]
    if way_in:
        hosts.append(edge(Pods(way_in.pod_labels, way_in.namespace), 80, 443))
    return (
        Traffic(
            "controller",
            _labels("controller"),
            accepts=(metrics,),
            reaches=(api, edge(Known.CLOUD), names, *hosts),
        ),
        Traffic(
            "webhook",
            _labels("webhook"),
            accepts=(edge(Known.API_SERVER, 10250), metrics),
            reaches=(api,),
        ),
        Traffic("cainjector", _labels("cainjector"), accepts=(metrics,), reaches=(api,)),
        # It creates a Certificate that is only tried, which the API asks the webhook about.
        Traffic("startupapicheck", _labels("startupapicheck"), reaches=(api,)),
    )


def solvers(
    http01: Mapping[str, Any] | None, dns: DnsZone | None, identity: Identity
) -> list[dict[str, Any]]:
    """How hosts are proved: those in the cluster's own zone by DNS-01, which needs no way in and no record that points to it
    yet; the others by HTTP-01, through the platform's own way in. http01: how; None where there is no way in."""
    by_record: list[dict[str, Any]] = []
    if dns:
        by_record = [{"selector": {"dnsZones": [dns.domain]}, "dns01": dict(dns.solver(identity))}]
    return by_record + ([{"http01": dict(http01)}] if http01 else [])


def issuer(name: str, email: str, proofs: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The body of one of ISSUERS. proofs: its solvers."""
    return {
        "acme": {
            "server": ISSUERS[name],
            "email": email,
            "privateKeySecretRef": {"name": f"{name}-key"},
            "solvers": [dict(proof) for proof in proofs],
        }
    }


class CertManager(pulumi.ComponentResource):
    """cert-manager and its ClusterIssuers. issuers: by name, each ready when Let's Encrypt has registered its account.
    ready: what a Certificate comes after.

    way_in: through which hosts are proved; None: only those in the cluster's DNS zone are. after: kinds that it looks for when
    it starts.
    """

    issuers: Mapping[str, CustomResource]
    ready: pulumi.Resource

    def __init__(
        self,
        name: str,
        ground: Ground,
        way_in: Ingress | None,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "CertManager"), name, None, opts)
        chosen = ground.settings.cert_manager
        first: list[pulumi.Resource] = []
        dns = ground.cluster.traits.dns if chosen.installed else None
        identity = self._identity(ground, dns) if dns else Identity()
        if chosen.installed:
            home = ground.namespace(NAMESPACE, "restricted", traffic(way_in), self)
            settings = values(ground.settings, identity)
            needed = [*after, *identity.ready]
            first.append(ground.release(charts.CERT_MANAGER, home, settings, self, chosen.values, needed))
        else:
            first.append(ground.found("clusterissuers.cert-manager.io", self))
        self.ready = first[0]
        proofs = solvers(way_in.solver if way_in else None, dns, identity)
        self.issuers = {
            issuer_name: custom_resource(
                f"{ground.prefix}-{issuer_name}",
                ("cert-manager.io/v1", "ClusterIssuer"),
                {"name": issuer_name},
                issuer(issuer_name, str(chosen.acme_email), proofs),
                parent=self,
                after=first,
                ready_within="5m",
            )
            for issuer_name in ISSUERS
        }
        self.register_outputs({})

    def _identity(self, ground: Ground, dns: DnsZone) -> Identity:
        """Of the controller, which alone writes the records of challenges."""
        return ground.cluster.identity(
            f"{ground.prefix}-cert-manager",
            NAMESPACE,
            SERVICE_ACCOUNT,
            [EditDnsZone(dns.zone)],
            pulumi.ResourceOptions(parent=self),
        )
