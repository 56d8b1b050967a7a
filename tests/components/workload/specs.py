"""Specs that the workload's tests share."""

from typing import Any

from settings.workload import WorkloadSpec

_LITTLE = {"cpu": "10m", "memory": "16Mi", "cpu_limit": "100m", "memory_limit": "64Mi"}
_FULL: dict[str, Any] = {
    "name": "app",
    "namespace": "team",
    "image": "registry.example.com/app:1.0.0",
    "ports": {"http": 8080, "health": 9090},
    "resources": {"cpu": "100m", "memory": "128Mi", "cpu_limit": "500m", "memory_limit": "512Mi"},
    "probes": {"port": "health", "liveness": "/live", "readiness": "/ready", "startup_seconds": 61},
    "env": {"MODE": "on"},
    "secrets": {"DATABASE_URL": "app/database#url", "CACHE_URL": "app/cache"},
    "telemetry": {"enabled": "OTEL", "endpoint": "OTEL_ENDPOINT"},
    "metrics": {"port": "health"},
    "route": {
        "hosts": ["app.example.com", "www.example.com"],
        "port": "http",
        "rate_limit": {"requests_per_second": 20},
    },
    "load_balancer": {"ports": ["health"], "allow_from": ["192.0.2.0/24"]},
    "reaches": {
        "postgres": {"ports": [5432]},
        "mail": {"ports": [587], "to": "internet"},
        "billing": {"ports": [8443], "to": "workload", "workload": "bank/billing"},
    },
    "reached_by": [{"namespace": "shop", "name": "web", "ports": ["http"]}],
    "buckets": {"files": {"env": "FILES_BUCKET"}, "backup": {"expire_days": 30}},
    "backup": {"url": "DATABASE_URL", "bucket": "backup"},
    "command": ["/app/server"],
    "args": ["--verbose"],
    "files": {"/etc/app/app.yaml": "mode: on", "/etc/app.d/app.yaml": "mode: off"},
    "containers": {
        "schema": {
            "role": "before",
            "image": "registry.example.com/schema:1.0.0",
            "args": ["check"],
            "resources": _LITTLE,
            "secrets": ["DATABASE_URL"],
        },
        "tunnel": {
            "role": "sidecar",
            "image": "registry.example.com/tunnel:1.0.0",
            "ports": {"tunnel": 7000},
            "resources": _LITTLE,
            "probes": {"port": "tunnel"},
            "user": 20002,
        },
        "shipper": {
            "image": "registry.example.com/shipper:1.0.0",
            "resources": _LITTLE,
            "env": {"FORMAT": "json"},
            "shares": ["/tmp"],
            "probes": {"command": ["/shipper", "check"]},
        },
    },
    "nodes": {"example.com/pool": "general"},
    "priority": "high",
    "access": [{"resources": ["configmaps"], "verbs": ["get", "watch"], "names": ["flags"]}],
}
_OPTIONAL = (
    "env",
    "secrets",
    "telemetry",
    "metrics",
    "route",
    "reaches",
    "reached_by",
    "load_balancer",
    "buckets",
    "backup",
    "reached_by",
    "load_balancer",
    "command",
    "args",
    "files",
    "containers",
    "nodes",
    "priority",
    "access",
)


def full(**changes: Any) -> WorkloadSpec:
    """A spec that uses everything."""
    return WorkloadSpec.model_validate({**_FULL, **changes})


def least(**changes: Any) -> WorkloadSpec:
    """A spec that says no more than it must."""
    return WorkloadSpec.model_validate(
        {**{key: value for key, value in _FULL.items() if key not in _OPTIONAL}, **changes}
    )


def stateful(**changes: Any) -> WorkloadSpec:
    """One with a volume for each replica."""
    claims = {"data": {"path": "/var/lib/app", "size": "5Gi"}}
    return least(**{"kind": "stateful", "claims": claims, **changes})


def plain(value: object) -> Any:
    """A pure function's result as tests read it: the SDK's types allow an output at every step, and there is none."""
    return value
