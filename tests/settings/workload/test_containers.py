"""What runs in a pod: sizes, probes, and containers beside the workload's own."""

from typing import Any

import pytest

from settings.workload import SIZES, Container, Probes, Resources, WorkloadSpec
from tests.settings.workload.given import LEAST, refused, spec, wrong

RESOURCES = LEAST["resources"]
BESIDE: dict[str, Any] = {"image": "registry.example.com/exporter:1.0.0", "resources": "small"}


def test_requests_above_their_limits_are_all_told_with_both() -> None:
    told = wrong(Resources, {"cpu": "3", "memory": "1Gi", "cpu_limit": "1", "memory_limit": "512Mi"})

    assert "expected cpu to be at most cpu_limit, got 3 and 1" in told
    assert "expected memory to be at most memory_limit, got 1Gi and 512Mi" in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"memory": "128m"},
            "memory\n  Value error, expected 1Mi or more, such as 512Mi or 2Gi: m would be thousandths",
        ),
        ({"memory_limit": 512}, "memory_limit\n  Value error, expected 1Mi or more"),
        ({"cpu": "512Mi"}, "cpu\n  Value error, expected cores above zero such as 500m (half a core) or 2"),
        ({"cpu": "0"}, "cpu\n  Value error, expected cores above zero"),
        ({"cpu_limit": "lots"}, "cpu_limit\n  Value error, expected a Kubernetes quantity"),
    ],
)
def test_cores_and_bytes_are_not_mistaken_for_each_other(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Resources, {**RESOURCES, **given})


@pytest.mark.parametrize("size", SIZES)
def test_a_size_may_be_said_by_its_name(size: str) -> None:
    assert spec(resources=size).resources == SIZES[size]


@pytest.mark.parametrize("given", ["huge", 5, None])
def test_another_size_is_told_which_there_are(given: object) -> None:
    assert (
        "resources\n  Value error, expected one of small, medium, large, or cpu, memory, cpu_limit and memory_limit"
        in refused(resources=given)
    )


def test_a_size_may_be_made_by_a_module() -> None:
    size = Resources.model_validate(RESOURCES)

    assert WorkloadSpec.model_validate({**LEAST, "resources": size}).resources is size


def test_a_start_may_take_a_minute() -> None:
    assert Probes(port="http").startup_seconds == 60


@pytest.mark.parametrize(
    "given",
    [
        {"port": "http"},
        {"port": "http", "liveness": "/", "readiness": "/"},
        {"command": ["pg_isready"]},
    ],
)
def test_health_is_asked_for_by_a_connection_by_http_or_by_a_command(given: dict[str, Any]) -> None:
    assert Probes.model_validate(given).model_dump(exclude_defaults=True).keys() == given.keys()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "expected a port or a command to ask, and not both"),
        ({"port": "http", "command": ["true"]}, "expected a port or a command to ask, and not both"),
        ({"port": "http", "liveness": "/"}, "expected liveness and readiness together, and with a port"),
        ({"port": "http", "readiness": "/"}, "expected liveness and readiness together, and with a port"),
        (
            {"command": ["true"], "liveness": "/", "readiness": "/"},
            "expected liveness and readiness together, and with a port",
        ),
    ],
)
def test_health_is_asked_for_in_one_way(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Probes, given)


def test_a_container_lives_beside_the_workloads_own_and_is_given_nothing() -> None:
    beside = Container.model_validate(BESIDE)

    assert (beside.role, beside.ports, beside.secrets, beside.shares) == ("beside", {}, (), ())
    assert (beside.command, beside.args, beside.env, beside.user, beside.probes) == ((), (), {}, None, None)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"role": "before", "probes": {"command": ["true"]}},
            'expected no probes with role "before": it only has to end',
        ),
        (
            {"role": "before", "ports": {"metrics": 9187}},
            'expected no ports with role "before": it ends before anybody could reach them',
        ),
        (
            {"probes": {"port": "metrics"}},
            "probes.port names the port 'metrics', expected it among its ports, which are none",
        ),
        (
            {"ports": {"web": 9187}, "probes": {"port": "metrics"}},
            "probes.port names the port 'metrics', expected one of web",
        ),
    ],
)
def test_a_container_fits_its_role(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Container, {**BESIDE, **given})
