"""How a new version takes the place of the old one."""

import pytest

from settings.workload import Candidate, Rollout
from settings.workload.rollout import candidate_name
from tests.settings.workload.given import wrong

IMAGE = "registry.example.com/app:2.0.0"


def test_one_pod_more_comes_before_one_less_and_load_balancers_have_time_to_forget_it() -> None:
    rollout = Rollout()

    assert (rollout.max_surge, rollout.max_unavailable) == (1, 0)
    assert (rollout.drain_seconds, rollout.grace_seconds) == (15, 30)


def test_a_rollout_that_cannot_begin_is_refused() -> None:
    assert "expected max_surge or max_unavailable above 0: with both at 0 a rollout cannot begin" in wrong(
        Rollout, {"max_surge": 0, "max_unavailable": 0}
    )


def test_a_candidate_is_tried_with_a_tenth_of_the_requests() -> None:
    candidate = Candidate(image=IMAGE)

    assert (candidate.strategy, candidate.weight, candidate.state) == ("canary", 10, "trial")


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ({"weight": 25}, 25),
        ({"state": "promoted"}, 100),
        ({"state": "aborted", "weight": 50}, 0),
        ({"strategy": "blue-green"}, 0),
        ({"strategy": "blue-green", "state": "promoted"}, 100),
    ],
)
def test_its_share_follows_its_strategy_and_its_state(given: dict[str, object], share: int) -> None:
    assert Candidate.model_validate({"image": IMAGE, **given}).share == share


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"strategy": "blue-green", "weight": 10},
            'expected no weight with strategy "blue-green", which gives all requests or none',
        ),
        ({"weight": 0}, "weight\n  Input should be greater than or equal to 1"),
        ({"weight": 100}, "weight\n  Input should be less than or equal to 99"),
        ({"state": "done"}, "state\n  Input should be 'trial', 'promoted' or 'aborted'"),
    ],
)
def test_a_candidate_that_contradicts_itself_is_refused(given: dict[str, object], told: str) -> None:
    assert told in wrong(Candidate, {"image": IMAGE, **given})


def test_a_candidate_is_called_after_its_workload() -> None:
    assert candidate_name("app") == "app-candidate"
