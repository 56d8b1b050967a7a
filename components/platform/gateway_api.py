"""Gateway API: its kinds, the listener for plain HTTP, and the filters behind what its own kinds cannot say.

A workload's route has a Gateway of its own (components/workload/route/): its hosts, each with its certificate. All Gateways
bind to one gateway, and so to one load balancer. This one Gateway more is for what every host shares, port 80: there routes
only redirect, and cert-manager answers Let's Encrypt's challenges.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pulumi
from pulumi_kubernetes.yaml.v2 import ConfigFile

from components import naming
from components.contracts import Gateway, Ingress
from components.helm import custom_resource
from components.platform.ground import Ground
from facts import charts
from settings.charts import ChartSource
from settings.platform.ingress import Ingress as Chosen

GATEWAY_API = "gateway.networking.k8s.io/v1"
RATE_LIMIT = "envoy.filters.http.local_ratelimit"
BODY_LIMIT = "envoy.filters.http.buffer"
_TYPE = "type.googleapis.com/envoy.extensions.filters.http"


def kinds_file(chosen: Chosen, source: ChartSource) -> str:
    """Where the manifest of Gateway API's kinds is: as the stack says, else beside its charts, else its project's release."""
    if chosen.kinds:
        return chosen.kinds
    if source.folder:
        return f"{source.folder}/{charts.GATEWAY_API_FILE}"
    return charts.GATEWAY_API


def shared(class_name: str, gateway: Gateway) -> dict[str, Any]:
    """The body of the Gateway for plain HTTP."""
    return {
        "gatewayClassName": class_name,
        "addresses": [{"type": "Hostname", "value": gateway.service}],
        "listeners": [
            {
                "name": gateway.section,
                "port": 80,
                "protocol": "HTTP",
                # cert-manager's routes are in the namespace of each certificate.
                "allowedRoutes": {"namespaces": {"from": "All"}},
            }
        ],
    }


def _filter(name: str, config: dict[str, Any]) -> dict[str, Any]:
    """A filter before the router, off until a host's own configuration turns it on."""
    chain = {"filter": {"name": "envoy.filters.network.http_connection_manager"}}
    chain["filter"] |= {"subFilter": {"name": "envoy.filters.http.router"}}  # type: ignore[dict-item]
    return {
        "applyTo": "HTTP_FILTER",
        "match": {"context": "GATEWAY", "listener": {"filterChain": chain}},
        "patch": {
            "operation": "INSERT_BEFORE",
            "value": {"name": name, "disabled": True, "typed_config": config},
        },
    }


def filters(gateway: Gateway) -> dict[str, Any]:
    """The body of the EnvoyFilter that brings rate and body limits, which Gateway API has no words for.

    The rate comes first: who asks too often must not also have bodies buffered.
    """
    rate = {"@type": f"{_TYPE}.local_ratelimit.v3.LocalRateLimit", "stat_prefix": "rate_limit"}
    body = {"@type": f"{_TYPE}.buffer.v3.Buffer", "max_request_bytes": 1_048_576}
    return {
        "workloadSelector": {"labels": dict(gateway.pods)},
        "configPatches": [_filter(RATE_LIMIT, rate), _filter(BODY_LIMIT, body)],
    }


class GatewayKinds(pulumi.ComponentResource):
    """Gateway API's kinds, a stage of their own: Istio and cert-manager look for them when they start.

    ready: what comes after them; empty where the cluster has them by itself.
    """

    ready: Sequence[pulumi.Resource]

    def __init__(self, name: str, ground: Ground, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "GatewayKinds"), name, None, opts)
        chosen = ground.settings.ingress
        self.ready = ()
        if chosen.installed and chosen.kinds != "existing":
            kinds = ConfigFile(
                f"{ground.prefix}-gateway-api",
                file=kinds_file(chosen, ground.cluster.charts),
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.ready = (kinds,)
        self.register_outputs({})


class GatewayApi(pulumi.ComponentResource):
    """The way in by Gateway API. ingress: its handle for applications.

    way_in: the gateway that there is. after: the kinds.
    """

    ingress: Ingress

    def __init__(
        self,
        name: str,
        ground: Ground,
        way_in: Ingress,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "GatewayApi"), name, None, opts)
        gateway = way_in.gateway
        if gateway is None:
            raise ValueError("expected a way in with a gateway, got one of Ingresses")
        first = [*after, *([way_in.ready] if way_in.ready else [])]
        if not ground.settings.ingress.installed:
            home = ground.elsewhere(gateway.namespace, self)
            first = [ground.found("gateways.gateway.networking.k8s.io", self, [*first, home])]
        if ground.settings.shared:
            where = f"{gateway.namespace}/{gateway.http}"
            theirs = ground.theirs("gateway", (GATEWAY_API, "Gateway"), where, self, first)
            self.ingress = replace(way_in, ready=theirs)
            self.register_outputs({})
            return
        limits = custom_resource(
            f"{ground.prefix}-gateway-filters",
            ("networking.istio.io/v1alpha3", "EnvoyFilter"),
            {"name": "limits", "namespace": gateway.namespace},
            filters(gateway),
            parent=self,
            after=first,
        )
        plain = custom_resource(
            f"{ground.prefix}-gateway",
            (GATEWAY_API, "Gateway"),
            {"name": gateway.http, "namespace": gateway.namespace},
            shared(way_in.class_name, gateway),
            parent=self,
            after=[*first, limits],
        )
        self.ingress = replace(way_in, ready=plain)
        self.register_outputs({})
