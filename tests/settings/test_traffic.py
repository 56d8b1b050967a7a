"""How the world is led to an application in several regions."""

from typing import Any

import pytest

from settings.traffic import Traffic
from tests.settings.workload.given import wrong


def test_said_by_itself_it_leads_everybody_to_the_nearest_region() -> None:
    traffic = Traffic()

    assert (traffic.policy, traffic.ttl_seconds) == ("latency", 60)
    assert (traffic.health.path, traffic.health.every_seconds, traffic.health.failures) == (None, 30, 3)


@pytest.mark.parametrize(
    "said",
    [
        {"policy": "weighted", "weights": {"use1": 255, "usw2": 0}},
        {"policy": "failover", "primary": "use1"},
    ],
)
def test_a_policy_is_said_with_what_it_goes_by(said: dict[str, Any]) -> None:
    assert Traffic.model_validate(said).policy == said["policy"]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            {"policy": "weighted"},
            "expected weights with policy weighted, and none with another, got none with weighted",
        ),
        (
            {"weights": {"use1": 1}},
            "expected weights with policy weighted, and none with another, got {'use1': 1} with latency",
        ),
        (
            {"policy": "failover"},
            "expected primary with policy failover, and none with another, got none with failover",
        ),
        (
            {"primary": "use1"},
            "expected primary with policy failover, and none with another, got use1 with latency",
        ),
        (
            {"policy": "weighted", "weights": {"use1": 0, "usw2": 0}},
            "expected one weight above 0 at least, or nobody would be answered",
        ),
        (
            {"policy": "weighted", "weights": {"use1": 256}},
            "expected weights from 0 to 255, got 256 for use1",
        ),
        ({"health": {"every_seconds": 20}}, "every_seconds"),
        ({"health": {"path": "ready"}}, "health.path"),
        ({"ttl_seconds": 5}, "ttl_seconds"),
    ],
)
def test_what_leads_nobody_anywhere_is_refused(said: dict[str, Any], line: str) -> None:
    assert line in wrong(Traffic, said)
