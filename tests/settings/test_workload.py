"""A workload's spec: contradictions are refused before anything is registered."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.workload import Cors, Disruption, Edge, Resources, Rollout, Scale, WorkloadSpec

SPEC: dict[str, Any] = {
    "name": "app",
    "namespace": "team",
    "image": "registry.example.com/app:1.0.0",
    "ports": {"http": 8080},
    "resources": {"cpu": "100m", "memory": "128Mi", "cpu_limit": "500m", "memory_limit": "512Mi"},
    "probes": {"port": "http", "liveness": "/live", "readiness": "/ready"},
}


def refused(**changes: Any) -> str:
    with pytest.raises(ValidationError) as error:
        WorkloadSpec.model_validate({**SPEC, **changes})
    return str(error.value)


def test_the_least_a_spec_can_say_is_complete() -> None:
    spec = WorkloadSpec.model_validate(SPEC)

    assert (spec.scale.min, spec.scale.max) == (3, 10)
    assert spec.rollout.max_unavailable == 0
    assert spec.disruption.max_unavailable == 1


def test_a_request_above_its_limit_is_refused_with_both() -> None:
    with pytest.raises(ValidationError, match="memory to be at most memory_limit, got 1Gi and 512Mi"):
        Resources(cpu="1", memory="1Gi", cpu_limit="1", memory_limit="512Mi")


def test_a_scale_whose_min_is_above_its_max_is_refused() -> None:
    with pytest.raises(ValidationError, match="got min 5 and max 3"):
        Scale(min=5, max=3)


def test_a_scale_that_nothing_moves_is_refused() -> None:
    with pytest.raises(ValidationError, match="a cpu, a memory or a requests_per_second target"):
        Scale(cpu=None, memory=None)


def test_a_rollout_that_cannot_begin_is_refused() -> None:
    with pytest.raises(ValidationError, match="a rollout cannot begin"):
        Rollout(max_surge=0, max_unavailable=0)


def test_a_budget_says_one_thing() -> None:
    with pytest.raises(ValidationError, match="exactly one of"):
        Disruption(min_available=1, max_unavailable=1)
    with pytest.raises(ValidationError, match="exactly one of"):
        Disruption()


@pytest.mark.parametrize("budget", [{"min_available": 3}, {"max_unavailable": 0}])
def test_a_budget_that_blocks_every_drain_is_refused(budget: dict[str, int]) -> None:
    assert "no node could ever be drained" in refused(disruption=budget)


def test_an_edge_to_blocks_names_them_and_no_other_edge_does() -> None:
    with pytest.raises(ValidationError, match='exactly when to is "cidrs"'):
        Edge(ports=(443,), to="cidrs")
    with pytest.raises(ValidationError, match='exactly when to is "cidrs"'):
        Edge(ports=(443,), to="internet", cidrs=("192.0.2.0/24",))


def test_every_port_that_is_named_must_exist_and_all_mistakes_are_told_at_once() -> None:
    text = refused(
        probes={"port": "web", "liveness": "/", "readiness": "/"},
        metrics={"port": "metrics"},
        route={"hosts": ["a.example.com"], "port": "api"},
    )

    assert "probes.port names the port 'web', expected one of http" in text
    assert "metrics.port names the port 'metrics'" in text
    assert "route.port names the port 'api'" in text


def test_two_names_for_one_port_are_refused() -> None:
    assert "every port number once" in refused(ports={"http": 8080, "web": 8080})


def test_a_variable_is_plain_or_secret() -> None:
    assert "URL stands in env and in secrets" in refused(env={"URL": "x"}, secrets={"URL": "team/url"})


def test_a_backup_names_its_secret_and_its_bucket() -> None:
    text = refused(backup={"url": "DATABASE_URL", "bucket": "backup"})

    assert "backup.url names 'DATABASE_URL', which is not among the secrets" in text
    assert "backup.bucket names 'backup', which is not among the buckets" in text


def test_a_backup_reaches_its_database() -> None:
    text = refused(
        backup={"url": "DATABASE_URL", "bucket": "backup"},
        secrets={"DATABASE_URL": "team/url"},
        buckets={"backup": {}},
    )

    assert "reaches.postgres" in text


def test_an_edge_names_hosts_on_the_internet_only() -> None:
    assert Edge(ports=(443,), to="internet", hosts=("api.example.com",)).hosts == ("api.example.com",)
    with pytest.raises(ValidationError, match='expected hosts only when to is "internet"'):
        Edge(ports=(5432,), to="private", hosts=("db.example.com",))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"origins": ["*"], "credentials": True},
            r"expected origins by name where credentials are sent, got \*: browsers refuse the two together",
        ),
        ({"origins": ["*", "https://a.example.com"]}, r"expected \* alone or origins by name, got both"),
        ({"origins": ["a.example.com"]}, "String should match pattern"),
        ({"origins": []}, "at least 1 item"),
    ],
)
def test_other_sites_are_named_with_their_scheme_or_are_everybodys(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Cors.model_validate(said)
