"""Ironclad: an API that a team practises reliability on, with a PostgreSQL of its own beside it."""

from decimal import Decimal
from typing import Self

from pydantic import Field, field_validator, model_validator

from settings.application import ApplicationSettings
from settings.slo import Alerts, Down, ErrorRate, Requests, Slow
from settings.types import HttpPath, Image, Model, Quantity, SecretKey
from settings.workload import (
    Bucket,
    Caller,
    Claim,
    Container,
    Disruption,
    Edge,
    Metrics,
    PostgresBackup,
    Probes,
    RateLimit,
    Resources,
    Rollout,
    Route,
    Scale,
    WorkloadSpec,
)

NAMESPACE = "ironclad"
DATABASE, USER, POSTGRES = "ironclad", "ironclad_user", 5432
SIZE = Resources(cpu="500m", memory="512Mi", cpu_limit="1", memory_limit="1Gi")
# On the API's own port, and for nobody outside.
INSIDE = ("/metrics", "/api/chaos")


class IroncladSecrets(Model):
    """Names in the secret store. postgres_password: of ironclad_user, set when the database is first made; database_url: the
    connection string with the same password, postgres://ironclad_user:PASSWORD@postgres:5432/ironclad?sslmode=disable."""

    postgres_password: SecretKey
    database_url: SecretKey


class Chaos(Model):
    """Failures on purpose, for an exercise. error_rate: percent of the requests that are answered with an error; latency_ms:
    what every answer waits besides."""

    error_rate: int = Field(default=0, ge=0, le=100)
    latency_ms: int = Field(default=0, ge=0, le=60_000)

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.error_rate and not self.latency_ms:
            raise ValueError(
                "expected an error_rate or a latency_ms above 0; to end the exercise, take chaos out"
            )
        return self


class Ironclad(ApplicationSettings):
    """paths: of its API, the only ones that are routed. health: the path of its health, a connection is asked for without one.
    postgres, storage: its database's image and volume. backups: whether it is dumped into a bucket every night, which a cluster
    that exists already does not have. backup_days: how long a dump is kept. chaos: refused on a protected cluster."""

    scale: Scale = Field(default_factory=lambda: Scale(memory=None))
    secrets: IroncladSecrets
    paths: tuple[HttpPath, ...] = Field(min_length=1)
    health: HttpPath | None = None
    requests_per_second: int = Field(default=50, ge=1)
    postgres: Image = "postgres:16"
    storage: Quantity = "1Gi"
    backups: bool = True
    backup_days: int = Field(default=30, ge=1, le=3650)
    chaos: Chaos | None = None

    @field_validator("paths")
    @classmethod
    def _leave_inside(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if shown := [one for one in INSIDE if f"{one}/".startswith(f"{path.rstrip('/')}/")]:
                raise ValueError(
                    f"expected paths that leave {' and '.join(INSIDE)} inside the cluster, got {path}, under which "
                    f"{' and '.join(shown)} would be everybody's; name the API's own, such as /api/orders"
                )
        return paths

    @property
    def disturbed(self) -> str:
        return "chaos" if self.chaos else ""

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return self._database(), self._backend()

    def _database(self) -> WorkloadSpec:
        return WorkloadSpec(
            name="postgres",
            namespace=NAMESPACE,
            kind="stateful",
            image=self.postgres,
            user=999,  # of `postgres` in the official Debian image
            ports={"postgres": POSTGRES},
            resources=SIZE,
            scale=Scale(min=1, max=1),
            # By TCP: while the image makes the database, a server that is not the last one answers on the socket.
            probes=Probes(
                command=("pg_isready", "-h", "127.0.0.1", "-U", USER, "-d", DATABASE), startup_seconds=300
            ),
            rollout=Rollout(max_surge=0, max_unavailable=1, drain_seconds=0, grace_seconds=60),
            disruption=Disruption(max_unavailable=1),
            writable=("/var/run/postgresql", "/tmp"),
            # A folder below the volume's root, which has a lost+found and is not the database's own.
            claims={"data": Claim(path="/var/lib/postgresql/data", size=self.storage)},
            env={
                "POSTGRES_DB": DATABASE,
                "POSTGRES_USER": USER,
                "PGDATA": "/var/lib/postgresql/data/pgdata",
            },
            secrets={"POSTGRES_PASSWORD": self.secrets.postgres_password},
            reached_by=tuple(
                Caller(namespace=NAMESPACE, name=name, ports=("postgres",))
                for name in ("backend", *(("backend-backup",) if self.backups else ()))
            ),
        )

    def _backend(self) -> WorkloadSpec:
        chaos = self.chaos or Chaos.model_construct()
        return WorkloadSpec(
            name="backend",
            namespace=NAMESPACE,
            image=self.image,
            ports={"http": 3000},
            resources=SIZE,
            scale=self.scale,
            candidate=self.candidate,
            probes=Probes(port="http", liveness=self.health, readiness=self.health),
            rollout=Rollout(max_surge=1, max_unavailable=1),
            disruption=Disruption(min_available=2),
            containers={"wait-for-postgres": self._waiting()},
            env={
                "CHAOS_ENABLED": "true" if self.chaos else "false",
                "CHAOS_ERROR_RATE": str(chaos.error_rate),
                "CHAOS_LATENCY_MS": str(chaos.latency_ms),
            },
            secrets={"DATABASE_URL": self.secrets.database_url},
            metrics=Metrics(port="http", interval="15s", requests=Requests(), found_by="annotations"),
            route=Route(
                hosts=(self.host,),
                port="http",
                paths=self.paths,
                rate_limit=RateLimit(requests_per_second=self.requests_per_second),
            ),
            reaches={
                "postgres": Edge(ports=(POSTGRES,), to="workload", workload=f"{NAMESPACE}/postgres"),
            },
            buckets={"backup": Bucket(expire_days=self.backup_days)} if self.backups else {},
            backup=PostgresBackup(url="DATABASE_URL", bucket="backup", image=self.postgres)
            if self.backups
            else None,
            slo=self.slo,
            alerts=Alerts(
                team="sre",
                error_rate=ErrorRate(percent=Decimal(5), minutes=5, by="instance"),
                slow=Slow(percentile=Decimal(95), threshold="500ms"),
                down=Down(),
            ),
        )

    def _waiting(self) -> Container:
        """The database is ready before the API starts."""
        asked = f"until pg_isready -h postgres -p {POSTGRES} -U {USER} -d {DATABASE}; do sleep 2; done"
        return Container(
            image=self.postgres,
            role="before",
            command=("sh", "-c", asked),
            resources=Resources(cpu="50m", memory="64Mi", cpu_limit="500m", memory_limit="128Mi"),
        )
