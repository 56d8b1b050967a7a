"""A route in ingress-nginx' words: an Ingress and its annotations. HSTS is the controller's, for every host alike. Pure."""

from pulumi_kubernetes.networking.v1 import IngressSpecArgsDict

from components.workload.candidate import HEADER, HEADER_VALUE, candidate_of, chosen, shares
from components.workload.route import tls_secret
from settings.workload import Cors, Route, WorkloadSpec

PREFIX = "nginx.ingress.kubernetes.io"


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
    if route.cors:
        values |= _cors(route.cors)
    if route.allow_from:
        values["whitelist-source-range"] = ",".join(route.allow_from)
    return {f"{PREFIX}/{key}": value for key, value in values.items()}


def _cors(cors: Cors) -> dict[str, str]:
    """Said in full: left out, ingress-nginx takes its own defaults, which let cookies through."""
    return {
        "enable-cors": "true",
        "cors-allow-origin": ", ".join(cors.origins),
        "cors-allow-methods": ", ".join(cors.methods),
        "cors-allow-headers": ", ".join(cors.headers),
        "cors-allow-credentials": str(cors.credentials).lower(),
        "cors-max-age": str(cors.max_age_seconds),
    }


def canary(spec: WorkloadSpec) -> dict[str, str]:
    """Of the candidate's Ingress: its share of the other's requests. Everything else that is said of the other holds for it
    too, and would be ignored here (kubernetes.github.io/ingress-nginx: Annotations, Canary)."""
    tried = candidate_of(spec)
    values = {"canary": "true", "canary-weight": str(shares(spec)[tried.name] if tried else 0)}
    if chosen(spec):
        values |= {"canary-by-header": HEADER, "canary-by-header-value": HEADER_VALUE}
    return {f"{PREFIX}/{key}": value for key, value in values.items()}


def ingress(
    spec: WorkloadSpec, route: Route, ingress_class: str, service: str | None = None
) -> IngressSpecArgsDict:
    """The body of the Ingress. service: the one that requests go to, the workload's own where none is said."""
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
                            "backend": {
                                "service": {"name": service or spec.name, "port": {"name": route.port}}
                            },
                        }
                        for path in route.paths
                    ]
                },
            }
            for host in route.hosts
        ],
    }
