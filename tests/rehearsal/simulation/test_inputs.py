"""Inputs are read whatever their shape."""

from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN

INPUTS = {"pools": [{"name": "a", "size": 1}, {"name": UNKNOWN}, {"size": 2}, "junk"], "name": None}


def test_lists_are_opened_on_the_way() -> None:
    assert list(values(INPUTS, "pools.size")) == [1, 2]


def test_an_unknown_is_found_and_is_no_text() -> None:
    assert list(values(INPUTS, "pools.name")) == ["a", UNKNOWN]
    assert list(texts(INPUTS, "pools.name")) == ["a"]


def test_what_lies_beneath_an_unknown_is_unknown() -> None:
    assert list(values({"network": UNKNOWN}, "network.cidr")) == [UNKNOWN]


def test_what_is_missing_or_none_is_not_there() -> None:
    assert list(values(INPUTS, "name")) == []
    assert one(INPUTS, "pools.disk", 20) == 20
    assert one(INPUTS, "pools.size") == 1
