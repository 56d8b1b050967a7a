"""Objectives and alerts as a stack file or a spec states them: what cannot be kept or counted is refused with its path."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from settings.slo import WAY_IN_BUCKETS, Alerts, Requests, Slo, seconds, told
from tests.components.workload.specs import full, least


def refused(**slo: Any) -> str:
    with pytest.raises(ValidationError) as error:
        Slo.model_validate(slo)
    return str(error.value)


def test_a_percentage_is_the_decimal_that_was_written() -> None:
    slo = Slo.model_validate({"availability": 99.9, "latency": {"percentile": 99.95, "threshold": "1s"}})

    assert slo.availability == Decimal("99.9")
    assert slo.latency
    assert (slo.latency.percentile, slo.latency.seconds) == (Decimal("99.95"), Decimal(1))
    assert slo.fewest == 10


def test_a_promise_of_everything_or_of_little_is_refused() -> None:
    assert "availability\n  Input should be less than 100" in refused(availability=100)
    assert "availability\n  Input should be greater than or equal to 90" in refused(availability=50)
    assert "latency.percentile\n  Input should be less than 100" in refused(latency={"percentile": 100})
    assert "availability\n  Decimal input" in refused(availability=True)


def test_a_promise_of_nothing_is_refused() -> None:
    assert "expected availability, such as 99.9, or latency, such as { threshold: 500ms }" in refused()


def test_a_threshold_that_the_way_in_does_not_count_is_refused_with_those_it_does() -> None:
    assert (
        "expected latency.threshold to be one that the way in counts (5ms, 10ms, 25ms, 50ms, 100ms, 250ms, 500ms, 1000ms, "
        "2500ms, 5000ms, 10000ms), got 400ms"
    ) in refused(latency={"threshold": "400ms"})
    assert Slo.model_validate({"latency": {"threshold": "400ms"}, "measured": "application"})


@pytest.mark.parametrize("wrong", ["500", "1m", "0s", "-1s", "1 s"])
def test_a_duration_says_its_unit(wrong: str) -> None:
    assert "expected a duration above zero such as 500ms or 2.5s" in refused(latency={"threshold": wrong})


def test_a_duration_is_so_many_seconds() -> None:
    assert [seconds(one) for one in ("5ms", "500ms", "2.5s", "10s")] == [
        Decimal("0.005"),
        Decimal("0.5"),
        Decimal("2.5"),
        Decimal(10),
    ]
    assert told((Decimal("0.0005"), Decimal(10))) == "0.5ms, 10000ms"


def test_both_ways_in_have_the_bound_of_half_a_second_that_documents_ask_for() -> None:
    assert Decimal("0.5") in WAY_IN_BUCKETS
    assert Requests().bounds == WAY_IN_BUCKETS


def test_what_goes_into_an_expression_cannot_end_it() -> None:
    with pytest.raises(ValidationError, match="String should match pattern"):
        Requests(total='up{a="b"}')
    with pytest.raises(ValidationError, match="String should match pattern"):
        Alerts.model_validate(
            {"failures": {"logins": {"counter": "a", "failed": {"result": 'x"} or up{a="'}}}}
        )


def problem(**changes: Any) -> str:
    with pytest.raises(ValidationError) as error:
        least(**changes)
    return str(error.value)


def test_an_objective_at_the_way_in_needs_one() -> None:
    assert (
        "slo is measured at the way in, expected a route, or measured: application with metrics.requests"
    ) in problem(slo={"availability": 99.9})
    assert full(slo={"availability": 99.9}).slo


def test_an_objective_of_the_application_needs_its_count() -> None:
    assert (
        "slo.measured is application, expected metrics.requests to say how it counts its requests"
    ) in problem(slo={"availability": 99.9, "measured": "application"}, metrics={"port": "http"})


def test_a_threshold_is_a_bound_of_the_applications_own_histogram() -> None:
    counted = {"port": "http", "requests": {"bounds": [0.1, 0.3]}}
    objective = {"latency": {"threshold": "500ms"}, "measured": "application"}

    assert (
        "slo.latency.threshold is 500ms, expected one of metrics.requests.bounds (100ms, 300ms)"
        in problem(slo=objective, metrics=counted)
    )
    assert least(slo={**objective, "latency": {"threshold": "300ms"}}, metrics=counted).slo


def test_an_alert_needs_what_it_goes_by() -> None:
    assert (
        "alerts.error_rate, alerts.slow: expected metrics.requests to say how requests are counted"
        in problem(alerts={"error_rate": {}, "slow": {}}, metrics={"port": "http"})
    )
    assert "alerts: expected metrics, without which Prometheus knows nothing of the workload" in problem(
        alerts={"down": {}}
    )
