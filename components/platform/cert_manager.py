"""cert-manager, and the two Let's Encrypt issuers that applications' certificates come from."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components import naming
from components.contracts import Cluster
from components.helm import custom_resource, helm_release
from components.platform import charts
from components.platform.namespaces import namespace
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from settings.platform import PlatformSettings

NAMESPACE = "cert-manager"
# https://letsencrypt.org/docs/acme-protocol-updates and /docs/staging-environment
ISSUERS = {
    "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
    "letsencrypt-prod": "https://acme-v02.api.letsencrypt.org/directory",
}

# cert-manager's pkg/apis/acme/v1 and pkg/issuer/acme/http: the pods that answer HTTP-01 challenges, and their port.
SOLVER_LABELS = {"acme.cert-manager.io/http01-solver": "true"}
SOLVER_PORT = 8089


def _component(component: str, replicas: int) -> Values:
    labels = {
        "app.kubernetes.io/instance": charts.CERT_MANAGER.release_name,
        "app.kubernetes.io/component": component,
    }
    return {
        "replicaCount": replicas,
        "podDisruptionBudget": disruption_budget(replicas),
        "topologySpreadConstraints": spread(labels),
    }


def values(settings: PlatformSettings) -> Values:
    """Values of cert-manager. The chart's own security contexts meet the restricted Pod Security level.

    Replicas are those of cert-manager.io/docs/installation/best-practice: a webhook that is away fails every change of a
    certificate, so it has three; of the two others one works and one stands by.
    """
    several = settings.high_availability
    return {
        # Kept on uninstall: with the kinds every Certificate would go, and issuing all again runs into Let's Encrypt's limits.
        "crds": {"enabled": True, "keep": True},
        "global": {
            "priorityClassName": PRIORITY_CLASS,
            # Leases beside the controller instead of in kube-system, where it then needs no rights.
            "leaderElection": {"namespace": NAMESPACE},
        },
        **_component("controller", 2 if several else 1),
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
        # The release is done when this Job has seen the webhook answer: issuers may follow at once.
        "startupapicheck": {"resources": resources("10m", "32Mi", "100m", "128Mi")},
        "prometheus": {"enabled": True, "servicemonitor": {"enabled": True}},
    }


def issuer(name: str, email: str, ingress_class: str) -> Mapping[str, Any]:
    """The body of one of ISSUERS: it proves a host by HTTP-01, through the platform's own ingress."""
    return {
        "acme": {
            "server": ISSUERS[name],
            "email": email,
            "privateKeySecretRef": {"name": f"{name}-key"},
            "solvers": [{"http01": {"ingress": {"ingressClassName": ingress_class}}}],
        }
    }


class CertManager(pulumi.ComponentResource):
    """cert-manager and its ClusterIssuers. issuers: by name, each ready when Let's Encrypt has registered its account."""

    issuers: Mapping[str, CustomResource]

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: Cluster,
        ingress_class: str,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "CertManager"), name, None, opts)
        home = namespace(cluster.name, NAMESPACE, "restricted", pulumi.ResourceOptions(parent=self))
        release = helm_release(
            cluster.name,
            charts.CERT_MANAGER,
            home,
            values(settings),
            pulumi.ResourceOptions(parent=self, depends_on=list(after)),
        )
        self.issuers = {
            issuer_name: custom_resource(
                f"{cluster.name}-{issuer_name}",
                ("cert-manager.io/v1", "ClusterIssuer"),
                {"name": issuer_name},
                issuer(issuer_name, settings.acme_email, ingress_class),
                parent=self,
                after=[release],
                ready_within="5m",
            )
            for issuer_name in ISSUERS
        }
        self.register_outputs({})
