"""The tables of a real Kubernetes: what is compared is what the columns say."""

from benchmarks import on_kubernetes
from benchmarks.measuring import Figure
from tests.benchmarks.measured import Measured, life, said, shown


def test_a_life_has_a_row_with_its_resources_a_second() -> None:
    measure = Measured(lambda what: said(ready=2.1, mebibytes=300) if what == ("plane",) else life(300, 20.0))

    rows = shown(lambda console: on_kubernetes.lives(console, measure, ("staging",)))

    assert rows == [["staging", "300", "20.0", "20.0", "15.0", "20.0", "20.0", "1000", "20"]]
    assert measure.asked == [("plane",), ("life", "staging")]


def test_a_slope_is_compared_with_the_one_before_it() -> None:
    seconds = {"0": 10.0, "10": 20.0, "100": 200.0}

    def answer(what: tuple[str, ...]) -> Figure:
        return life(100, seconds[what[2]])

    rows = shown(lambda console: on_kubernetes.workloads(console, Measured(answer), (10, 100)))

    assert [(row[0], row[5], row[7]) for row in rows] == [
        ("10", "1000", ""),
        ("100", "2000", "2.00 of the slope at 10"),
    ]


def test_writing_the_state_after_each_step_is_compared_with_writing_it_once() -> None:
    measure = Measured(lambda what: life(300, 30.0 if "checkpoints" in what else 10.0))

    rows = shown(lambda console: on_kubernetes.checkpoints(console, measure, (300,)))

    assert rows == [["300", "30.0", "30.0", "10.0", "10.0", "3.0"]]


def test_what_is_built_is_told_in_seconds() -> None:
    measure = Measured(lambda _: said(engine=60.4, kubernetes=300.0))

    rows = shown(lambda console: on_kubernetes.built(console, measure))

    assert rows == [["the engine", "60"], ["Kubernetes, etcd and KWOK", "300"]]
