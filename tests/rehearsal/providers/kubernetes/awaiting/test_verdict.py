"""What judgements read of an object."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting.verdict import (
    Around,
    condition,
    count,
    holds,
    hopeless,
    missing,
    told,
    unseen,
)

LIVE: dict[str, Any] = {
    "metadata": {"generation": 2},
    "status": {
        "replicas": 3,
        "conditions": [{"type": "Ready", "status": "True"}, {"type": "Late", "status": "False"}],
    },
}


def test_a_condition_is_found_by_its_type_and_one_that_is_not_there_is_empty() -> None:
    assert condition(LIVE, "Late") == {"type": "Late", "status": "False"}
    assert condition(LIVE, "Gone") == {}
    assert condition({}, "Gone") == {}
    assert (holds(LIVE, "Ready"), holds(LIVE, "Late"), holds(LIVE, "Gone")) == (True, False, False)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"reason": "Why", "message": "because"}, "Why: because"),
        ({"reason": "Why", "message": ""}, "Why"),
        ({"message": "because"}, "because"),
        ({}, ""),
    ],
)
def test_a_condition_tells_its_reason_and_its_message_as_far_as_it_has_them(
    given: dict[str, Any], text: str
) -> None:
    assert told(given) == text


@pytest.mark.parametrize(("observed", "is_unseen"), [(None, True), (1, True), (2, False), (3, False)])
def test_a_version_is_unseen_until_its_controller_has_observed_it(
    observed: int | None, is_unseen: bool
) -> None:
    status = {} if observed is None else {"observedGeneration": observed}

    assert unseen(LIVE | {"status": status}) is is_unseen


def test_a_number_that_is_left_out_is_its_default() -> None:
    assert count(LIVE, "status.replicas") == 3
    assert count(LIVE, "status.ready") == 0
    assert count(LIVE, "spec.replicas", 1) == 1
    assert count({"spec": {"replicas": 0}}, "spec.replicas", 1) == 0


def test_nothing_to_say_is_not_said() -> None:
    assert missing("a", "", "b").why == ("a", "b")
    assert hopeless("", "b").why == ("b",)
    assert (missing().failed, hopeless().failed) == (False, True)


def test_what_is_around_is_found_by_its_kind() -> None:
    assert Around({"Service": [LIVE]}).of("Service") == [LIVE]
    assert list(Around().of("Service")) == []
