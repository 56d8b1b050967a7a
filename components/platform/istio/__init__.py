"""Istio: its kinds, node agent, control plane and gateways; mutual TLS or no connection, and no way out that is not declared.

An application joins by its own setting; then its namespace carries LABELS. In order: kinds, istiod, what holds in the mesh,
the gateways, whose pods istiod completes. The node agent installs beside istiod.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes.helm.v3 import Release

from components import naming
from components.contracts import Egress, Gateway, Ingress, Mesh, PodsAt
from components.helm import Home, custom_resource
from components.platform.ground import Ground
from components.platform.istio import gateways, rules
from components.platform.istio.values import NAMESPACE, base_values, cni_values, istiod_values
from components.platform.network import Known, Traffic, edge
from facts import charts

# The node agent has a namespace of its own, rather than kube-system, where everything else of the cluster's would be beside it.
NODE_NAMESPACE = "istio-cni"
PRIVILEGED = "istio-cni installs a network plugin on the host and enters the network namespaces of its pods"
LABELS = {"istio-injection": "enabled"}
CLASS = "istio"
"""The GatewayClass, which istiod makes by itself."""
KINDS = ("authorizationpolicies.security.istio.io", "envoyfilters.networking.istio.io")
"""Of each group that applications write to, one."""
SHARED, PLAIN = "platform", "http"
"""The Gateway that every namespace's routes may attach to, and its listener."""


def traffic() -> tuple[Traffic, ...]:
    """Every proxy of the mesh asks istiod for its configuration and its certificate, and says who it is by its token."""
    return (
        Traffic(
            "istiod",
            {"app": "istiod"},
            accepts=(
                edge(Known.API_SERVER, 15017),
                edge(Known.EVERY_POD, gateways.DISCOVERY_PORT),
                edge(Known.PROMETHEUS, 15014),
            ),
            reaches=(edge(Known.API_SERVER),),
        ),
    )


def node_traffic() -> tuple[Traffic, ...]:
    """The node agent looks after the pods of its node."""
    agents = {"k8s-app": "istio-cni-node"}
    metrics = edge(Known.PROMETHEUS, 15014)
    return (Traffic("agent", agents, accepts=(metrics,), reaches=(edge(Known.API_SERVER),)),)


def entry(namespace: str, ready: pulumi.Resource | None) -> Ingress:
    """The ingress gateway as the way in by Gateway API. namespace: where it is; its names are the chart's for its release."""
    service = f"{charts.ISTIO_INGRESS.release_name}.{namespace}.svc.cluster.local"
    pods = {"istio": gateways.INGRESS_LABELS["istio"]}
    # The chart calls the service account as its release too.
    gateway = Gateway(service, namespace, SHARED, PLAIN, pods, charts.ISTIO_INGRESS.release_name)
    parent = {
        "group": "gateway.networking.k8s.io",
        "kind": "Gateway",
        "name": SHARED,
        "namespace": namespace,
        "sectionName": PLAIN,
    }
    # cert-manager's own default is a NodePort, which nobody needs to reach.
    solver = {"gatewayHTTPRoute": {"parentRefs": [parent], "serviceType": "ClusterIP"}}
    return Ingress(CLASS, namespace, gateways.INGRESS_LABELS, solver, ready, gateway)


