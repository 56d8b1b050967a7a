"""Ironclad asks for what its documentation says: each figure of it stands here."""

from decimal import Decimal
from typing import Any, cast

import pytest
from pydantic import ValidationError

from settings.load import SettingsError, parse
from settings.workload import Metrics, PostgresBackup, Route, WorkloadSpec
from stacks.ironclad import Ironclad
from tests.settings.stack import EKS, PLATFORM
from tests.whole import whole

SETTINGS: dict[str, Any] = {
    "image": "registry.example.com/ironclad/backend:2.0.0",
    "host": "ironclad.example.com",
    "paths": ["/api/orders"],
    "secrets": {"postgres_password": "ironclad/database#password", "database_url": "ironclad/database#url"},
}
EXISTING = {
    "cloud": "existing",
    "context": "minikube",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
    "protect": False,
}
# As the Secrets of one namespace name them.
LOCAL = {"postgres_password": "ironclad-database#password", "database_url": "ironclad-database#url"}


def database(**changes: Any) -> WorkloadSpec:
    return Ironclad.model_validate({**SETTINGS, **changes}).workloads()[0]


def backend(**changes: Any) -> WorkloadSpec:
    return Ironclad.model_validate({**SETTINGS, **changes}).workloads()[1]


def stacked(cluster: dict[str, Any], **changes: Any) -> list[str]:
    """What is wrong with Ironclad on a cluster, a line each."""
    config = {
        "clusters": {"main": cluster},
        "platform": {
            **PLATFORM,
            "secrets": {"prefix": "example-"},
            "monitoring": {"grafana_admin": "grafana-admin"},
        },
        "applications": {"ironclad": {**SETTINGS, **changes}},
    }
    try:
        parse(config, {"ironclad": Ironclad})
    except SettingsError as error:
        return str(error).splitlines()[1:]
    return []


def test_everything_is_in_one_namespace() -> None:
    specs = Ironclad.model_validate(SETTINGS).workloads()

    assert [(spec.namespace, spec.name) for spec in specs] == [
        ("ironclad", "postgres"),
        ("ironclad", "backend"),
    ]


def test_the_database_is_one_stateful_replica_of_postgres_16_on_5432_with_a_volume_of_1gi() -> None:
    spec = database()

    assert (spec.kind, spec.image, spec.ports) == ("stateful", "postgres:16", {"postgres": 5432})
    assert (spec.scale.min, spec.scale.max) == (1, 1)
    assert {name: (claim.path, claim.size) for name, claim in spec.claims.items()} == {
        "data": ("/var/lib/postgresql/data", "1Gi")
    }
    assert database(storage="20Gi").claims["data"].size == "20Gi"


def test_its_data_is_in_a_folder_of_the_volume_for_the_root_has_a_lost_and_found() -> None:
    assert database().env["PGDATA"].startswith(f"{database().claims['data'].path}/")


def test_the_database_and_its_user_are_made_at_the_first_start_with_a_password_from_the_store() -> None:
    spec = database()

    assert (spec.env["POSTGRES_DB"], spec.env["POSTGRES_USER"]) == ("ironclad", "ironclad_user")
    assert spec.secrets["POSTGRES_PASSWORD"] == "ironclad/database#password"
    assert not [name for name in spec.env if "PASSWORD" in name]


def test_each_is_given_its_own_secret_and_not_the_others() -> None:
    assert database().secrets == {"POSTGRES_PASSWORD": "ironclad/database#password"}
    assert backend().secrets == {"DATABASE_URL": "ironclad/database#url"}


def test_the_database_runs_as_its_images_own_user_with_a_read_only_root() -> None:
    assert database().user == 999
    assert database().writable == ("/var/run/postgresql", "/tmp")


def test_the_database_is_asked_by_pg_isready_over_tcp() -> None:
    assert database().probes.command[:3] == ("pg_isready", "-h", "127.0.0.1")


def test_a_drain_may_move_the_only_replica_and_it_ends_at_once() -> None:
    spec = database()

    assert spec.disruption.max_unavailable == 1
    assert (spec.rollout.drain_seconds, spec.rollout.grace_seconds) == (0, 60)


def test_only_the_backend_and_its_backup_reach_the_database_and_they_reach_nothing_else() -> None:
    (edge,) = backend().reaches.values()

    assert [(caller.namespace, caller.name, caller.ports) for caller in database().reached_by] == [
        ("ironclad", "backend", ("postgres",)),
        ("ironclad", "backend-backup", ("postgres",)),
    ]
    assert [caller.name for caller in database(backups=False).reached_by] == ["backend"]
    assert (edge.to, edge.workload, edge.ports) == ("workload", "ironclad/postgres", (5432,))
    assert database().reaches == {}
    assert database().route is None


def test_the_backend_starts_after_the_database() -> None:
    waiting = backend().containers["wait-for-postgres"]

    assert waiting.role == "before"
    assert "pg_isready -h postgres -p 5432" in waiting.command[-1]


def test_the_backend_serves_on_3000_with_three_to_ten_replicas_by_cpu_70() -> None:
    spec = backend()

    assert spec.ports == {"http": 3000}
    assert (spec.scale.min, spec.scale.max, spec.scale.cpu, spec.scale.memory) == (3, 10, 70, None)


def test_an_update_adds_one_and_takes_one_and_two_stay_through_a_drain() -> None:
    spec = backend()

    assert (spec.rollout.max_surge, spec.rollout.max_unavailable) == (1, 1)
    assert spec.disruption.min_available == 2
    with pytest.raises(ValidationError, match="no node could ever be drained"):
        backend(scale={"min": 2, "max": 4})


