"""`python -m benchmarks` measures all its parts, or one."""

import sys

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import on_kubernetes, regions
from benchmarks.measuring import Figure
from tests.benchmarks.measured import Measured, said, shown

PARTS = ["render", "engine", "state", "kubernetes", "production"]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that were begun, none of which measures anything."""
    found: list[str] = []

    def part(name: str) -> object:
        return lambda *_, **__: found.append(name)

    monkeypatch.setattr(benchmarks, "rendered", part("render"))
    monkeypatch.setattr(benchmarks, "on_the_engine", part("engine"))
    monkeypatch.setattr(on_kubernetes, "checkpoints", part("state"))
    monkeypatch.setattr(on_kubernetes, "lives", part("kubernetes"))
    monkeypatch.setattr(on_kubernetes, "workloads", part("workloads"))
    monkeypatch.setattr(on_kubernetes, "built", part("build"))
    monkeypatch.setattr(regions, "lives", part("production"))
    monkeypatch.setattr(regions, "tools", part("tools"))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["render", "engine", "state", "kubernetes", "workloads", "tools", "production"]),
        (["--only", "state"], ["state"]),
        (["--only", "production", "--quick"], ["tools", "production"]),
        (["--build", "--only", "render"], ["build", "render"]),
    ],
)
def test_every_part_is_measured_unless_one_is_named(
    begun: list[str],
    given: list[str],
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", *given])

    benchmarks.main()

    assert begun == expected
    told = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [part for part in PARTS if part in expected]


def test_a_later_slope_of_the_render_is_compared_with_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {"staging": 3.0, "0": 1.0, "10": 2.0, "100": 20.0, "1000": 290.0}
    measure = Measured(
        lambda what: (
            said(resources=0)
            if what[0] == "floor"
            else Figure(seconds[what[1]], 1.0, 100.0, {"resources": 10, "modules": []})
        )
    )
    monkeypatch.setattr(benchmarks, "measure", measure)

    rows = shown(lambda console: benchmarks.rendered(console, (10, 100, 1000)))

    assert rows[1][-1] == "3.00 of the floor"
    assert [(row[0], row[4], row[5]) for row in rows[2:]] == [
        ("10 workloads", "100.0", ""),
        ("100 workloads", "200.0", ""),
        ("1000 workloads", "300.0", "1.50 of the slope at 100"),
    ]


def test_a_workload_s_resource_is_compared_with_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    each = {"configmaps": 0.001, "workloads": 0.003}

    def answer(what: tuple[str, ...]) -> Figure:
        resources = int(what[2])
        return said(
            resources=resources, **dict.fromkeys(("preview", "up", "destroy"), resources * each[what[1]])
        )

    monkeypatch.setattr(benchmarks, "measure", Measured(answer))

    rows = shown(lambda console: benchmarks.on_the_engine(console, (100, 200), (100, 200)))

    assert rows[-1] == ["a workload's resource / a ConfigMap", "", "", "", "", "3.00", "3.00"]
    assert [row[-1] for row in rows[:-1]] == ["", "1.00", "", "3.00"]
