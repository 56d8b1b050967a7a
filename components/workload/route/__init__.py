"""How the world reaches a workload: a certificate, and the same redirect, headers and limits whichever the way in is. Pure.

nginx.py says it to ingress-nginx, gateway.py to Gateway API on Istio. Whatever a Route can say, both say:
tests/components/workload/route/test_equal.py reads the two renderings and compares them.
"""

from collections.abc import Mapping
from typing import Any

from settings.workload import Route, WorkloadSpec

# OWASP Secure Headers Project's set for an API or a site without third-party scripts.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
}


def tls_secret(spec: WorkloadSpec) -> str:
    """The Secret that the certificate is in."""
    return f"{spec.name}-tls"


def headers(route: Route) -> dict[str, str]:
    """The response headers of a route, but for HSTS: a header of the application's own replaces the default of its name."""
    return SECURITY_HEADERS | {str(name): value for name, value in route.headers.items()}


def certificate(spec: WorkloadSpec, route: Route, issuer: str) -> Mapping[str, Any]:
    """The body of a cert-manager Certificate.

    Renewed after two thirds of its life, whatever that is: Let's Encrypt shortens 90 days to 45 by 2028. A new key each
    time, so that a leaked one ages out.
    """
    return {
        "secretName": tls_secret(spec),
        "dnsNames": list(route.hosts),
        "issuerRef": {"group": "cert-manager.io", "kind": "ClusterIssuer", "name": issuer},
        "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
        "renewBeforePercentage": 34,
        "usages": ["digital signature", "server auth"],
        "revisionHistoryLimit": 3,
    }
