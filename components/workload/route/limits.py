"""What Gateway API has no words for, in Istio's: who may ask, how often, and how long a body may be. Pure."""

from collections.abc import Sequence
from typing import Any

from components.contracts import Gateway
from components.workload.route import jwt
from settings.workload import RateLimit, Route

CLIENTS = 10_000
"""Clients whose rate a replica counts at a time; Envoy forgets the one it has not seen for longest. Envoy Gateway's figure."""

UPGRADES = "upgrades"
"""The rule of an HTTPRoute for WebSockets, and by Istio the name of its routes in Envoy."""
RATE, BODY = "envoy.filters.http.local_ratelimit", "envoy.filters.http.buffer"
"""The filters that components/platform/gateway_api.py puts into the gateway, off."""

_UNITS = {"k": 2**10, "m": 2**20}
_EXTENSIONS = "type.googleapis.com/envoy.extensions.filters.http"
_PER_ROUTE = f"{_EXTENSIONS}.buffer.v3.BufferPerRoute"


def limits(route: Route, gateway: Gateway, endless: Sequence[str] = (UPGRADES,)) -> dict[str, Any]:
    """The body of the EnvoyFilter: turns the platform's filters on for the workload's hosts (Istio names a host's part of the
    configuration host:port). endless: the rules without a limit to their bodies."""
    size = int(route.max_body[:-1]) * _UNITS[route.max_body[-1]]
    chosen: dict[str, Any] = {BODY: {"@type": _PER_ROUTE, "buffer": {"max_request_bytes": size}}}
    host_wide: dict[str, Any] = {"typed_per_filter_config": chosen}
    if route.rate_limit:
        chosen[RATE] = _rate(route.rate_limit)
        host_wide["rate_limits"] = [{"actions": [{"remote_address": {}}]}]
    if not route.jwt:
        chosen[jwt.FILTER] = jwt.LEAVE
    disabled = {"typed_per_filter_config": {BODY: {"@type": _PER_ROUTE, "disabled": True}}}

    def patch(what: str, vhost: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        match = {"context": "GATEWAY", "routeConfiguration": {"vhost": vhost}}
        return {"applyTo": what, "match": match, "patch": {"operation": "MERGE", "value": value}}

    return {
        "workloadSelector": {"labels": dict(gateway.pods)},
        "configPatches": [
            one
            for name in (f"{host}:443" for host in route.hosts)
            for one in (
                patch("VIRTUAL_HOST", {"name": name}, host_wide),
                *(patch("HTTP_ROUTE", {"name": name, "route": {"name": rule}}, disabled) for rule in endless),
            )
        ],
    }


def _rate(limit: RateLimit) -> dict[str, Any]:
    """A bucket of tokens for each client address: as many at once as the burst allows, refilled at the rate, at each replica.

    An empty value stands for every address (Envoy's dynamic descriptors); Envoy answers 429 by itself.
    """
    bucket = {
        "max_tokens": limit.requests_per_second * limit.burst,
        "tokens_per_fill": limit.requests_per_second,
        "fill_interval": "1s",
    }
    always = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
    return {
        "@type": f"{_EXTENSIONS}.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "rate_limit",
        "token_bucket": bucket,
        "always_consume_default_token_bucket": False,
        "max_dynamic_descriptors": CLIENTS,
        "descriptors": [{"entries": [{"key": "remote_address", "value": ""}], "token_bucket": bucket}],
        "filter_enabled": always,
        "filter_enforced": always,
    }


def admits(route: Route, gateway: Gateway) -> dict[str, Any]:
    """The body of the AuthorizationPolicy: whoever is not in the blocks is answered 403 at the workload's hosts.

    The address is the connection's own, which the load balancer keeps. Port 80 stays open: it only redirects, and Let's
    Encrypt asks there from anywhere.
    """
    asked = [name for host in route.hosts for name in (host, f"{host}:*")]
    return {
        "selector": {"matchLabels": dict(gateway.pods)},
        "action": "DENY",
        "rules": [
            {
                "from": [{"source": {"notRemoteIpBlocks": list(route.allow_from)}}],
                "to": [{"operation": {"hosts": asked, "ports": ["443"]}}],
            }
        ],
    }
