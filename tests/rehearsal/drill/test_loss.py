"""What is lost answers nothing while all else does, and is there again afterwards with all that it held."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pulumi.automation.errors import CommandError

from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.readiness import ready
from rehearsal.drill.loss import Loss
from rehearsal.drill.scenario import Scenario
from rehearsal.engine import Engine
from rehearsal.journal import Journal
from rehearsal.operation import QUIET
from rehearsal.regions import patterns
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.rehearsal.pair import CLUSTERS, EAST, WEST, Pair, done

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]
LOST = Scenario(EAST, (EAST,), (WEST,), frozenset({"us-east-1"}), dict)


@pytest.fixture
def live(stack: StackFile, engine: Engine, programs: Binaries) -> Iterator[Session]:
    """A session whose two clusters are made."""
    two = replace(stack, config={**stack.config, **CLUSTERS})
    with session(two, engine, Pair(), programs) as running:
        up(running)
        yield running


def test_a_lost_region_refuses_and_comes_back_with_what_it_held(live: Session) -> None:
    assert live.planes is not None
    loss = Loss(live, live.planes, LOST)

    assert loss.begin() == 1
    assert loss.silent
    assert sorted(ready(plane.access) for plane in live.planes.planes) == [False, True]

    live.reconfigure(lambda config: {**config, "groundwork:east": "green", "groundwork:west": "green"})
    failed = Journal()
    with pytest.raises(CommandError):
        live.stack.up(on_event=failed.record, continue_on_error=True, **QUIET)
    assert "does not answer: dial tcp: i/o timeout" in str(failed.errors)
    # What cannot be looked at stops the others too, at whatever they are.
    assert done(failed) + done(up(live, exclude=list(patterns(EAST)))) == [WEST, WEST]

    loss.end()

    assert all(ready(plane.access) for plane in live.planes.planes)
    assert done(up(live)) == [EAST, EAST]
    assert done(up(live)) == []
    live.stack.destroy(**QUIET)
    assert live.remaining() == []


def test_without_an_exclusion_nothing_is_asked_of_what_does_not_change(live: Session) -> None:
    assert live.planes is not None
    Loss(live, live.planes, LOST).begin()
    live.reconfigure(lambda config: {**config, "groundwork:west": "green"})

    assert done(up(live)) == [WEST, WEST]


def up(running: Session, **options: Any) -> Journal:
    """An up that must succeed."""
    journal = Journal()
    running.stack.up(on_event=journal.record, **options, **QUIET)
    return journal
