"""A route in Gateway API's words, and in Envoy's where Gateway API has none. Pure.

The Gateway is in the gateway's own namespace, because istiod hands a gateway's pods no certificate for a Gateway elsewhere; a
ReferenceGrant beside the certificate lets it be read from there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components.contracts import Gateway
from components.workload.candidate import HEADER, HEADER_VALUE, chosen, shares
from components.workload.route import headers, jwt, tls_secret
from components.workload.route.limits import UPGRADES, admits, limits
from settings.workload import Cors, Route, WorkloadSpec

GROUP, SECURITY = "gateway.networking.k8s.io", "security.istio.io"
# A year is what browsers' preload lists ask for at least (hstspreload.org).
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
# What tells an attacker which software, and which version of it, to look holes up for.
TELLING = ("Server", "X-Powered-By")


@dataclass(frozen=True)
class Object:
    """One custom resource. suffix: of its resource's name; kind: (apiVersion, kind)."""

    suffix: str
    kind: tuple[str, str]
    name: str
    namespace: str
    spec: Mapping[str, Any]


def objects(spec: WorkloadSpec, route: Route, class_name: str, gateway: Gateway) -> Iterator[Object]:
    """What a route is made of, each after those that it relies on."""
    own = f"{spec.namespace}-{spec.name}"
    yield Object(
        "grant", (f"{GROUP}/v1beta1", "ReferenceGrant"), spec.name, spec.namespace, grant(spec, gateway)
    )
    yield Object(
        "gateway",
        (f"{GROUP}/v1", "Gateway"),
        own,
        gateway.namespace,
        listeners(spec, route, class_name, gateway),
    )
    yield Object(
        "limits",
        ("networking.istio.io/v1alpha3", "EnvoyFilter"),
        own,
        gateway.namespace,
        limits(route, gateway, (UPGRADES, f"{UPGRADES}-candidate") if chosen(spec) else (UPGRADES,)),
    )
    policy = (f"{SECURITY}/v1", "AuthorizationPolicy")
    if route.allow_from:
        yield Object("allowed", policy, own, gateway.namespace, admits(route, gateway))
    if route.jwt:
        # With a dot, which no workload's name has.
        tokens = f"{own}.jwt"
        believed = jwt.authentication(route.jwt, gateway)
        yield Object(
            "tokens", (f"{SECURITY}/v1", "RequestAuthentication"), tokens, gateway.namespace, believed
        )
        yield Object(
            "authenticated", policy, tokens, gateway.namespace, jwt.requires(route, route.jwt, gateway)
        )
    yield Object(
        "route",
        (f"{GROUP}/v1", "HTTPRoute"),
        spec.name,
        spec.namespace,
        http_route(spec, route, own, gateway),
    )
    yield Object(
        "redirect",
        (f"{GROUP}/v1", "HTTPRoute"),
        f"{spec.name}-redirect",
        spec.namespace,
        redirect(route, gateway),
    )


def grant(spec: WorkloadSpec, gateway: Gateway) -> dict[str, Any]:
    """The body of the ReferenceGrant: Gateways of the gateway's namespace may read this one certificate."""
    return {
        "from": [{"group": GROUP, "kind": "Gateway", "namespace": gateway.namespace}],
        "to": [{"group": "", "kind": "Secret", "name": tls_secret(spec)}],
    }


def listeners(spec: WorkloadSpec, route: Route, class_name: str, gateway: Gateway) -> dict[str, Any]:
    """The body of the Gateway: TLS for each host, with the workload's certificate, for routes of its namespace only.

    TLS 1.2 is the oldest that Istio's gateways speak (istio.io: ServerTLSSettings). A name that no listener has gets no
    handshake.
    """
    certificate = {"group": "", "kind": "Secret", "name": tls_secret(spec), "namespace": spec.namespace}
    beside = {"matchLabels": {"kubernetes.io/metadata.name": spec.namespace}}
    return {
        "gatewayClassName": class_name,
        "addresses": [{"type": "Hostname", "value": gateway.service}],
        "listeners": [
            {
                "name": host.replace(".", "-"),
                "hostname": host,
                "port": 443,
                "protocol": "HTTPS",
                "tls": {"mode": "Terminate", "certificateRefs": [certificate]},
                "allowedRoutes": {"namespaces": {"from": "Selector", "selector": beside}},
            }
            for host in route.hosts
        ],
    }


