"""Spoke, a schema registry: an HTTP API with PostgreSQL, Redis and object storage behind it."""

from typing import Literal

from pydantic import Field

from settings.application import ApplicationSettings
from settings.types import Cidr, Model, SecretKey
from settings.workload import (
    SIZES,
    Bucket,
    Edge,
    LoadBalancer,
    Metrics,
    PostgresBackup,
    Probes,
    RateLimit,
    Rollout,
    Route,
    TelemetryEnv,
    WorkloadSpec,
)


class SpokeSecrets(Model):
    """Names in the secret store. postgres_replica_urls: read replicas, separated by commas."""

    postgres_url: SecretKey
    redis_url: SecretKey
    postgres_replica_urls: SecretKey | None = None


class OwnLoadBalancer(Model):
    """A load balancer of Spoke's own, which adds nothing to plain HTTP: so none on the internet unless somebody says so.
    allow_from: the blocks that clients must be in."""

    allow_from: tuple[Cidr, ...] = Field(min_length=1)
    internal: bool = True


class Spoke(ApplicationSettings):
    """size: by how many modules the registry holds, small under 100, medium up to 1,000, large above. spread: "required" never
    has two replicas on one node. load_balancer: instead of the route over TLS. postgres_connections: of each replica's pool.
    backup_days: how long a nightly dump is kept."""

    size: Literal["small", "medium", "large"] = "small"
    spread: Literal["preferred", "required"] = "preferred"
    load_balancer: OwnLoadBalancer | None = None
    secrets: SpokeSecrets
    postgres_connections: int = Field(default=20, ge=1, le=500)
    requests_per_second: int = Field(default=50, ge=1)
    backup_days: int = Field(default=30, ge=1, le=3650)

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        replicas = self.secrets.postgres_replica_urls
        server = WorkloadSpec(
            name="spoke",
            namespace="spoke",
            image=self.image,
            ports={"http": 8080, "health": 9090},
            resources=SIZES[self.size],
            scale=self.scale,
            spread=self.spread,
            candidate=self.candidate,
            probes=Probes(
                port="health", liveness="/health/live", readiness="/health/ready", startup_seconds=60
            ),
            rollout=Rollout(max_surge=1, max_unavailable=0, drain_seconds=15),
            env={
                "SPOKE_STORAGE_TYPE": "postgres",
                "SPOKE_POSTGRES_MAX_CONNS": str(self.postgres_connections),
            },
            secrets={
                "SPOKE_POSTGRES_URL": self.secrets.postgres_url,
                "SPOKE_REDIS_URL": self.secrets.redis_url,
                **({"SPOKE_POSTGRES_REPLICA_URLS": replicas} if replicas else {}),
            },
            telemetry=TelemetryEnv(enabled="SPOKE_OTEL_ENABLED", endpoint="SPOKE_OTEL_ENDPOINT"),
            metrics=Metrics(port="health", interval="30s"),
            route=None if self.load_balancer else self._route(),
            load_balancer=LoadBalancer(ports=("http",), **self.load_balancer.model_dump())
            if self.load_balancer
            else None,
            reaches={"postgres": Edge(ports=(5432,)), "redis": Edge(ports=(6379,))},
            buckets={
                "storage": Bucket(env="SPOKE_S3_BUCKET"),
                "backup": Bucket(expire_days=self.backup_days),
            },
            backup=PostgresBackup(url="SPOKE_POSTGRES_URL", bucket="backup", schedule="0 2 * * *"),
            slo=self.slo,
        )
        return (server,)

    def _route(self) -> Route:
        return Route(
            hosts=(self.host,),
            port="http",
            rate_limit=RateLimit(requests_per_second=self.requests_per_second),
            max_body="16m",
        )
