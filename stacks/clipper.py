"""Clipper: an API and a site, with PostgreSQL, Redis and OpenSearch behind the API."""

from typing import Literal

from pydantic import Field

from settings.application import ApplicationSettings
from settings.types import DnsName, EnvName, HttpPath, Image, Model, Port, SecretKey
from settings.workload import (
    SIZES,
    Account,
    Cors,
    Edge,
    Metrics,
    Probes,
    RateLimit,
    Resources,
    Route,
    Rule,
    Scale,
    WorkloadSpec,
)
from settings.workload.access import Verb

BACKEND, FRONTEND = "clipper-backend", "clipper-frontend"
# The least and the most replicas, by environment.
BOUNDS = {
    "staging": {BACKEND: (2, 5), FRONTEND: (2, 5)},
    "production": {BACKEND: (3, 20), FRONTEND: (3, 8)},
}
REQUESTS = 1000
"""A second, of one replica on average: more add replicas."""

_READ: tuple[Verb, ...] = ("get", "list", "watch")
_WRITE: tuple[Verb, ...] = (*_READ, "create", "update", "patch", "delete")
# No secrets, no roles, no network policies: who deploys cannot widen what is deployed.
DEPLOYS = (
    Rule(resources=("configmaps", "services"), verbs=_WRITE),
    Rule(resources=("pods", "pods/log", "events"), verbs=_READ),
    Rule(group="apps", resources=("deployments",), verbs=_WRITE),
    Rule(group="apps", resources=("replicasets",), verbs=_READ),
    Rule(group="autoscaling", resources=("horizontalpodautoscalers",), verbs=_WRITE),
    Rule(group="policy", resources=("poddisruptionbudgets",), verbs=_WRITE),
    Rule(group="networking.k8s.io", resources=("ingresses",), verbs=_WRITE),
    Rule(group="batch", resources=("jobs",), verbs=_WRITE),
)
MONITORS = (
    Rule(resources=("pods", "services", "endpoints", "events"), verbs=_READ),
    Rule(group="apps", resources=("deployments", "replicasets"), verbs=_READ),
    Rule(group="autoscaling", resources=("horizontalpodautoscalers",), verbs=_READ),
    Rule(group="policy", resources=("poddisruptionbudgets",), verbs=_READ),
    Rule(group="networking.k8s.io", resources=("ingresses",), verbs=_READ),
    Rule(group="metrics.k8s.io", resources=("pods",), verbs=("get", "list")),
)


class ClipperPorts(Model):
    """Where its parts and its stores answer. metrics: of both parts. opensearch: 443 on Amazon OpenSearch Service."""

    backend: Port = 8080
    frontend: Port = 3000
    metrics: Port = 9090
    postgres: Port = 5432
    redis: Port = 6379
    opensearch: Port = 9200


class ClipperFrontend(Model):
    """scale: instead of the environment's. health: what the probes ask for."""

    image: Image
    scale: Scale | None = None
    env: dict[EnvName, str] = Field(default_factory=dict)
    health: HttpPath = "/"


class Clipper(ApplicationSettings):
    """image, scale, candidate, env, secrets and health are the backend's. host: of the site; api_host: of the API.

    environment: chooses the namespace and the bounds of scaling. apis: names of the APIs outside that it calls, where they are
    known. requests_per_second: of one client.
    """

    environment: Literal["staging", "production"]
    api_host: DnsName
    frontend: ClipperFrontend
    secrets: dict[EnvName, SecretKey] = Field(min_length=1)
    env: dict[EnvName, str] = Field(default_factory=dict)
    health: HttpPath = "/health"
    ports: ClipperPorts = ClipperPorts()
    apis: tuple[DnsName, ...] = ()
    requests_per_second: int = Field(default=50, ge=1)

    @property
    def namespace(self) -> str:
        return f"clipper-{self.environment}"

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return self._backend(), self._frontend()

    def accounts(self) -> tuple[Account, ...]:
        return (
            Account(name="clipper-deployer", namespace=self.namespace, access=DEPLOYS),
            Account(name="clipper-monitor", namespace=self.namespace, access=MONITORS),
        )

    def _backend(self) -> WorkloadSpec:
        ports = self.ports
        return WorkloadSpec(
            name=BACKEND,
            namespace=self.namespace,
            image=self.image,
            ports={"http": ports.backend, "metrics": ports.metrics},
            resources=SIZES["small"],
            scale=self.scale if "scale" in self.model_fields_set else self._bounds(BACKEND),
            candidate=self.candidate,
            probes=Probes(port="http", liveness=self.health, readiness=self.health),
            env=self.env,
            secrets=self.secrets,
            metrics=Metrics(port="metrics"),
            # The site calls it from another host, so browsers ask first whether it may.
            route=Route(
                hosts=(self.api_host,),
                port="http",
                rate_limit=RateLimit(requests_per_second=self.requests_per_second),
                cors=Cors(
                    origins=(f"https://{self.host}",),
                    methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
                    credentials=True,
                ),
            ),
            reaches={
                "postgres": Edge(ports=(ports.postgres,)),
                "redis": Edge(ports=(ports.redis,)),
                "opensearch": Edge(ports=(ports.opensearch,)),
                "apis": Edge(ports=(443,), to="internet", hosts=self.apis),
            },
            access=(
                Rule(resources=("configmaps",), verbs=_READ),
                Rule(resources=("secrets",), verbs=("get",), names=(BACKEND,)),
            ),
            slo=self.slo,
        )

    def _frontend(self) -> WorkloadSpec:
        site = self.frontend
        policy = f"default-src 'self'; connect-src 'self' https://{self.api_host}; frame-ancestors 'none'"
        return WorkloadSpec(
            name=FRONTEND,
            namespace=self.namespace,
            image=site.image,
            ports={"http": self.ports.frontend, "metrics": self.ports.metrics},
            resources=Resources(cpu="100m", memory="128Mi", cpu_limit="500m", memory_limit="512Mi"),
            scale=site.scale or self._bounds(FRONTEND),
            probes=Probes(port="http", liveness=site.health, readiness=site.health),
            env=site.env,
            metrics=Metrics(port="metrics"),
            route=Route(
                hosts=(self.host,),
                port="http",
                headers={"Content-Security-Policy": policy},
                rate_limit=RateLimit(requests_per_second=self.requests_per_second),
            ),
            slo=self.slo,
        )

    def _bounds(self, part: str) -> Scale:
        least, most = BOUNDS[self.environment][part]
        return Scale(min=least, max=most, requests_per_second=REQUESTS)