@pytest.mark.parametrize("spec", [database(), backend()], ids=["database", "backend"])
def test_limits_are_twice_what_is_reserved(spec: WorkloadSpec) -> None:
    size = spec.resources

    assert (size.cpu, size.memory, size.cpu_limit, size.memory_limit) == ("500m", "512Mi", "1", "1Gi")


def test_prometheus_finds_the_backend_by_annotations_every_fifteen_seconds() -> None:
    metrics = cast(Metrics, backend().metrics)

    assert (metrics.found_by, metrics.port, metrics.path, metrics.interval) == (
        "annotations",
        "http",
        "/metrics",
        "15s",
    )
    assert metrics.requests
    assert (metrics.requests.total, metrics.requests.status) == ("http_requests_total", "status")
    assert metrics.requests.duration == "http_request_duration_seconds"


def test_five_percent_of_errors_half_a_second_and_nobody_there_wake_the_team_sre() -> None:
    alerts = backend().alerts

    assert alerts.error_rate
    assert alerts.slow
    assert alerts.down
    assert (alerts.error_rate.percent, alerts.error_rate.minutes) == (Decimal(5), 5)
    assert alerts.error_rate.by == "instance"
    assert (alerts.slow.percentile, alerts.slow.threshold) == (Decimal(95), "500ms")
    assert alerts.team == "sre"


def test_an_objective_of_999_leaves_43_minutes_a_month() -> None:
    slo = backend(slo={"availability": 99.9}).slo

    assert slo
    assert slo.availability
    assert (100 - slo.availability) / 100 * 30 * 24 * 60 == Decimal("43.2")


def test_its_health_is_a_path_where_there_is_one() -> None:
    assert (backend().probes.port, backend().probes.liveness) == ("http", None)
    assert backend(health="/healthz").probes.readiness == "/healthz"


def test_its_route_is_its_apis_with_a_limit() -> None:
    route = cast(Route, backend(requests_per_second=5).route)

    assert (route.hosts, route.port, route.paths) == (("ironclad.example.com",), "http", ("/api/orders",))
    assert route.rate_limit
    assert route.rate_limit.requests_per_second == 5


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/", "/metrics and /api/chaos"), ("/api", "/api/chaos"), ("/metrics/", "/metrics")],
)
def test_a_route_that_shows_metrics_or_chaos_to_everybody_is_refused(path: str, shown: str) -> None:
    with pytest.raises(ValidationError, match=rf"got {path}, under which {shown} would be everybody's"):
        backend(paths=["/api/orders", path])


def test_a_path_that_only_begins_alike_is_none_of_them() -> None:
    assert cast(Route, backend(paths=["/api/chaotic"]).route).paths == ("/api/chaotic",)


def test_chaos_is_off_and_says_so() -> None:
    assert backend().env == {"CHAOS_ENABLED": "false", "CHAOS_ERROR_RATE": "0", "CHAOS_LATENCY_MS": "0"}


def test_errors_and_latency_are_switched_on_by_settings() -> None:
    assert backend(chaos={"error_rate": 5, "latency_ms": 500}).env == {
        "CHAOS_ENABLED": "true",
        "CHAOS_ERROR_RATE": "5",
        "CHAOS_LATENCY_MS": "500",
    }


def test_chaos_that_does_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="expected an error_rate or a latency_ms above 0"):
        backend(chaos={})


def test_production_refuses_chaos_and_a_cluster_that_may_go_takes_it() -> None:
    chaos = {"latency_ms": 500}

    (line,) = stacked({**EKS, "protect": True}, chaos=chaos)
    assert "applications.ironclad.chaos: expected none on clusters.main, which is protected" in line
    assert stacked({**EKS, "protect": False}, chaos=chaos) == []
    assert stacked({**EKS, "protect": True}) == []


def test_it_is_dumped_every_night_by_its_own_version_and_the_dump_is_tried() -> None:
    spec = backend()
    backup = cast(PostgresBackup, spec.backup)

    assert (backup.schedule, backup.image, backup.url) == ("0 2 * * *", "postgres:16", "DATABASE_URL")
    assert backup.drill
    assert spec.buckets[backup.bucket].expire_days == 30
    assert cast(PostgresBackup, backend(postgres="postgres:17").backup).image == "postgres:17"


def test_on_a_cluster_without_buckets_it_says_that_it_has_no_backups() -> None:
    (line,) = stacked(EXISTING, secrets=LOCAL)
    assert "applications.ironclad: expected clusters with a bucket to give, got 'main'" in line

    assert stacked(EXISTING, secrets=LOCAL, backups=False) == []
    assert (backend(backups=False).backup, backend(backups=False).buckets) == (None, {})


def test_a_candidate_is_the_backends() -> None:
    tried = {"image": "registry.example.com/ironclad/backend:2.1.0"}

    assert backend(candidate=tried).candidate
    assert database(candidate=tried).candidate is None


def test_a_laptop_runs_all_of_it_but_the_backups() -> None:
    laptop, cloud = whole("local"), whole("staging")

    assert laptop.one("kubernetes:apps/v1:StatefulSet", "main-postgres")
    assert laptop.one("kubernetes:apps/v1:Deployment", "main-backend")
    assert laptop.of("kubernetes:batch/v1:CronJob") == []
    assert cloud.one("kubernetes:batch/v1:CronJob", "main-backend-backup")
    assert cloud.one("kubernetes:batch/v1:CronJob", "main-backend-drill")
    assert laptop.outputs["applications"]["ironclad"] == "https://ironclad.localhost"
