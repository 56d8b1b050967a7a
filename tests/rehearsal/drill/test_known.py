"""What the survivors have to carry is known before anything is made."""

import pytest

from rehearsal.capacity.table import Carried
from rehearsal.drill import known as module
from rehearsal.drill.known import known
from rehearsal.drill.scenario import Scenario
from rehearsal.stackfile import StackFile
from settings.capacity import Row
from tests.rehearsal.costs.bills import recording
from tests.settings.placed import given, load

REGION = "us-east-1"


def alone(lost: str, survivor: str) -> Row:
    return Row("shop", "web", lost, survivor, 6, 10, None)


TOGETHER = Row("shop", "web", REGION, "usw2", 9, 10, None, of_a_region=True)
ROWS = [alone("use1", "use1b"), alone("use1", "usw2"), alone("usw2", "use1"), TOGETHER]


@pytest.mark.parametrize(
    ("lost", "carried"),
    [
        (Scenario("use1", ("use1",), ("use1b", "usw2"), frozenset(), dict), ROWS[:2]),
        (Scenario(REGION, ("use1", "use1b"), ("usw2",), frozenset({REGION}), dict), [TOGETHER]),
        # Of a region in which traffic goes to one cluster alone there is but the row of that cluster.
        (Scenario("us-west-2", ("usw2", "tools"), ("use1", "use1b"), frozenset(), dict), ROWS[2:3]),
    ],
)
def test_what_is_lost_is_carried_together_by_those_that_are_left(
    stack: StackFile, monkeypatch: pytest.MonkeyPatch, lost: Scenario, carried: list[Row]
) -> None:
    recorded = recording()
    pools = dict.fromkeys(("use1", "use1b", "usw2"), "12 nodes")
    monkeypatch.setattr(module, "carried_by", lambda settings: Carried(tuple(ROWS), pools))
    monkeypatch.setattr(module, "recording_of", lambda given: recorded)

    found = known(stack, load({"app": given("app")}), lost)

    assert found.recording is recorded
    assert list(found.carried.rows) == carried
    assert set(found.carried.pools) == {*pools} & {*lost.survivors}
