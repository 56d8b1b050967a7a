"""What the tests of applications' rules share: specs, both ways in, and the requests that each of them counts."""

from typing import Any, cast

from components.contracts import Gateway, Ingress
from settings.workload import WorkloadSpec
from tests.components.workload.specs import full

RUNBOOKS = "https://git.example.com/runbooks"
NGINX = Ingress("nginx", "ingress-nginx", {}, {}, cast(Any, None))
GATEWAY = Ingress(
    "istio",
    "istio-ingress",
    {},
    {},
    None,
    Gateway("gateway.example", "istio-ingress", "http", "http", {}, "gateway"),
)
OWN: dict[str, Any] = {"port": "health", "requests": {}}
SLO: dict[str, Any] = {"availability": 99.9, "latency": {"percentile": 95, "threshold": "500ms"}}
ALERTS: dict[str, Any] = {
    "error_rate": {},
    "slow": {},
    "down": {},
    "failures": {"logins": {"counter": "logins_total", "failed": {"result": "failure"}}},
}

SCHEDULES: dict[str, Any] = {"report": {"schedule": "*/30 * * * *", "args": ["report"], "late_minutes": 60}}


def promising(slo: dict[str, Any] | None = None, **changes: Any) -> WorkloadSpec:
    """A workload with objectives."""
    return full(slo={**SLO, **(slo or {})}, **changes)


def counting(**changes: Any) -> WorkloadSpec:
    """One with every alert that it may ask for."""
    return full(metrics=OWN, alerts=ALERTS, **changes)


def of(way_in: Ingress | None) -> tuple[str, str, str, str, int]:
    """How requests are counted: total, histogram, labels, the label with the code, and units in a second."""
    if way_in is None:
        own = 'namespace="team",job="app",pod="app-1"'
        return "http_requests_total", "http_request_duration_seconds", own, "status", 1
    if way_in.gateway:
        labels = (
            'reporter="source",source_workload_namespace="istio-ingress",destination_service_namespace="team",'
            'destination_service_name="app",pod="gateway-1"'
        )
        return (
            "istio_requests_total",
            "istio_request_duration_milliseconds",
            labels,
            "response_code",
            1000,
        )
    prefix = "nginx_ingress_controller"
    labels = 'namespace="team",ingress="app",controller_pod="nginx-1"'
    return f"{prefix}_requests", f"{prefix}_request_duration_seconds", labels, "status", 1


def answered(way_in: Ingress | None, good: str, failed: str) -> dict[str, str]:
    """Requests that succeed and that fail, in promtool's notation."""
    total, _, labels, code, _ = of(way_in)
    return {
        f'{total}{{{labels},{code}="200"}}': good,
        f'{total}{{{labels},{code}="503"}}': failed,
        # Somebody else's, all of which fail.
        f'{total}{{{labels.replace("team", "other")},{code}="503"}}': "0+1000x300",
    }


def took(way_in: Ingress | None, every: str, quick: str) -> dict[str, str]:
    """Requests, and those of them that took half a second at most. Errors are quick, and WebSockets are slow."""
    _, histogram, labels, code, units = of(way_in)
    half, second = ("0.5", "1.0") if units == 1 else ("500.0", "1000.0")
    return {
        f'{histogram}_bucket{{{labels},{code}="{status}",le="{bound}"}}': values
        for status, bound, values in (
            ("200", half, quick),
            ("200", second, every),
            ("200", "+Inf", every),
            ("503", half, "0+1000x300"),
            ("503", "+Inf", "0+1000x300"),
            ("101", half, "0x300"),
            ("101", "+Inf", "0+1000x300"),
        )
    }
