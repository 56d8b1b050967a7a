"""Tokens (RFC 7519) at the gateway: whose are believed, and where a request needs one. Pure.

All routes share the gateway, and a RequestAuthentication holds for all of its requests. So each host says itself which issuer's
tokens it takes: one that another application's host takes is a good token everywhere, and the right one nowhere else.
"""

from typing import Any

from components.contracts import Gateway
from settings.workload import Jwt, Route

FILTER = "envoy.filters.http.jwt_authn"
"""Envoy's filter that reads tokens, which Istio puts into the gateway for a RequestAuthentication."""
LEAVE = {
    "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig",
    "disabled": True,
}
"""What a host without tokens tells it: an application's own tokens, of an issuer that the gateway does not know, would otherwise
be refused there too."""


def authentication(asked: Jwt, gateway: Gateway) -> dict[str, Any]:
    """The body of the RequestAuthentication: a token that is there must be good, or the answer is 401.

    Said in full where it may be: by default Istio takes one from the address too, which logs keep.
    """
    return {
        "selector": {"matchLabels": dict(gateway.pods)},
        "jwtRules": [
            {
                "issuer": asked.issuer,
                "jwksUri": asked.jwks,
                **({"audiences": list(asked.audiences)} if asked.audiences else {}),
                "fromHeaders": [{"name": "Authorization", "prefix": "Bearer "}],
                # The application may read it too.
                "forwardOriginalToken": True,
            }
        ],
    }


def requires(route: Route, asked: Jwt, gateway: Gateway) -> dict[str, Any]:
    """The body of the AuthorizationPolicy: 403 at the workload's hosts without a token of its issuer and for its audiences.

    A browser's question before a request (CORS) carries none, so where the route answers those, OPTIONS needs none.
    """
    operation: dict[str, Any] = {
        "hosts": [name for host in route.hosts for name in (host, f"{host}:*")],
        "ports": ["443"],
        **({"notPaths": list(asked.open)} if asked.open else {}),
        **({"notMethods": ["OPTIONS"]} if route.cors else {}),
    }
    there = {"to": [{"operation": operation}]}
    other = {"key": "request.auth.claims[iss]", "notValues": [asked.issuer]}
    rules: list[dict[str, Any]] = [
        {"from": [{"source": {"notRequestPrincipals": ["*"]}}], **there},
        {**there, "when": [other]},
    ]
    if asked.audiences:
        unmeant = {"key": "request.auth.audiences", "notValues": list(asked.audiences)}
        rules.append({**there, "when": [unmeant]})
    return {"selector": {"matchLabels": dict(gateway.pods)}, "action": "DENY", "rules": rules}
