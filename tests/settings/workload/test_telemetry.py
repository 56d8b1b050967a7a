"""What a workload shows of itself."""

import pytest

from settings.workload import Metrics, TelemetryEnv
from tests.settings.workload.given import wrong


def test_metrics_are_read_every_half_minute_by_a_monitor() -> None:
    metrics = Metrics(port="http")

    assert (metrics.path, metrics.interval, metrics.requests) == ("/metrics", "30s", None)
    assert metrics.found_by == "monitor"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"interval": "1m"}, "interval\n  Value error, expected seconds such as 30s"),
        ({"interval": "0s"}, "interval\n  Value error, expected seconds such as 30s"),
        ({"found_by": "luck"}, "found_by\n  Input should be 'monitor' or 'annotations'"),
    ],
)
def test_metrics_are_told_how_they_may_be_found(given: dict[str, str], told: str) -> None:
    assert told in wrong(Metrics, {"port": "http", **given})


def test_the_applications_own_names_are_names_of_variables() -> None:
    assert "endpoint\n  Value error, expected an environment variable's name" in wrong(
        TelemetryEnv, {"enabled": "OTEL_ENABLED", "endpoint": "OTEL-ENDPOINT"}
    )
