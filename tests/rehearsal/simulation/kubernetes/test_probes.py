"""Ports, probes and hooks."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.probes import one_handler, port_failure, probe_spec


@pytest.mark.parametrize(
    ("port", "text"),
    [
        (0, "the port 0 is not within 1 to 65535"),
        (65536, "65536"),
        ("http", "'http' is not a number"),
        (True, "True is not a port"),
    ],
)
def test_a_port_that_is_none(port: Any, text: str) -> None:
    assert text in next(port_failure("p", port)).reason


@pytest.mark.parametrize("name", ["Upper", "x" * 16, "123", "a_b"])
def test_a_port_name_that_is_none(name: str) -> None:
    assert f"{name!r} is not a port name" in next(port_failure("p", name, names=True)).reason


def test_sound_and_unknown_ports_pass() -> None:
    assert [
        *port_failure("p", 443),
        *port_failure("p", "http", names=True),
        *port_failure("p", UNKNOWN),
    ] == []


@pytest.mark.parametrize(
    ("probe", "text"),
    [
        ({}, "exactly one of exec, grpc, httpGet, tcpSocket is needed (none given)"),
        ({"exec": {}, "httpGet": {"port": 1}}, "(exec and httpGet given)"),
        ({"httpGet": {"path": "/"}}, "Required value: port"),
        ({"httpGet": {"port": 99999}}, "the port 99999"),
        ({"grpc": {"port": "http"}}, "'http' is not a number"),
        ({"exec": {}, "periodSeconds": 0}, "0 is below 1"),
        ({"exec": {}, "successThreshold": 2}, "2, it must be 1 here"),
    ],
)
def test_a_probe_that_is_refused(probe: dict[str, Any], text: str) -> None:
    assert text in " ".join(failure.reason for failure in probe_spec("p", probe, "livenessProbe"))


def test_readiness_may_ask_for_several_successes() -> None:
    assert list(probe_spec("p", {"httpGet": {"port": "http"}, "successThreshold": 2}, "readinessProbe")) == []


def test_a_hook_may_sleep() -> None:
    assert list(one_handler("p", {"sleep": {"seconds": 5}}, ("exec", "sleep"))) == []