class Istio(pulumi.ComponentResource):
    """Istio on one cluster. mesh: its handle for applications. entry: its ingress gateway as a way in.

    after: what must exist before its control plane, such as Gateway API's kinds. public: whether the world comes in by its
    ingress gateway.
    """

    mesh: Mesh
    entry: Ingress

    def __init__(
        self,
        name: str,
        ground: Ground,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
        *,
        public: bool = False,
    ):
        super().__init__(naming.type_token("platform", "Istio"), name, None, opts)
        self._ground = ground
        chosen = ground.settings.istio
        plane = PodsAt(chosen.namespace or NAMESPACE, {"app": "istiod"}, gateways.DISCOVERY_PORT)
        # A way in that somebody else has installed says where it is.
        elsewhere = ground.settings.ingress.namespace
        way_in: pulumi.Resource | None = None
        if chosen.installed:
            holds = self._control_plane(after)
            ours = self._ingress(holds, public=public)
            self.mesh = Mesh(LABELS, plane, *self._egress(holds))
            way_in = None if elsewhere else ours
        else:
            way_in = self._found(plane.namespace)
            self.mesh = Mesh(LABELS, plane, None, way_in, closed=ground.settings.shared)
        self.entry = entry(elsewhere or gateways.INGRESS_NAMESPACE, way_in)
        self.register_outputs({})

    def _found(self, namespace: str) -> pulumi.Resource:
        """What somebody else has installed: the control plane's namespace, and the kinds. The last of it stands for all."""
        found: pulumi.Resource = self._ground.elsewhere(namespace, self)
        for kinds in KINDS:
            found = self._ground.found(kinds, self, [found])
        return found

    def _control_plane(self, after: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
        """What a proxy starts after: the control plane, the node agent, and the rules that hold in the mesh."""
        ground, settings = self._ground, self._ground.settings
        home = ground.namespace(NAMESPACE, "restricted", traffic(), self)
        base = ground.release(charts.ISTIO_BASE, home, base_values(), self)
        nodes = ground.namespace(
            NODE_NAMESPACE,
            "privileged",
            node_traffic(),
            self,
            why="the node agent puts its plugin into the node's files, and sets up pods' networks",
        )
        agent = ground.release(
            charts.ISTIO_CNI, nodes, cni_values(ground.cluster.traits), self, settings.istio.cni, after=[base]
        )
        istiod = ground.release(
            charts.ISTIOD,
            home,
            istiod_values(settings),
            self,
            settings.istio.values,
            after=[base, *after],
        )
        strict = self._rule(
            "mesh-mtls", ("security.istio.io/v1", "PeerAuthentication"), "default", rules.STRICT, istiod
        )
        seen = self._rule(
            "mesh-telemetry",
            ("telemetry.istio.io/v1", "Telemetry"),
            "default",
            rules.telemetry(settings),
            istiod,
        )
        if settings.monitoring.there:
            pods = ("monitoring.coreos.com/v1", "PodMonitor")
            services = ("monitoring.coreos.com/v1", "ServiceMonitor")
            self._rule("istiod-metrics", services, "istiod", rules.CONTROL_PLANE, istiod)
            self._rule("proxy-metrics", pods, "proxies", rules.PROXIES, istiod)
            self._rule("istio-cni-metrics", pods, "agents", rules.NODE_AGENTS, agent, NODE_NAMESPACE)
        return [agent, istiod, strict, seen]

    def _rule(
        self,
        name: str,
        kind: tuple[str, str],
        own_name: str,
        spec: Mapping[str, Any],
        after: pulumi.Resource,
        namespace: str = NAMESPACE,
    ) -> pulumi.Resource:
        return custom_resource(
            f"{self._ground.prefix}-{name}",
            kind,
            {"name": own_name, "namespace": namespace},
            spec,
            parent=self,
            after=[after],
        )

    def _ingress(self, after: Sequence[pulumi.Resource], *, public: bool) -> Release:
        ground, settings = self._ground, self._ground.settings
        home = self._gateway_home(gateways.INGRESS_NAMESPACE, gateways.ingress_traffic())
        values = gateways.ingress_values(settings, ground.cluster.traits, public=public)
        return ground.release(
            charts.ISTIO_INGRESS, home, values, self, settings.istio.ingress_gateway, after=after
        )

    def _egress(self, after: Sequence[pulumi.Resource]) -> tuple[Egress, pulumi.Resource]:
        ground, settings = self._ground, self._ground.settings
        home = self._gateway_home(gateways.EGRESS_NAMESPACE, gateways.egress_traffic())
        values = gateways.egress_values(settings)
        release = ground.release(
            charts.ISTIO_EGRESS, home, values, self, settings.istio.egress_gateway, after=after
        )
        way_out = self._rule(
            "egress-gateway",
            ("networking.istio.io/v1", "Gateway"),
            gateways.EGRESS_GATEWAY,
            gateways.egress_gateway(),
            release,
            gateways.EGRESS_NAMESPACE,
        )
        name = f"{gateways.EGRESS_NAMESPACE}/{gateways.EGRESS_GATEWAY}"
        pods = PodsAt(gateways.EGRESS_NAMESPACE, gateways.EGRESS_LABELS, gateways.EGRESS_PORT)
        return Egress(gateways.EGRESS_SERVICE, name, pods), way_out

    def _gateway_home(self, name: str, allowed: Sequence[Traffic]) -> Home:
        """Not in the mesh itself: a gateway's pods ask for their proxy by their own annotations."""
        return self._ground.namespace(name, "restricted", allowed, self)
