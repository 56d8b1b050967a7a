"""What the engine left out of a run is known afterwards, and also that it ended early."""

from types import SimpleNamespace
from typing import Any

import pytest
from pulumi.runtime.proto import resource_pb2

from rehearsal.witness import Witness

RESULT = resource_pb2.Result
SKIPPED = 2


def answers(*given: Any) -> SimpleNamespace:
    """A monitor that gives these answers in turn, or raises them."""
    left = list(given)

    def register(request: object) -> Any:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return SimpleNamespace(RegisterResource=register)


def answer(urn: str, result: Any = RESULT.SUCCESS, *, unknown: bool = False) -> SimpleNamespace:
    return SimpleNamespace(urn=urn, result=result, unknown=unknown)


def test_what_was_skipped_is_remembered_until_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = answers(
        answer("one"), answer("two", RESULT.FAIL), answer("three", SKIPPED), answer("four", unknown=True)
    )
    monkeypatch.setattr("pulumi.runtime.settings.get_monitor", lambda: monitor)
    witness = Witness()
    heard: list[str] = []

    def program() -> None:
        heard.extend(monitor.RegisterResource(number).urn for number in range(4))

    witness.watching(program)()

    assert heard == ["one", "two", "three", "four"]
    assert (witness.skipped, witness.cut) == ({"three", "four"}, False)
    monkeypatch.setattr("pulumi.runtime.settings.get_monitor", answers)
    witness.watching(lambda: None)()
    assert (witness.skipped, witness.cut) == (set(), False)


def test_an_engine_that_does_not_answer_any_more_has_ended_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = answers(ConnectionError("resource monitor shut down"))
    monkeypatch.setattr("pulumi.runtime.settings.get_monitor", lambda: monitor)
    witness = Witness()

    with pytest.raises(ConnectionError, match="resource monitor shut down"):
        witness.watching(lambda: monitor.RegisterResource(1))()

    assert witness.cut
