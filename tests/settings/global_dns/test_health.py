"""Whoever asks whether a region is well gets an answer."""

from typing import Any

import pytest

from tests.settings.global_dns.worlds import HOST, ON_AKS, PROBES, ROUTE, TRAFFIC_MANAGER, told, world


@pytest.mark.parametrize(
    ("spec", "traffic", "line"),
    [
        (
            {"probes": {"port": "http"}},
            {},
            (
                "has no readiness path on the port that is routed, expected one, or traffic.health.path, "
                "by which each region is asked whether it is well"
            ),
        ),
        (
            {"route": {**ROUTE, "paths": ["/api", "/read"]}},
            {},
            (
                "is asked for its health by /ready, expected a path within those that are routed (/api, "
                "/read): name one in traffic.health.path"
            ),
        ),
        (
            {"route": {**ROUTE, "allow_from": ["192.0.2.0/24"]}},
            {},
            (
                "lets in 192.0.2.0/24 alone (route.allow_from), expected everybody where traffic is said: "
                "whether a region is well is asked from all over the world"
            ),
        ),
    ],
)
def test_whoever_asks_for_health_gets_an_answer(
    spec: dict[str, Any], traffic: dict[str, Any], line: str
) -> None:
    assert told(spec, traffic=traffic) == [f"applications.app: the workload app {line}"]


def test_health_within_the_routed_paths_is_answered() -> None:
    narrow = {"route": {**ROUTE, "paths": ["/api"]}}

    assert world(narrow, traffic={"health": {"path": "/api/health"}})
    assert world(narrow, traffic={"health": {"path": "/api"}})
    assert told(narrow, traffic={"health": {"path": "/apis"}})


@pytest.mark.parametrize(
    ("opened", "accepted"), [((), False), (("/live",), False), (("/ready",), True), (("/re*",), True)]
)
def test_health_is_asked_without_a_token(opened: tuple[str, ...], accepted: bool) -> None:
    jwt = {
        "issuer": "https://login.example.com",
        "jwks": "https://login.example.com/keys",
        "open": list(opened),
    }
    spec = {"route": {**ROUTE, "jwt": jwt}}
    platform = {"ingress": {"kind": "gateway"}, "istio": True}

    if accepted:
        assert world(spec, platform=platform)
        return
    assert told(spec, platform=platform) == [
        (
            "applications.app: the workload app is asked for its health by /ready, expected it among "
            f"route.jwt.open, for those who ask have no token, got {', '.join(opened) or 'none'}"
        )
    ]


def test_traffic_manager_asks_all_regions_by_one_path() -> None:
    well = {
        "specs": [
            {"name": "app", "namespace": "app", "route": ROUTE, "probes": {**PROBES, "readiness": "/well"}}
        ]
    }
    otherwise = {"clusters": ON_AKS, "global_dns": TRAFFIC_MANAGER, "overrides": {"wus": well}}

    assert told(**otherwise) == [
        (
            f"applications.app.traffic.health.path is missing, expected one path for all regions of {HOST} "
            "with traffic-manager, got /ready on eus, /well on wus"
        )
    ]
    assert world(**otherwise, traffic={"health": {"path": "/ready"}})
