"""The vocabulary: what is missing, what changed, what an object refers to."""

import copy
import subprocess
import sys

import pytest

from rehearsal.simulation.kinds import (
    UNKNOWN,
    Failure,
    Kind,
    Refused,
    changed,
    failures,
    known,
    strings,
    value_at,
    words,
)

KIND = Kind(
    create=lambda call: ("id", {}),
    check=lambda inputs: [Failure("size", "too big")],
    required=frozenset({"size"}),
)


def test_a_missing_input_is_named_and_nothing_else_is_checked() -> None:
    assert failures(KIND, {}) == [Failure("size", "missing required property 'size'")]


def test_a_present_input_is_checked() -> None:
    assert failures(KIND, {"size": 9}) == [Failure("size", "too big")]


def test_an_unknown_input_is_not_missing() -> None:
    assert failures(Kind(create=KIND.create, required=frozenset({"size"})), {"size": UNKNOWN}) == []


def test_a_refusal_reads_as_code_and_sentence() -> None:
    assert str(Refused("NotFound", "there is none")) == "NotFound: there is none"


def test_only_what_differs_has_changed() -> None:
    olds, news = {"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 1, "c": 9}, "d": 3}

    assert changed(olds, news, ["a.b", "a.c", "d", "e.f"]) == ["a.c"]


def test_what_becomes_unknown_has_changed() -> None:
    assert changed({"a": 1}, {"a": UNKNOWN}, ["a"]) == ["a"]


def test_a_step_through_an_unknown_value_is_unknown() -> None:
    assert value_at({"a": UNKNOWN}, "a.b.c") is UNKNOWN


def test_a_step_through_something_else_is_nothing() -> None:
    assert value_at({"a": "text"}, "a.b") is None


def test_a_value_is_known_when_nothing_in_it_is_unknown() -> None:
    assert known({"a": [1, {"b": None}]})
    assert not known({"a": [1, {"b": UNKNOWN}]})


def test_a_table_may_be_written_as_text() -> None:
    assert words(" a b\n  c ") == {"a", "b", "c"}


def test_a_copy_of_unknown_is_unknown() -> None:
    assert copy.deepcopy({"a": UNKNOWN})["a"] is UNKNOWN
    assert copy.copy(UNKNOWN) is UNKNOWN
    assert repr(UNKNOWN) == "UNKNOWN"


def test_names_and_tags_are_no_references() -> None:
    inputs = {
        "name": "a",
        "tags": {"Name": "b"},
        "vpcId": "c",
        "rules": [{"name": "d", "groups": ["e"]}],
        "size": 1,
    }

    assert list(strings(inputs)) == [("vpcId", "c"), ("rules.name", "d"), ("rules.groups", "e")]


@pytest.mark.parametrize("module", ["rehearsal.simulation.aws", "rehearsal.simulation.kubernetes"])
def test_the_simulation_imports_no_sdk(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith(('pulumi', 'boto', 'kubernetes', 'grpc'))])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
