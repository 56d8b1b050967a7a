"""cert-manager, and the two Let's Encrypt issuers that applications' certificates come from."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.rbac.v1 import PolicyRuleArgs, Role, RoleBinding, RoleRefArgs, SubjectArgs

from components import naming
from components.contracts import Ingress, ProvingZone
from components.grants import Identity
from components.helm import Home, custom_resource
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

ISSUER_KIND = ("cert-manager.io/v1", "ClusterIssuer")

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
    http01: Mapping[str, Any] | None, zones: Sequence[ProvingZone], identity: Identity
) -> list[dict[str, Any]]:
    """How hosts are proved: those in the zones by DNS-01, which needs no way in and no record that points to it yet, so that a
    region proves a name that leads to several while it leads nobody there; the others by HTTP-01, through the platform's own way
    in. Of two zones the one with the longer domain counts (cert-manager.io, "ACME", "DNS Zones"). http01: how; None where there
    is no way in."""
    by_record = [
        {"selector": {"dnsZones": [zone.domain]}, "dns01": dict(zone.solver(identity))} for zone in zones
    ]
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

    way_in: through which hosts are proved; None: only those in the cluster's DNS zones are. after: kinds that it looks for when
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
        traits = ground.cluster.traits
        zones = [zone for zone in (traits.dns, traits.names) if zone and chosen.installed]
        identity = self._identity(ground, zones) if any(zone.proving for zone in zones) else Identity()
        if chosen.installed:
            home = ground.namespace(NAMESPACE, "restricted", traffic(way_in), self)
            settings = values(ground.settings, identity)
            needed = [*after, *identity.ready]
            first.append(ground.release(charts.CERT_MANAGER, home, settings, self, chosen.values, needed))
            first += [self._tokens(ground.prefix, home)] if any(zone.federated for zone in zones) else []
        else:
            first.append(ground.found("clusterissuers.cert-manager.io", self))
        self.ready = first[0]
        if chosen.issuers == "existing":
            theirs = ground.theirs(chosen.issuer, ISSUER_KIND, chosen.issuer, self, first)
            self.issuers = {chosen.issuer: theirs}
            self.register_outputs({})
            return
        proofs = solvers(way_in.solver if way_in else None, zones, identity)
        self.issuers = {
            issuer_name: custom_resource(
                f"{ground.prefix}-{issuer_name}",
                ISSUER_KIND,
                {"name": issuer_name},
                issuer(issuer_name, str(chosen.acme_email), proofs),
                parent=self,
                after=first,
                ready_within="5m",
            )
            for issuer_name in ISSUERS
        }
        self.register_outputs({})

    def _identity(self, ground: Ground, zones: Sequence[ProvingZone]) -> Identity:
        """Of the controller, which alone writes the records of challenges."""
        return ground.cluster.identity(
            f"{ground.prefix}-cert-manager",
            NAMESPACE,
            SERVICE_ACCOUNT,
            [zone.proving for zone in zones if zone.proving],
            pulumi.ResourceOptions(parent=self),
        )

    def _tokens(self, prefix: str, home: Home) -> pulumi.Resource:
        """Leave for the controller to ask for tokens of its own service account, and no other's, which another cloud trusts.

        The chart has brought none since 1.21.
        """
        name = f"{SERVICE_ACCOUNT}-tokens"
        opts = pulumi.ResourceOptions(parent=self, depends_on=[*home.ready])
        metadata = ObjectMetaArgs(name=name, namespace=home.name)
        rule = PolicyRuleArgs(
            api_groups=[""],
            resources=["serviceaccounts/token"],
            resource_names=[SERVICE_ACCOUNT],
            verbs=["create"],
        )
        role = Role(f"{prefix}-{name}", metadata=metadata, rules=[rule], opts=opts)
        return RoleBinding(
            f"{prefix}-{name}",
            metadata=metadata,
            role_ref=RoleRefArgs(api_group="rbac.authorization.k8s.io", kind="Role", name=name),
            subjects=[SubjectArgs(kind="ServiceAccount", name=SERVICE_ACCOUNT, namespace=home.name)],
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[role])),
        )
