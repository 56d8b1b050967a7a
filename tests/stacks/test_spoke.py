"""Spoke asks for what its deployment guide says: each figure of the guide stands here."""

from typing import Any, cast

import pytest
from pydantic import ValidationError

from settings.slo import Alerts
from settings.workload import Metrics, PostgresBackup, Route, WorkloadSpec
from stacks.spoke import Spoke

SETTINGS: dict[str, Any] = {
    "image": "registry.example.com/spoke/server:2.3.0",
    "host": "spoke.example.com",
    "secrets": {"postgres_url": "spoke/postgres-url", "redis_url": "spoke/redis-url"},
}


def server(**changes: Any) -> WorkloadSpec:
    (spec,) = Spoke.model_validate({**SETTINGS, **changes}).workloads()
    return spec


def test_it_serves_on_8080_and_shows_health_and_metrics_on_9090() -> None:
    spec = server()

    assert spec.ports == {"http": 8080, "health": 9090}
    assert (spec.probes.port, spec.probes.liveness, spec.probes.readiness) == (
        "health",
        "/health/live",
        "/health/ready",
    )
    assert (
        cast(Metrics, spec.metrics).port,
        cast(Metrics, spec.metrics).path,
        cast(Metrics, spec.metrics).interval,
    ) == ("health", "/metrics", "30s")


def test_a_start_may_take_sixty_seconds() -> None:
    assert server().probes.startup_seconds == 60


def test_it_runs_on_three_to_ten_replicas_by_cpu_70_and_memory_80() -> None:
    scale = server().scale

    assert (scale.min, scale.max, scale.cpu, scale.memory) == (3, 10, 70, 80)


def test_a_rollout_adds_one_pod_before_it_takes_one_and_drains_for_fifteen_seconds() -> None:
    rollout = server().rollout

    assert (rollout.max_surge, rollout.max_unavailable, rollout.drain_seconds) == (1, 0, 15)


@pytest.mark.parametrize(
    ("size", "cpu", "memory"), [("small", "500m", "512Mi"), ("medium", "1", "1Gi"), ("large", "2", "2Gi")]
)
def test_its_sizes_are_the_guides(size: str, cpu: str, memory: str) -> None:
    resources = server(size=size).resources

    assert (resources.cpu, resources.memory) == (cpu, memory)
    assert (resources.cpu_limit, resources.memory_limit) == ("2", "2Gi")


def test_storage_is_postgres_with_twenty_connections() -> None:
    assert server().env == {"SPOKE_STORAGE_TYPE": "postgres", "SPOKE_POSTGRES_MAX_CONNS": "20"}
    assert server(postgres_connections=50).env["SPOKE_POSTGRES_MAX_CONNS"] == "50"


def test_read_replicas_are_a_secret_when_there_are_any() -> None:
    assert "SPOKE_POSTGRES_REPLICA_URLS" not in server().secrets
    secrets = {**SETTINGS["secrets"], "postgres_replica_urls": "spoke/replicas"}
    assert server(secrets=secrets).secrets["SPOKE_POSTGRES_REPLICA_URLS"] == "spoke/replicas"


def test_it_reaches_postgres_and_redis() -> None:
    assert {name: edge.ports for name, edge in server().reaches.items()} == {
        "postgres": (5432,),
        "redis": (6379,),
    }


def test_it_is_dumped_at_two_every_night_with_postgres_16() -> None:
    backup = cast(PostgresBackup, server().backup)

    assert (backup.schedule, backup.image, backup.url) == ("0 2 * * *", "postgres:16", "SPOKE_POSTGRES_URL")


def test_dumps_expire_and_the_applications_objects_do_not() -> None:
    buckets = server(backup_days=7).buckets

    assert (buckets["backup"].expire_days, buckets["storage"].expire_days) == (7, None)


def test_it_is_routed_under_its_host_with_a_rate_limit() -> None:
    route = cast(Route, server().route)

    assert route.hosts == ("spoke.example.com",)
    assert route.rate_limit is not None


def test_open_telemetry_goes_by_spokes_own_names() -> None:
    telemetry = server().telemetry

    assert telemetry is not None
    assert (telemetry.enabled, telemetry.endpoint) == ("SPOKE_OTEL_ENABLED", "SPOKE_OTEL_ENDPOINT")


def test_its_guide_names_no_alert_and_an_objective_is_the_stacks() -> None:
    assert server().alerts == Alerts()
    assert server().slo is None
    assert server(slo={"latency": {"threshold": "250ms"}}).slo


def test_a_missing_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"secrets\.redis_url"):
        Spoke.model_validate({**SETTINGS, "secrets": {"postgres_url": "spoke/postgres-url"}})


def test_replicas_keep_off_each_others_nodes_strictly_where_it_is_said() -> None:
    assert server().spread == "preferred"
    assert server(spread="required").spread == "required"


def test_a_load_balancer_of_its_own_takes_the_place_of_the_route_and_shows_the_api_alone() -> None:
    spec = server(load_balancer={"allow_from": ["10.0.0.0/8"]})

    assert spec.route is None
    assert spec.load_balancer
    assert (spec.load_balancer.ports, spec.load_balancer.internal) == (("http",), True)
    assert spec.load_balancer.allow_from == ("10.0.0.0/8",)
    assert server().load_balancer is None


def test_a_load_balancer_for_everybody_has_to_say_so() -> None:
    with pytest.raises(ValidationError, match=r"load_balancer\.allow_from"):
        server(load_balancer={})


def test_an_objective_needs_the_route() -> None:
    with pytest.raises(ValidationError, match="slo is measured at the way in, expected a route"):
        server(load_balancer={"allow_from": ["10.0.0.0/8"]}, slo={"availability": 99.9})


def test_its_dump_is_restored_every_week_to_see_that_it_can_be() -> None:
    drill = cast(PostgresBackup, server().backup).drill

    assert drill
    assert (drill.schedule, drill.max_age_hours) == ("0 5 * * 0", 26)


def test_its_next_version_is_tried_beside_it() -> None:
    tried = {"image": "registry.example.com/spoke/server:2.4.0", "strategy": "blue-green"}

    assert server(candidate=tried).candidate
