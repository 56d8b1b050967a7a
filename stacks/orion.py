"""ORION's auth-service: logins and tokens for the platform's other services."""

from pydantic import Field

from settings.application import ApplicationSettings
from settings.slo import Alerts, Down, Failures, LabelName, LabelValue, Requests
from settings.types import DnsLabel, DnsName, EnvName, SecretKey
from settings.workload import Disruption, Edge, Metrics, Probes, RateLimit, Resources, Route, WorkloadSpec

LOGINS = "auth_login_attempts_total"


class Orion(ApplicationSettings):
    """published: whether the world reaches it; without, it has no route and no certificate. alternative_hosts: further names on
    the certificate and the route. env, secrets, reaches: what this stack's auth-service is given and connects to; they differ
    between installations. failed_logins: the labels by which its counter of logins tells those that failed, which its
    specification leaves open."""

    published: bool = True
    alternative_hosts: tuple[DnsName, ...] = ()
    env: dict[EnvName, str] = Field(default_factory=dict)
    secrets: dict[EnvName, SecretKey] = Field(default_factory=dict)
    reaches: dict[DnsLabel, Edge] = Field(default_factory=dict)
    requests_per_second: int = Field(default=20, ge=1)
    failed_logins: dict[LabelName, LabelValue] = Field(default={"result": "failure"}, min_length=1)

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        auth = WorkloadSpec(
            name="auth-service",
            namespace="orion",
            image=self.image,
            ports={"http": 3001},
            resources=Resources(cpu="100m", memory="128Mi", cpu_limit="500m", memory_limit="512Mi"),
            scale=self.scale,
            candidate=self.candidate,
            probes=Probes(port="http", liveness="/api/auth/health", readiness="/api/auth/health"),
            disruption=Disruption(min_available=1),
            env=self.env,
            secrets=self.secrets,
            metrics=Metrics(port="http", interval="30s", requests=Requests()),
            route=self._route() if self.published else None,
            reaches=self.reaches,
            slo=self.slo,
            alerts=Alerts(
                down=Down(), failures={"logins": Failures(counter=LOGINS, failed=self.failed_logins)}
            ),
        )
        return (auth,)

    def _route(self) -> Route:
        """Metrics share the port, so only the API's paths are routed: /metrics stays inside the cluster."""
        return Route(
            hosts=(self.host, *self.alternative_hosts),
            port="http",
            paths=("/api/auth",),
            rate_limit=RateLimit(requests_per_second=self.requests_per_second),
        )
