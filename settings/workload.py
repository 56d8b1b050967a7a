"""One workload as an application team describes it: pure data, checked before anything is registered.

components/workload/ turns it into Kubernetes objects; it knows no application.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from settings.slo import Alerts, Requests, Slo, unmeasured
from settings.types import (
    AbsolutePath,
    Cidr,
    Cron,
    DnsLabel,
    DnsName,
    EnvName,
    HttpPath,
    Image,
    Model,
    Port,
    PortName,
    Quantity,
    ResponseHeader,
    SecretKey,
    quantity,
)


class Resources(Model):
    """CPU and memory: what is reserved, and the ceiling."""

    cpu: Quantity
    memory: Quantity
    cpu_limit: Quantity
    memory_limit: Quantity

    @model_validator(mode="after")
    def _limits_hold_requests(self) -> Self:
        for name, request, limit in (
            ("cpu", self.cpu, self.cpu_limit),
            ("memory", self.memory, self.memory_limit),
        ):
            if quantity(request) > quantity(limit):
                raise ValueError(f"expected {name} to be at most {name}_limit, got {request} and {limit}")
        return self


class Scale(Model):
    """How many replicas, and what moves the number. cpu, memory: target utilisation in percent of the request.

    requests_per_second: of one replica, counted by its own http_requests_total; needs platform.prometheus_adapter.
    """

    min: int = Field(default=3, ge=1, le=1000)
    max: int = Field(default=10, ge=1, le=1000)
    cpu: int | None = Field(default=70, ge=1, le=100)
    memory: int | None = Field(default=80, ge=1, le=100)
    requests_per_second: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.min > self.max:
            raise ValueError(
                f"expected min to be at most max, got min {self.min} and max {self.max}: lower min or raise max"
            )
        if self.cpu is None and self.memory is None and self.requests_per_second is None:
            raise ValueError(
                "expected a cpu, a memory or a requests_per_second target: without one nothing moves the number of replicas"
            )
        return self


class Probes(Model):
    """HTTP health checks. startup_seconds: how long a start may take before the container is restarted."""

    port: PortName
    liveness: HttpPath
    readiness: HttpPath
    startup_seconds: int = Field(default=60, ge=5, le=3600)


class Rollout(Model):
    """A rolling update. drain_seconds: how long a pod goes on serving while load balancers forget it (preStop);
    grace_seconds: then how long it may take to end by itself."""

    max_surge: int = Field(default=1, ge=0)
    max_unavailable: int = Field(default=0, ge=0)
    drain_seconds: int = Field(default=15, ge=0, le=300)
    grace_seconds: int = Field(default=30, ge=1, le=3600)

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.max_surge == 0 and self.max_unavailable == 0:
            raise ValueError(
                "expected max_surge or max_unavailable above 0: with both at 0 a rollout cannot begin"
            )
        return self


class Metrics(Model):
    """Where Prometheus scrapes. interval: between two scrapes. requests: how the application counts its own, where it does."""

    port: PortName
    path: HttpPath = "/metrics"
    interval: Annotated[str, Field(pattern=r"^\d+s$")] = "30s"
    requests: Requests | None = None


class RateLimit(Model):
    """Per client address, at each ingress controller replica; requests above burst × the rate are answered 429."""

    requests_per_second: int = Field(ge=1)
    burst: int = Field(default=5, ge=1, le=100)
    connections: int | None = Field(default=None, ge=1)


Origin = Annotated[str, Field(pattern=r"^(\*|https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?)$")]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]


class Cors(Model):
    """Whose pages may call the workload from a browser (CORS). origins: such as https://app.example.com, or * for everybody's;
    credentials: whether with cookies; max_age_seconds: how long a browser keeps the answer."""

    origins: tuple[Origin, ...] = Field(min_length=1)
    methods: tuple[Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], ...] = ("GET", "HEAD", "POST")
    headers: tuple[HeaderName, ...] = ("Authorization", "Content-Type")
    credentials: bool = False
    max_age_seconds: int = Field(default=600, ge=1, le=86400)

    @model_validator(mode="after")
    def _named(self) -> Self:
        if "*" in self.origins and len(self.origins) > 1:
            raise ValueError("expected * alone or origins by name, got both")
        if self.credentials and "*" in self.origins:
            raise ValueError(
                "expected origins by name where credentials are sent, got *: browsers refuse the two together"
            )
        return self


class Route(Model):
    """How the world reaches the workload: always TLS with a redirect from HTTP.

    headers: response headers beside the default security headers, or instead of one of the same name. allow_from: the blocks
    that clients must be in, everybody when empty; others are answered 403.
    """

    hosts: tuple[DnsName, ...] = Field(min_length=1)
    port: PortName
    paths: tuple[HttpPath, ...] = ("/",)
    headers: dict[ResponseHeader, str] = Field(default_factory=dict)
    rate_limit: RateLimit | None = None
    max_body: Annotated[str, Field(pattern=r"^\d+[km]$")] = "1m"
    timeout_seconds: int = Field(default=60, ge=1, le=3600)
    cors: Cors | None = None
    allow_from: tuple[Cidr, ...] = ()


class Edge(Model):
    """Something a workload opens connections to.

    to: "namespace" (pods beside it), "private" (the RFC 1918 networks, where managed databases are), "internet"
    (everything but private networks and the cloud's metadata service), or "cidrs" for the blocks listed in `cidrs`.
    hosts: the names on the internet that are meant, where they are known. Only the service mesh sees names: in it a pod
    reaches these alone on port 443 (by the name in TLS, through the egress gateway) and on port 80 (by the name in HTTP).
    On other ports, and outside the mesh, they are words, and the port alone counts.
    """

    ports: tuple[Port, ...] = Field(min_length=1)
    to: Literal["namespace", "private", "internet", "cidrs"] = "private"
    cidrs: tuple[Cidr, ...] = ()
    hosts: tuple[DnsName, ...] = ()

    @model_validator(mode="after")
    def _blocks(self) -> Self:
        if (self.to == "cidrs") != bool(self.cidrs):
            raise ValueError('expected cidrs exactly when to is "cidrs"')
        if self.hosts and self.to != "internet":
            raise ValueError('expected hosts only when to is "internet"')
        return self


class Bucket(Model):
    """Object storage of the workload's own. env: the variable that names it; expire_days: when objects are deleted."""

    env: EnvName | None = None
    expire_days: int | None = Field(default=None, ge=1, le=3650)


class PostgresBackup(Model):
    """A scheduled pg_dump into a bucket. url: the secret variable with the connection string; schedule: in UTC."""

    url: EnvName
    bucket: DnsLabel
    schedule: Cron = "0 2 * * *"
    image: Image = "postgres:16"
    scratch: Quantity = "20Gi"


class Disruption(Model):
    """What a drain may take away at a time: exactly one of the two."""

    min_available: int | None = Field(default=None, ge=0)
    max_unavailable: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.min_available is None) == (self.max_unavailable is None):
            raise ValueError("expected exactly one of min_available and max_unavailable")
        return self


