"""Clusters of one stack are made side by side: what is refused in one is told, and stops no other."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pulumi.automation.errors import CommandError

from rehearsal import run
from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine
from rehearsal.journal import Journal
from rehearsal.operation import QUIET
from rehearsal.regions import cluster_of, sides
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import Told
from tests.rehearsal.pair import CLUSTERS, EAST, REGIONS, WEST, Pair, done

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

EAST_AWS = f"urn:pulumi:test::groundwork::pulumi:providers:aws::{EAST}-aws"


@pytest.fixture
def two(stack: StackFile) -> StackFile:
    return replace(stack, config={**stack.config, **CLUSTERS})


@pytest.fixture
def live(two: StackFile, engine: Engine, programs: Binaries) -> Iterator[tuple[Session, Pair]]:
    pair = Pair()
    with session(two, engine, pair, programs) as running:
        assert running.planes is not None
        running.planes.wait()
        yield running, pair


def test_neither_cluster_waits_for_the_other(live: tuple[Session, Pair]) -> None:
    running, pair = live
    pair.maps = 20

    order = done(up(running))

    assert order.count(EAST) == order.count(WEST) == 23
    last = {cluster: len(order) - 1 - order[::-1].index(cluster) for cluster in REGIONS}
    assert order.index(EAST) < last[WEST]
    assert order.index(WEST) < last[EAST]


def test_what_is_refused_in_one_leaves_the_other_whole_and_the_next_up_makes_the_rest(
    live: tuple[Session, Pair],
) -> None:
    running, pair = live
    pair.namespace[EAST] = "nowhere"

    failed = Journal()
    with pytest.raises(CommandError):
        running.stack.up(on_event=failed.record, continue_on_error=True, **QUIET)
    east, west = sides(failed, REGIONS, running.witness.skipped)

    assert not running.witness.cut
    assert (east.failed, east.skipped, east.how) == (1, 1, "not whole")
    assert (west.made, west.how) == (5, "whole")
    pair.namespace[EAST] = "shop"
    assert done(up(running)) == [EAST, EAST]
    assert done(up(running)) == []


def test_a_cluster_whose_network_is_refused_leaves_the_other_whole(live: tuple[Session, Pair]) -> None:
    running, _ = live
    running.lose([EAST_AWS], [])

    failed = Journal()
    with pytest.raises(CommandError):
        running.stack.up(on_event=failed.record, continue_on_error=True, **QUIET)
    east, west = sides(failed, REGIONS, running.witness.skipped)

    assert not running.witness.cut
    assert [problem.urn.rpartition("::")[2] for problem in failed.errors if problem.urn] == [
        f"{EAST}-network"
    ]
    assert (east.made, east.failed, east.skipped) == (0, 1, 5), running.witness.skipped
    assert (west.made, west.how) == (5, "whole")
    running.find_again()
    assert sorted(done(up(running))) == [EAST] * 5
    assert done(up(running)) == []


def test_a_cluster_that_is_there_stays_as_it_is_while_its_network_cannot_be_changed(
    live: tuple[Session, Pair],
) -> None:
    running, pair = live
    up(running)
    before = recorded(running)
    running.lose([EAST_AWS], [])
    pair.owner = dict.fromkeys(REGIONS, "warehouse")

    failed = Journal()
    with pytest.raises(CommandError):
        running.stack.up(on_event=failed.record, continue_on_error=True, **QUIET)

    assert not running.witness.cut, failed.errors
    assert done(failed) == [WEST]
    assert len(before) == 7
    assert recorded(running) == before
    running.find_again()
    assert done(up(running)) == [EAST]
    assert done(up(running)) == []


def test_what_does_not_pass_stops_everything_and_nobody_takes_that_for_whole(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told
    broken = Pair(cidr={EAST: "10.0.0.0/8", WEST: "10.0.0.0/16"})

    assert run.up(two, broken, report) == 1

    assert "east is not whole; west is not known to be whole." in text()
    assert "pulumi up --exclude '**::east' --exclude '**::east-**'" in text()
    assert "nothing is left" in text()


def test_a_rehearsal_tells_which_cluster_is_whole(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told

    assert run.up(two, Pair(namespace={EAST: "shop", WEST: "nowhere"}), report) == 1

    rows = table(text(), "Cluster by cluster")
    assert rows["Cluster"] == ["Made", "Failed", "Skipped", "Whole"]
    assert rows[EAST] == ["5", "0", "0", "yes"], text()
    assert rows[WEST][1:] == ["1", "1", "no"], text()
    assert (
        "east is whole; west is not whole.\nThe next up makes the rest, and leaves what is whole as it is"
        in text()
    )
    assert "nothing is left" in text()


def test_a_rehearsal_tells_when_each_cluster_was_done(
    two: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told

    assert run.up(two, Pair(), report) == 0, text()

    rows = table(text(), "Side by side")
    assert rows["Cluster"][:4] == ["Made", "Start", "End", "Seconds"]
    assert rows[EAST][0] == rows[WEST][0] == "5"
    assert all("█" in rows[cluster][-1] for cluster in REGIONS), text()
    assert re.search(r"All of them at once: \d+\.\d s of ", text()), text()


def table(text: str, title: str) -> dict[str, list[str]]:
    """A table's line for each cluster, and the one above them, by their first words."""
    lines = iter(text[text.index(title) :].splitlines())
    next(lines)
    rows = [line.split() for line in lines]
    return {row[0]: row[1:] for row in rows[: 1 + len(REGIONS)]}


def recorded(running: Session) -> dict[str, dict[str, object]]:
    """The engine's own record of the eastern cluster: all that is in the state of each resource but when it was touched."""
    return {
        one["urn"]: {key: value for key, value in one.items() if key != "modified"}
        for one in running.state()["resources"]
        if cluster_of(one["urn"], REGIONS) == EAST
    }


def up(running: Session) -> Journal:
    """An up of all clusters that must succeed."""
    journal = Journal()
    running.stack.up(on_event=journal.record, continue_on_error=True, **QUIET)
    return journal
