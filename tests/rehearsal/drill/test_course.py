"""A drill on two small clusters: it ends well, in the order of its runbooks, and says what is not good."""

import re
from dataclasses import replace
from typing import Any

import pytest

from rehearsal.capacity.table import Carried
from rehearsal.control_plane.binaries import Binaries
from rehearsal.drill import course
from rehearsal.drill.alerts import Expected
from rehearsal.drill.course import counted, different, drill
from rehearsal.drill.known import Known
from rehearsal.drill.scenario import Scenario
from rehearsal.engine import Engine
from rehearsal.regions import patterns
from rehearsal.session import SessionError
from rehearsal.stackfile import ROOT, StackFile
from settings.capacity import Row
from tests.rehearsal.conftest import Told
from tests.rehearsal.costs.bills import one, recording
from tests.rehearsal.drill.test_alerts import CALLED, monitored
from tests.rehearsal.pair import CLUSTERS, EAST, WEST, Pair

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]


RUNBOOKS = ROOT / "docs" / "runbooks"
NOT_RUN = {
    "pulumi preview --refresh --expect-no-changes",
    "pulumi stack --show-urns",
    "pulumi stack export --file before.json",
    "pulumi state delete URN",
    "pulumi state unprotect --all --yes",
}
"""What only looks, and what gives a region up for good."""


def more(config: dict[str, Any]) -> dict[str, Any]:
    return {**config, "groundwork:west": "green"}


LOST = Scenario(EAST, (EAST,), (WEST,), frozenset({"us-east-1"}), more)


@pytest.fixture
def two(stack: StackFile) -> StackFile:
    return replace(stack, config={**stack.config, **CLUSTERS})


def phases(text: str) -> dict[str, str]:
    """The table of phases: name -> result."""
    table = text[text.rindex("The rehearsal") :]
    return dict(re.findall(r"^(\w[\w ]*?) +\d+\.\d +(.*\S) *$", table, re.MULTILINE))


def test_autoscalers_work_in_a_drill(
    two: StackFile, told: Told, engine: Engine, programs: Binaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def session(*given: Any, **how: Any) -> Any:
        asked.update(how)
        raise SessionError("enough is known")

    monkeypatch.setattr(course, "session", session)
    with pytest.raises(SessionError):
        drill(two, Pair(), told[0], LOST, Known(recording(monitored(EAST, CALLED))))

    assert asked == {"autoscaled": True}


def test_a_drill_loses_a_region_changes_the_other_and_takes_it_back(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told

    code = drill(two, Pair(), report, LOST, Known(recording(monitored(EAST, CALLED))))

    assert code == 0, text()
    found = phases(text())
    assert list(found) == [
        "kubernetes", "up", "lose east", "names", "capacity", "alerts", "up without east", "look without it",
        "survivors", "east back", "look with all again", "up with all again", "up as before", "destroy", "proof",
    ]  # fmt: skip
    assert found["lose east"] == "neither its cloud nor its API server answers"
    assert found["names"] == "no name over several regions leads there"
    assert found["alerts"] == "its watchdog pages; no other"
    assert found["up without east"] == "2 changed"
    assert found["survivors"] == "2 changed, the record of east untouched"
    assert found["look without it"] == found["look with all again"] == "nothing changed"
    assert found["up with all again"] == "nothing changed"
    assert found["up as before"] == "2 changed"
    assert found["proof"] == "nothing is left"
    assert re.search(r"^east +\d+ +lost; left as it was recorded *$", text(), re.MULTILINE), text()
    assert re.search(r"^west +\d+ +as it should be; 2 changed to carry more *$", text(), re.MULTILINE), text()


def test_a_drill_that_finds_something_wanting_goes_on_and_is_not_good(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told
    short = Row("shop", "shop/web", EAST, WEST, 9, 6, None)
    carried = Carried((short,), {WEST: "12 nodes"})

    code = drill(two, Pair(), report, LOST, Known(recording(one("x:y:Z", "z")), carried))

    assert code == 1, text()
    found = phases(text())
    assert found["capacity"] == "too little for shop/web on west"
    assert re.search(r"^shop: shop/web +east +west +9 +6 +not known +too little", text(), re.MULTILINE), (
        text()
    )
    assert "west: 12 nodes at most." in text()
    assert found["alerts"] == "nobody learns of it; no other"
    assert found["proof"] == "nothing is left"


def test_a_stack_that_cannot_be_made_is_not_lost_but_destroyed(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told
    pair = Pair(namespace={EAST: "nowhere", WEST: "shop"})

    assert drill(two, pair, report, LOST, Known(recording())) == 1

    assert "west is whole; east is not whole." in text()
    assert list(phases(text())) == ["kubernetes", "up", "destroy", "proof"]
    assert phases(text())["proof"] == "nothing is left"


def test_records_differ_by_what_is_in_them_and_by_which_there_are() -> None:
    assert different({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 2}}) == []
    assert different({"a": 1, "b": 2}, {"a": 3, "c": 4}) == ["a", "b", "c"]


def test_alerts_of_the_survivors_are_counted_by_verdict() -> None:
    assert counted([Expected("Watchdog", "outside", "fires", "")]) == "no other"
    inside = [
        Expected("A", WEST, "fires", ""),
        Expected("B", WEST, "quiet", ""),
        Expected("C", WEST, "fires", ""),
    ]
    assert counted(inside) == "2 fires, 1 quiet"


def test_the_runbooks_have_the_commands_that_a_drill_runs_and_name_those_that_it_does_not() -> None:
    told = {
        command
        for page in ("region-loss", "failing-back")
        for command in re.findall(r"^ *(pulumi .*)$", (RUNBOOKS / f"{page}.md").read_text(), re.MULTILINE)
    }

    without = " ".join(f"--exclude '{pattern}'" for pattern in patterns("use1"))
    assert told == NOT_RUN | {
        f"pulumi up {without}",
        f"pulumi preview --refresh {without}",
        "pulumi preview --refresh --diff",
        "pulumi up --continue-on-error",
    }
