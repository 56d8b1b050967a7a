"""A stack that says no more than it must, for tests of what its sections have to do with each other."""

import copy
from typing import Any

from pydantic import Field

from settings.application import ApplicationSettings
from settings.load import Settings, parse
from settings.types import EnvName, SecretKey
from settings.workload import Metrics, Probes, Resources, Route, Scale, WorkloadSpec

EKS: dict[str, Any] = {
    "cloud": "eks",
    "region": "us-east-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": ["arn:aws:iam::123456789012:role/platform-admin"],
    "node_pools": {"system": {}},
}
PLATFORM: dict[str, Any] = {
    "cert_manager": {"acme_email": "platform@example.com"},
    "secrets": {"prefix": "staging/"},
}
APPLICATION: dict[str, Any] = {"image": "registry.example.com/app:1.0.0", "host": "app.example.com"}


class App(ApplicationSettings):
    """One workload, with what is asked for."""

    routed: bool = False
    measured: bool = False
    failing: bool = False
    requests_per_second: int | None = None
    secrets: dict[EnvName, SecretKey] = Field(default_factory=dict)

    @property
    def disturbed(self) -> str:
        return "failing" if self.failing else ""

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return (
            WorkloadSpec(
                name="app",
                namespace="team",
                image=self.image,
                ports={"http": 8080},
                resources=Resources(cpu="100m", memory="128Mi", cpu_limit="500m", memory_limit="512Mi"),
                probes=Probes(port="http", liveness="/", readiness="/"),
                route=Route(hosts=(self.host,), port="http") if self.routed else None,
                metrics=Metrics(port="http") if self.measured else None,
                secrets=self.secrets,
                slo=self.slo,
                scale=Scale(requests_per_second=self.requests_per_second),
            ),
        )


def stack(
    platform: dict[str, Any] | None = None,
    cluster: dict[str, Any] | None = None,
    application: dict[str, Any] | None = None,
    **sections: Any,
) -> Settings:
    """The settings of a stack with some words changed. Raises SettingsError."""
    config = {
        "clusters": {"main": {**EKS, **(cluster or {})}},
        "platform": {**PLATFORM, **(platform or {})},
        "applications": {"app": {**APPLICATION, **(application or {})}},
        **sections,
    }
    return parse(copy.deepcopy(config), {"app": App})
