"""ORION's auth-service asks for what its specification says: each figure of it stands here."""

from decimal import Decimal
from typing import Any, cast

import pytest
from pydantic import ValidationError

from settings.workload import Metrics, Route, WorkloadSpec
from stacks.orion import Orion
from tests.whole import changed

SETTINGS: dict[str, Any] = {
    "image": "registry.example.com/orion/auth-service:1.4.2",
    "host": "auth.orion.example.com",
}


def auth(**changes: Any) -> WorkloadSpec:
    (spec,) = Orion.model_validate({**SETTINGS, **changes}).workloads()
    return spec


def test_it_lives_in_its_platforms_namespace() -> None:
    assert (auth().name, auth().namespace) == ("auth-service", "orion")


def test_prometheus_scrapes_it_on_3001_every_thirty_seconds() -> None:
    metrics = cast(Metrics, auth().metrics)

    assert auth().ports[metrics.port] == 3001
    assert (metrics.port, metrics.path, metrics.interval) == ("http", "/metrics", "30s")


def test_it_runs_on_three_to_ten_replicas_of_which_one_stays_through_a_drain() -> None:
    spec = auth()

    assert (spec.scale.min, spec.scale.max) == (3, 10)
    assert spec.disruption.min_available == 1


def test_its_resources_are_the_specifications() -> None:
    resources = auth().resources

    assert (resources.cpu, resources.memory, resources.cpu_limit, resources.memory_limit) == (
        "100m",
        "128Mi",
        "500m",
        "512Mi",
    )


def test_only_the_api_is_routed_so_that_metrics_stay_inside() -> None:
    route = cast(Route, auth().route)

    assert route.paths == ("/api/auth",)
    assert str(auth().probes.liveness).startswith("/api/auth")


def test_logins_are_limited() -> None:
    assert cast(Route, auth(requests_per_second=5).route).rate_limit.requests_per_second == 5  # type: ignore[union-attr]


def test_further_domains_are_on_the_route() -> None:
    hosts = cast(Route, auth(alternative_hosts=["login.orion.example.com"]).route).hosts

    assert hosts == ("auth.orion.example.com", "login.orion.example.com")


def test_a_stack_may_give_it_variables_secrets_and_edges() -> None:
    spec = auth(env={"MODE": "on"}, secrets={"KEY": "orion/key"}, reaches={"postgres": {"ports": [5432]}})

    assert (spec.env, spec.secrets, list(spec.reaches)) == (
        {"MODE": "on"},
        {"KEY": "orion/key"},
        ["postgres"],
    )


def test_an_objective_is_the_stacks_and_its_alerts_are_those_that_its_specification_names() -> None:
    spec = auth(slo={"availability": 99.9})

    assert spec.slo
    assert spec.slo.availability == Decimal("99.9")
    assert auth().slo is None
    assert spec.alerts.down
    assert {name: one.counter for name, one in spec.alerts.failures.items()} == {
        "logins": "auth_login_attempts_total"
    }
    assert auth(failed_logins={"outcome": "denied"}).alerts.failures["logins"].failed == {"outcome": "denied"}
    assert (spec.alerts.error_rate, spec.alerts.slow) == (None, None)


def test_it_counts_its_requests_under_the_names_of_its_specification() -> None:
    requests = cast(Metrics, auth().metrics).requests

    assert requests
    assert (requests.total, requests.duration) == ("http_requests_total", "http_request_duration_seconds")


def test_a_scale_that_contradicts_its_budget_is_refused() -> None:
    with pytest.raises(ValidationError, match="no node could ever be drained"):
        auth(scale={"min": 1, "max": 2})


def test_unpublished_it_has_neither_route_nor_certificate_and_is_watched_all_the_same() -> None:
    spec = auth(published=False)

    assert spec.route is None
    assert spec.metrics
    assert spec.alerts == auth().alerts
    assert spec.disruption == auth().disruption


def test_an_objective_of_what_is_not_published_is_refused() -> None:
    with pytest.raises(ValidationError, match="slo is measured at the way in, expected a route"):
        auth(published=False, slo={"availability": 99.9})


def test_it_drains_for_fifteen_seconds_and_then_has_thirty() -> None:
    assert (auth().rollout.drain_seconds, auth().rollout.grace_seconds) == (15, 30)


def test_its_next_version_is_tried_beside_it() -> None:
    tried = auth(candidate={"image": "registry.example.com/orion/auth-service:1.5.0", "weight": 5}).candidate

    assert tried
    assert tried.share == 5


def test_unpublished_it_runs_without_a_certificate_and_without_an_address() -> None:
    made = changed("local", applications={"orion": {**SETTINGS, "published": False}})

    assert made.one("kubernetes:apps/v1:Deployment", "main-auth-service")
    assert made.of("kubernetes:cert-manager.io/v1:Certificate") == []
    assert made.outputs["applications"] == {}