class TelemetryEnv(Model):
    """The application's own names for OpenTelemetry: enabled gets "true" or "false", endpoint gets host:port."""

    enabled: EnvName
    endpoint: EnvName


def _distinct_ports(ports: dict[str, int]) -> dict[str, int]:
    if len(set(ports.values())) != len(ports):
        raise ValueError("expected every port number once")
    return ports


class WorkloadSpec(Model):
    """A service that keeps running.

    name: of the workload and of every object that is made for it. env: plain values (a ConfigMap); secrets: variable ->
    where its value is in the stack's secret store, never the value. writable: paths that stay writable under a
    read-only root file system. spread: whether replicas on one node are avoided or forbidden. user: the uid the
    container runs as, where its image does not say a numeric one. slo: what users may count on; alerts: fixed limits.
    """

    name: DnsLabel
    namespace: DnsLabel
    image: Image
    ports: Annotated[dict[PortName, Port], AfterValidator(_distinct_ports)] = Field(min_length=1)
    resources: Resources
    scale: Scale = Scale()
    probes: Probes
    rollout: Rollout = Rollout()
    disruption: Disruption = Disruption(max_unavailable=1)
    spread: Literal["preferred", "required"] = "preferred"
    user: int = Field(default=10001, ge=1000, le=65534)
    writable: tuple[AbsolutePath, ...] = ("/tmp",)
    env: dict[EnvName, str] = Field(default_factory=dict)
    secrets: dict[EnvName, SecretKey] = Field(default_factory=dict)
    telemetry: TelemetryEnv | None = None
    metrics: Metrics | None = None
    route: Route | None = None
    reaches: dict[DnsLabel, Edge] = Field(default_factory=dict)
    buckets: dict[DnsLabel, Bucket] = Field(default_factory=dict)
    backup: PostgresBackup | None = None
    slo: Slo | None = None
    alerts: Alerts = Alerts()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        problems = [
            f"{where} names the port {port!r}, expected one of {', '.join(self.ports)}"
            for where, port in (
                ("probes.port", self.probes.port),
                ("metrics.port", self.metrics.port if self.metrics else None),
                ("route.port", self.route.port if self.route else None),
            )
            if port is not None and port not in self.ports
        ]
        if self.disruption.min_available is not None and self.disruption.min_available >= self.scale.min:
            problems.append(
                f"disruption.min_available is {self.disruption.min_available} with scale.min {self.scale.min}: no node could "
                "ever be drained; raise scale.min or lower min_available"
            )
        if self.disruption.max_unavailable == 0:
            problems.append(
                "disruption.max_unavailable is 0: no node could ever be drained; expected 1 or more"
            )
        problems += [
            f"{name} stands in env and in secrets, expected one of them"
            for name in sorted(set(self.env) & set(self.secrets))
        ]
        if self.scale.requests_per_second and not self.metrics:
            problems.append("scale.requests_per_second needs metrics, where the requests are counted")
        if self.backup:
            if self.backup.url not in self.secrets:
                problems.append(f"backup.url names {self.backup.url!r}, which is not among the secrets")
            if self.backup.bucket not in self.buckets:
                problems.append(f"backup.bucket names {self.backup.bucket!r}, which is not among the buckets")
            if "postgres" not in self.reaches:
                problems.append(
                    "backup needs the way to its database: expected reaches.postgres with the database's port"
                )
        requests = self.metrics.requests if self.metrics else None
        problems += unmeasured(
            self.slo, self.alerts, requests, scraped=bool(self.metrics), routed=bool(self.route)
        )
        if problems:
            raise ValueError("; ".join(problems))
        return self
