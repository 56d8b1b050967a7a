"""How many replicas there are, and what moves their number."""

import pytest

from settings.workload import Behaviour, Disruption, Scale, Step
from tests.settings.workload.given import wrong


def test_three_to_ten_replicas_by_cpu_and_memory() -> None:
    scale = Scale()

    assert (scale.min, scale.max, scale.cpu, scale.memory) == (3, 10, 70, 80)
    assert (scale.requests_per_second, scale.custom, scale.fixed) == (None, {}, False)


def test_the_number_grows_at_once_and_shrinks_slowly() -> None:
    scale = Scale()

    assert scale.up == Behaviour(stabilization_seconds=0, steps=(Step(percent=50), Step(pods=2)))
    assert scale.down == Behaviour(stabilization_seconds=300, steps=(Step(percent=20),))
    assert {step.seconds for step in (*scale.up.steps, *scale.down.steps)} == {60}
    assert (scale.up.select, scale.down.select) == ("most", "most")


def test_a_scale_whose_min_is_its_max_is_fixed_and_needs_no_target() -> None:
    assert Scale(min=1, max=1, cpu=None, memory=None).fixed


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"min": 5, "max": 3}, "expected min to be at most max, got min 5 and max 3: lower min or raise max"),
        (
            {"cpu": None, "memory": None},
            "expected a cpu, a memory, a requests_per_second or a custom target: without one nothing moves the number",
        ),
        ({"cpu": 101}, "cpu\n  Input should be less than or equal to 100"),
        ({"custom": {"queue": "many"}}, "custom.queue\n  Value error, expected a Kubernetes quantity"),
        ({"custom": {"queue length": "5"}}, "custom.queue length"),
    ],
)
def test_a_scale_that_cannot_move_is_refused(given: dict[str, object], told: str) -> None:
    assert told in wrong(Scale, given)


@pytest.mark.parametrize("given", [{"requests_per_second": 10}, {"custom": {"queue": 5}}])
def test_one_target_is_enough(given: dict[str, object]) -> None:
    assert not Scale.model_validate({"cpu": None, "memory": None, **given}).fixed


@pytest.mark.parametrize("given", [{}, {"percent": 10, "pods": 1}])
def test_a_step_is_in_percent_or_in_pods(given: dict[str, int]) -> None:
    assert "expected exactly one of percent and pods" in wrong(Step, given)


def test_a_behaviour_has_a_step() -> None:
    assert "steps\n  Tuple should have at least 1 item" in wrong(
        Behaviour, {"stabilization_seconds": 0, "steps": []}
    )


@pytest.mark.parametrize("given", [{}, {"min_available": 1, "max_unavailable": 1}])
def test_a_budget_says_one_thing(given: dict[str, int]) -> None:
    assert "expected exactly one of min_available and max_unavailable" in wrong(Disruption, given)
