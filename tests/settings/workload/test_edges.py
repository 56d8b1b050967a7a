"""Connections: where one leads, and who may open one."""

from typing import Any

import pytest

from settings.workload import Caller, Edge
from tests.settings.workload.given import wrong


def test_an_edge_leads_to_private_networks_where_managed_databases_are() -> None:
    assert Edge(ports=(5432,)).to == "private"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"ports": []}, "ports\n  Tuple should have at least 1 item"),
        ({"ports": [443, 443]}, "expected every port once, got 443, 443"),
        ({"to": "cidrs"}, 'expected cidrs exactly when to is "cidrs", got to: cidrs'),
        (
            {"to": "internet", "cidrs": ["192.0.2.0/24"]},
            'expected cidrs exactly when to is "cidrs", got to: internet',
        ),
        (
            {"to": "workload"},
            'expected workload, as namespace/name, exactly when to is "workload", got to: workload',
        ),
        (
            {"workload": "team/app"},
            'expected workload, as namespace/name, exactly when to is "workload", got to: private',
        ),
        ({"hosts": ["db.example.com"]}, 'expected hosts only when to is "internet", got to: private'),
        (
            {"to": "workload", "workload": "app"},
            "workload\n  Value error, expected a workload as namespace/name, such as team/app",
        ),
    ],
)
def test_an_edge_says_where_it_leads_and_nothing_else(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Edge, {"ports": [443], **given})


def test_all_that_is_wrong_with_an_edge_is_told_at_once() -> None:
    told = wrong(
        Edge, {"ports": [1, 1], "to": "private", "hosts": ["a.example.com"], "cidrs": ["192.0.2.0/24"]}
    )

    assert told.count("expected ") == 3


@pytest.mark.parametrize(
    "given",
    [
        {"to": "internet", "hosts": ["api.example.com"]},
        {"to": "cidrs", "cidrs": ["192.0.2.0/24"]},
        {"to": "workload", "workload": "team/app"},
        {"to": "namespace"},
    ],
)
def test_an_edge_leads_to_any_of_five(given: dict[str, Any]) -> None:
    assert Edge.model_validate({"ports": [443], **given}).to == given["to"]


def test_a_caller_may_ask_for_everything_unless_it_says_what() -> None:
    caller = Caller(namespace="team", name="app")

    assert (caller.ports, caller.methods, caller.paths) == ((), (), ())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"methods": ["get"]}, "methods.0\n  Input should be 'GET', 'HEAD', 'POST'"),
        ({"paths": ["api"]}, "paths.0\n  Value error, expected a path that begins with '/'"),
        ({"name": "team/app"}, "name\n  Value error, expected a DNS label"),
    ],
)
def test_what_a_caller_may_ask_for_is_said_in_the_words_of_http(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Caller, {"namespace": "team", "name": "app", **given})
