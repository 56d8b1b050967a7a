"""Reading inputs that may be anything."""

from rehearsal.simulation.azure.inputs import block, blocks, flag, one_of, text, within
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN

NESTED = {"a": [{"b": "x"}, {"b": 5}, {}, UNKNOWN], "on": {"off": False, "yes": True}}


def test_lists_are_opened_and_what_is_unknown_stays_so() -> None:
    assert list(values(NESTED, "a.b")) == ["x", 5, UNKNOWN]
    assert list(values(NESTED, "a.c")) == [UNKNOWN]
    assert list(values({"a": "text"}, "a.b")) == []


def test_only_texts_are_texts() -> None:
    assert list(texts(NESTED, "a.b")) == ["x"]
    assert text(NESTED, "a.b") == "x"
    assert text(NESTED, "b", "none") == "none"


def test_only_what_is_true_is_a_flag() -> None:
    assert flag(NESTED, "on.yes")
    assert not flag(NESTED, "on.off")
    assert not flag(NESTED, "a.b")


def test_a_block_is_a_network_without_host_bits() -> None:
    assert str(block("10.0.0.0/16")) == "10.0.0.0/16"
    assert [block(wrong) for wrong in ("10.0.0.1/16", "10.0.0.0", 5, UNKNOWN)] == [None] * 4
    (failure,) = blocks({"a": ["10.0.0.0/8", "10.0.0.1/8"]}, "a")
    assert failure.reason.startswith("InvalidParameter: '10.0.0.1/8' is not an IPv4 CIDR block")


def test_a_value_is_one_of_those_there_are_or_unknown() -> None:
    (failure,) = one_of({"a": ["x", "y", UNKNOWN]}, "a", ("x", "z"))

    assert failure.reason == "InvalidParameter: 'y' is not one of x, z"


def test_a_number_is_within_its_bounds() -> None:
    (failure,) = within({"a": [1, 7, True, UNKNOWN, "9"]}, "a", 1, 5)

    assert failure.reason == "InvalidParameter: 7 is not within 1 to 5"
