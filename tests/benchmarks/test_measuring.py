"""A figure is of a process of its own; one that fails is none."""

import pytest

from benchmarks import measuring
from benchmarks.measuring import Figure, measure


def test_a_figure_has_what_the_process_said_and_what_it_took() -> None:
    figure = measure("render", "0")

    assert figure.resources > 0
    assert figure.seconds > 0
    assert figure.processor > 0
    assert figure.mebibytes > 1


def test_the_quickest_of_several_runs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = iter([Figure(3.0, 1.0, 1.0, {}), Figure(1.0, 3.0, 3.0, {}), Figure(2.0, 2.0, 2.0, {})])
    monkeypatch.setattr(measuring, "_run", lambda _: next(runs))

    assert measure("anything", repeat=3) == Figure(1.0, 3.0, 3.0, {})


def test_a_process_that_fails_is_no_figure() -> None:
    with pytest.raises(
        SystemExit, match=r"benchmarks\.child nonsense failed with exit code 1; its error is above"
    ):
        measure("nonsense")
