"""Spoke, a schema registry: an HTTP API with PostgreSQL, Redis and object storage behind it."""

from typing import Literal

from pydantic import Field

from settings.application import ApplicationSettings
from settings.types import Model, SecretKey
from settings.workload import (
    Bucket,
    Edge,
    Metrics,
    PostgresBackup,
    Probes,
    RateLimit,
    Resources,
    Rollout,
    Route,
    TelemetryEnv,
    WorkloadSpec,
)

# By how many modules the registry holds: under 100, up to 1,000, and more.
SIZES = {
    "small": Resources(cpu="500m", memory="512Mi", cpu_limit="2", memory_limit="2Gi"),
    "medium": Resources(cpu="1", memory="1Gi", cpu_limit="2", memory_limit="2Gi"),
    "large": Resources(cpu="2", memory="2Gi", cpu_limit="2", memory_limit="2Gi"),
}


class SpokeSecrets(Model):
    """Names in the secret store. postgres_replica_urls: read replicas, separated by commas."""

    postgres_url: SecretKey
    redis_url: SecretKey
    postgres_replica_urls: SecretKey | None = None


class Spoke(ApplicationSettings):
    """postgres_connections: of each replica's pool. backup_days: how long a nightly dump is kept."""

    size: Literal["small", "medium", "large"] = "small"
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
            route=Route(
                hosts=(self.host,),
                port="http",
                rate_limit=RateLimit(requests_per_second=self.requests_per_second),
                max_body="16m",
            ),
            reaches={"postgres": Edge(ports=(5432,)), "redis": Edge(ports=(6379,))},
            buckets={
                "storage": Bucket(env="SPOKE_S3_BUCKET"),
                "backup": Bucket(expire_days=self.backup_days),
            },
            backup=PostgresBackup(url="SPOKE_POSTGRES_URL", bucket="backup", schedule="0 2 * * *"),
            slo=self.slo,
        )
        return (server,)
