"""The Dog Walking platform: one way in, and behind it services that call each other through the mesh."""

from typing import Any, Literal

from pydantic import Field

from settings.application import ApplicationSettings
from settings.slo import Alerts, ErrorRate, Requests
from settings.types import Cidr, DnsLabel, EnvName, HttpPath, Image, Model, SecretKey
from settings.workload import (
    Caller,
    Edge,
    Jwt,
    Metrics,
    Probes,
    RateLimit,
    Resources,
    Route,
    Scale,
    Schedule,
    WorkloadSpec,
)
from settings.workload.route import HttpsUrl

API, PORT = "/api/v1", 8080
GATEWAY = "api-gateway"
# Caller -> whom it calls.
CALLS = {
    GATEWAY: ("auth", "booking", "payment", "tracking"),
    "auth": ("booking",),
    "booking": ("payment",),
    "payment": ("tracking",),
    "tracking": ("auth",),
}
HEALTH = f"{API}/auth/health"
TRUSTED = (GATEWAY, "auth")
"""Who is given what tokens are signed with."""


def namespace(name: str) -> str:
    """Each part has one of its own."""
    return name if name == GATEWAY else f"{name}-service"


class DogWalkingService(Model):
    """env, secrets, reaches: what this stack's service is given and connects to, such as its database."""

    image: Image
    scale: Scale = Scale()
    env: dict[EnvName, str] = Field(default_factory=dict)
    secrets: dict[EnvName, SecretKey] = Field(default_factory=dict)
    reaches: dict[DnsLabel, Edge] = Field(default_factory=dict)


class DogWalkingServices(Model):
    """What is behind the gateway."""

    auth: DogWalkingService
    booking: DogWalkingService
    payment: DogWalkingService
    tracking: DogWalkingService


class DogWalkingTokens(Model):
    """issuer, jwks, audiences: of the tokens that every path but the logins' needs. secret: what they are signed with."""

    issuer: HttpsUrl
    jwks: HttpsUrl
    audiences: tuple[str, ...] = ()
    secret: SecretKey


class DogWalking(ApplicationSettings):
    """image, scale, candidate and slo are the gateway's.

    rate_limit_window: seconds in which the gateway counts. requests_per_second: of one client, at the edge. allow_from: the
    blocks that clients must be in, everybody when empty; the health check must come from one too: from the cluster's NAT, or
    from its pods where the load balancer's address is a short cut inside the cluster, as on GKE and AKS. metrics_path,
    requests: how the services show what they count. check_certificate: false where the issuer is one that nobody trusts, as
    letsencrypt-staging. checker: an image with curl.
    """

    mesh: bool = True
    services: DogWalkingServices
    tokens: DogWalkingTokens
    rate_limit_window: int = Field(default=60, ge=1)
    requests_per_second: int = Field(default=50, ge=1)
    allow_from: tuple[Cidr, ...] = ()
    metrics_path: Literal["/metrics", "/actuator/prometheus"] = "/metrics"
    requests: Requests = Requests()
    check_certificate: bool = True
    checker: Image = "curlimages/curl:8.17.0"

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        services = self.services
        return (
            self._gateway(),
            self._service("auth", services.auth),
            self._service("booking", services.booking),
            self._service("payment", services.payment),
            self._service("tracking", services.tracking),
        )

    def _gateway(self) -> WorkloadSpec:
        tokens = self.tokens
        runs = DogWalkingService(
            image=self.image,
            scale=self.scale,
            env={"RATE_LIMIT_WINDOW": str(self.rate_limit_window)},
            # Its own name as the world sees it, for the check.
            reaches={"health": Edge(ports=(443,), to="internet", hosts=(self.host,))},
        )
        way_in = Route(
            hosts=(self.host,),
            port="http",
            paths=(API,),
            rate_limit=RateLimit(requests_per_second=self.requests_per_second),
            allow_from=self.allow_from,
            jwt=Jwt(
                issuer=tokens.issuer, jwks=tokens.jwks, audiences=tokens.audiences, open=(f"{API}/auth/*",)
            ),
        )
        check = {"health": self._check()}
        return self._service(
            GATEWAY, runs, route=way_in, schedules=check, candidate=self.candidate, slo=self.slo
        )

    def _check(self) -> Schedule:
        """Whether the world gets an answer: through DNS, the load balancer, TLS and the gateway, as a client does."""
        trust = () if self.check_certificate else ("--insecure",)
        return Schedule(
            image=self.checker,
            command=(
                "curl",
                "--fail",
                "--silent",
                "--show-error",
                "--max-time",
                "20",
                "--output",
                "/dev/null",
            ),
            args=(*trust, f"https://{self.host}{HEALTH}"),
            reaches=("health",),
            retries=1,
            timeout_seconds=60,
            schedule="*/5 * * * *",
            late_minutes=15,
        )

    def _service(self, name: str, service: DogWalkingService, **more: Any) -> WorkloadSpec:
        called = CALLS[name]
        urls = {f"{other.upper()}_URL": f"http://{other}.{namespace(other)}:{PORT}" for other in called}
        edges = {
            other: Edge(ports=(PORT,), to="workload", workload=f"{namespace(other)}/{other}")
            for other in called
        }
        signs = {"JWT_SECRET": self.tokens.secret} if name in TRUSTED else {}
        return WorkloadSpec(
            name=name,
            namespace=namespace(name),
            image=service.image,
            ports={"http": PORT},
            resources=Resources(cpu="250m", memory="256Mi", cpu_limit="1", memory_limit="1Gi"),
            scale=service.scale,
            probes=Probes(port="http", liveness=_health(name), readiness=_health(name)),
            env={**urls, **service.env},
            secrets={**signs, **service.secrets},
            metrics=Metrics(port="http", path=self.metrics_path, requests=self.requests),
            reaches={**edges, **service.reaches},
            reached_by=tuple(
                self._caller(caller, name) for caller, others in CALLS.items() if name in others
            ),
            alerts=Alerts(error_rate=ErrorRate()),
            **more,
        )

    def _caller(self, caller: str, name: str) -> Caller:
        """What a caller may ask of a service: of the logins' what is theirs; of the others no paths are known, and none without
        the mesh, which reads them."""
        paths = (f"{API}/auth/*",) if name == "auth" and self.mesh else ()
        return Caller(namespace=namespace(caller), name=caller, ports=("http",), paths=paths)


def _health(name: str) -> HttpPath:
    return f"{API}/health" if name == GATEWAY else f"{API}/{name}/health"