def _parent(name: str, namespace: str, section: str | None = None) -> dict[str, str]:
    parent = {"group": GROUP, "kind": "Gateway", "name": name, "namespace": namespace}
    return {**parent, "sectionName": section} if section else parent


def http_route(spec: WorkloadSpec, route: Route, name: str, gateway: Gateway) -> dict[str, Any]:
    """The body of the HTTPRoute. name: of the Gateway.

    A WebSocket begins as a request that never ends: its rule has no time limit, and `limits` no limit to its body. Only a GET
    begins one (RFC 6455), so no other request gets past the limits by saying Upgrade. Of two rules of the same path that match,
    the one with more headers counts (Gateway API: HTTPRouteRule, matches), so a tester's come to the candidate.
    """
    sent = [{"name": header, "value": value} for header, value in {**headers(route), **HSTS}.items()]
    modified = {
        "type": "ResponseHeaderModifier",
        "responseHeaderModifier": {"set": sent, "remove": list(TELLING)},
    }
    filters = [modified, *([_cors(route.cors)] if route.cors else [])]
    paths: list[dict[str, Any]] = [{"path": {"type": "PathPrefix", "value": path}} for path in route.paths]
    upgrade = {
        "method": "GET",
        "headers": [{"type": "Exact", "name": "Upgrade", "value": "websocket"}],
    }
    backends = _backends(spec, route, shares(spec))
    rules = [
        (UPGRADES, [{**path, **upgrade} for path in paths], "0s", backends),
        ("requests", paths, f"{route.timeout_seconds}s", backends),
    ]
    picked = chosen(spec)
    if picked:
        only = _backends(spec, route, {picked: 100})
        rules += [(f"{rule}-candidate", _asked(matches), limit, only) for rule, matches, limit, _ in rules]
    return {
        "parentRefs": [_parent(name, gateway.namespace)],
        "hostnames": list(route.hosts),
        "rules": [
            {
                "name": rule,
                "matches": matches,
                "filters": filters,
                "timeouts": {"request": limit},
                "backendRefs": to,
            }
            for rule, matches, limit, to in rules
        ],
    }


def _backends(spec: WorkloadSpec, route: Route, weights: Mapping[str, int]) -> list[dict[str, Any]]:
    port = spec.ports[route.port]
    return [
        {"group": "", "kind": "Service", "name": name, "port": port, "weight": weight}
        for name, weight in weights.items()
    ]


def _asked(matches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same matches for those who ask for the candidate."""
    asked = {"type": "Exact", "name": HEADER, "value": HEADER_VALUE}
    return [{**match, "headers": [*match.get("headers", []), asked]} for match in matches]


def _cors(cors: Cors) -> dict[str, Any]:
    """The filter by which the gateway answers a browser's question itself."""
    return {
        "type": "CORS",
        "cors": {
            "allowOrigins": list(cors.origins),
            "allowMethods": list(cors.methods),
            "allowHeaders": list(cors.headers),
            "allowCredentials": cors.credentials,
            "maxAge": cors.max_age_seconds,
        },
    }


def redirect(route: Route, gateway: Gateway) -> dict[str, Any]:
    """The body of the HTTPRoute for plain HTTP. 308 keeps a request's method (RFC 9110), as ingress-nginx' redirect does."""
    return {
        "parentRefs": [_parent(gateway.http, gateway.namespace, gateway.section)],
        "hostnames": list(route.hosts),
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                "filters": [
                    {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 308}}
                ],
            }
        ],
    }
