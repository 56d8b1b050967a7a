"""How the world reaches a workload: a certificate, and an Ingress with redirect, headers and limits. Pure."""

from collections.abc import Mapping
from typing import Any

from pulumi_kubernetes.networking.v1 import IngressSpecArgsDict

from settings.workload import Route, WorkloadSpec

# OWASP Secure Headers Project's set for an API or a site without third-party scripts; HSTS is set by the controller.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
}


def tls_secret(spec: WorkloadSpec) -> str:
    return f"{spec.name}-tls"


def headers(route: Route) -> dict[str, str]:
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


def annotations(route: Route) -> dict[str, str]:
    """What ingress-nginx is told. No cert-manager annotation: it would make a second Certificate for the same Secret."""
    values = {
        "ssl-redirect": "true",
        "force-ssl-redirect": "true",
        "proxy-body-size": route.max_body,
        "proxy-read-timeout": str(route.timeout_seconds),
        "proxy-send-timeout": str(route.timeout_seconds),
    }
    if route.rate_limit:
        values["limit-rps"] = str(route.rate_limit.requests_per_second)
        values["limit-burst-multiplier"] = str(route.rate_limit.burst)
        if route.rate_limit.connections:
            values["limit-connections"] = str(route.rate_limit.connections)
    return {f"nginx.ingress.kubernetes.io/{key}": value for key, value in values.items()}


def ingress(spec: WorkloadSpec, route: Route, ingress_class: str) -> IngressSpecArgsDict:
    return {
        "ingress_class_name": ingress_class,
        "tls": [{"hosts": list(route.hosts), "secret_name": tls_secret(spec)}],
        "rules": [
            {
                "host": host,
                "http": {
                    "paths": [
                        {
                            "path": path,
                            "path_type": "Prefix",
                            "backend": {"service": {"name": spec.name, "port": {"name": route.port}}},
                        }
                        for path in route.paths
                    ]
                },
            }
            for host in route.hosts
        ],
    }
