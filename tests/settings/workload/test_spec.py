"""The whole of a workload's description: what it has without a word, and what it may be called."""

from typing import Any

import pytest

from settings.slo import Alerts
from settings.workload import Disruption, Edge, Rollout, Scale
from tests.settings.workload.given import refused, spec


def test_the_least_a_spec_can_say_is_complete() -> None:
    least = spec()

    assert (least.kind, least.spread, least.priority, least.user) == (
        "stateless",
        "preferred",
        "normal",
        10001,
    )
    assert (least.scale, least.rollout, least.disruption) == (
        Scale(),
        Rollout(),
        Disruption(max_unavailable=1),
    )
    assert least.writable == ("/tmp",)
    assert least.alerts == Alerts()


def test_what_a_spec_does_not_ask_for_is_not_there() -> None:
    least = spec()
    mappings = (
        "nodes",
        "claims",
        "containers",
        "env",
        "secrets",
        "files",
        "reaches",
        "jobs",
        "schedules",
        "buckets",
    )
    parts = ("candidate", "telemetry", "metrics", "route", "load_balancer", "backup", "slo")

    assert {name: getattr(least, name) for name in mappings} == {name: {} for name in mappings}
    assert {name: getattr(least, name) for name in parts} == dict.fromkeys(parts)
    assert (least.command, least.args, least.reached_by, least.access, least.token) == ((), (), (), (), False)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "1app"}, "name\n  Value error, expected a letter first: its Service has the same name"),
        (
            {"name": "default"},
            "name\n  Value error, expected another name, for every namespace has a service account",
        ),
        (
            {"namespace": "kube-system"},
            "namespace\n  Value error, expected a namespace of the application's own, for every cluster has this one already",
        ),
        ({"ports": {}}, "ports\n  Dictionary should have at least 1 item"),
        ({"ports": {"http": 8080, "web": 8080}}, "ports\n  Value error, expected every port number once"),
        ({"nodes": {"a b": "c"}}, "nodes.a b.[key]\n  Value error, expected a label's key such as workload"),
        ({"nodes": {"pool": "a b"}}, "nodes.pool\n  Value error, expected a label's value"),
        (
            {"files": {"etc/app.conf": ""}},
            "files.`etc/app.conf`.[key]\n  Value error, expected an absolute path",
        ),
        ({"files": {"/etc/../app.conf": ""}}, "expected an absolute path such as /tmp, without '..'"),
        ({"writable": ["/var/cache/"]}, "writable.0\n  Value error, expected an absolute path"),
        ({"user": 0}, "user\n  Input should be greater than or equal to 1"),
    ],
)
def test_what_kubernetes_would_refuse_is_refused_first(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


def test_everything_that_does_not_agree_is_told_at_once() -> None:
    told = refused(
        probes={"port": "web"},
        metrics={"port": "metrics"},
        disruption={"max_unavailable": 0},
        reaches={"itself": Edge(ports=(8080,), to="workload", workload="team/app")},
    )

    assert "probes.port names the port 'web'" in told
    assert "metrics.port names the port 'metrics'" in told
    assert "no node could ever be drained" in told
    assert "reaches.itself is the workload itself" in told
