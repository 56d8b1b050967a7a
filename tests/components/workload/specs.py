"""Specs that the workload's tests share."""

from typing import Any

from settings.workload import WorkloadSpec

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
    "reaches": {"postgres": {"ports": [5432]}, "mail": {"ports": [587], "to": "internet"}},
    "buckets": {"files": {"env": "FILES_BUCKET"}, "backup": {"expire_days": 30}},
    "backup": {"url": "DATABASE_URL", "bucket": "backup"},
}
_OPTIONAL = ("env", "secrets", "telemetry", "metrics", "route", "reaches", "buckets", "backup")


def full(**changes: Any) -> WorkloadSpec:
    """A spec that uses everything."""
    return WorkloadSpec.model_validate({**_FULL, **changes})


def least(**changes: Any) -> WorkloadSpec:
    """A spec that says no more than it must."""
    return WorkloadSpec.model_validate(
        {**{key: value for key, value in _FULL.items() if key not in _OPTIONAL}, **changes}
    )


def plain(value: object) -> Any:
    """A pure function's result as tests read it: the SDK's types allow an output at every step, and there is none."""
    return value
