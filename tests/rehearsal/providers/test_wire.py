"""Values survive the way to the engine and back, and no secret loses its mark on it."""

from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct

from rehearsal.providers import wire
from rehearsal.simulation.kinds import UNKNOWN

SECRET = {wire.SIGNATURE: wire.SECRET, "value": "hunter2hunter2"}


def raw(**fields: Any) -> Struct:
    """A struct exactly as given, signatures included."""
    return wire.encode(fields)


def answered(inputs: Struct, outputs: dict[str, Any]) -> wire.Decoded:
    """What the engine reads of an answer that rests on these inputs; values unchanged by `outputs` are the same objects."""
    known = wire.decode(inputs)
    response = Struct()
    wire.answer(inputs, known, {**known.values, **outputs}, response)
    return wire.decode(response)


def test_plain_values_survive_the_round_trip() -> None:
    values = {
        "t": "text",
        "n": 3,
        "f": 1.5,
        "b": True,
        "none": None,
        "list": [1, [], {}],
        "map": {"a.b": {"c": False}},
    }

    assert wire.decode(wire.encode(values)).values == values


def test_a_whole_number_is_an_int_and_a_bool_is_no_number() -> None:
    values = wire.decode(wire.encode({"n": 1.0, "b": True})).values

    assert (type(values["n"]), type(values["b"])) == (int, bool)


@pytest.mark.parametrize("text", sorted(wire.UNKNOWNS))
def test_every_form_of_unknown_is_unknown(text: str) -> None:
    assert wire.decode(raw(inside=[{"x": text}])).values["inside"][0]["x"] is UNKNOWN


def test_an_unknown_goes_back_as_the_engines_own() -> None:
    assert wire.encode({"x": UNKNOWN}).fields["x"].string_value == wire.UNKNOWN_TEXT


def test_a_secret_is_unwrapped_and_remembered_by_its_top_level_key() -> None:
    decoded = wire.decode(raw(a={"deep": [SECRET]}, b="plain"))

    assert decoded.values == {"a": {"deep": ["hunter2hunter2"]}, "b": "plain"}
    assert decoded.secret == {"a"}
    assert decoded.texts == {"hunter2hunter2"}


def test_an_output_value_is_its_value_and_secret_if_it_says_so() -> None:
    known = {wire.SIGNATURE: wire.OUTPUT, "value": "x", "dependencies": ["urn"]}
    hidden = {wire.SIGNATURE: wire.OUTPUT, "value": "y", "secret": True}
    decoded = wire.decode(raw(known=known, hidden=hidden, unknown={wire.SIGNATURE: wire.OUTPUT}))

    assert decoded.values == {"known": "x", "hidden": "y", "unknown": UNKNOWN}
    assert decoded.secret == {"hidden"}


def test_a_resource_reference_is_its_id() -> None:
    reference = {wire.SIGNATURE: wire.REFERENCE, "urn": "urn:pulumi:a::b::c::d", "id": "vpc-1"}

    assert wire.decode(raw(vpc=reference)).values == {"vpc": "vpc-1"}


def test_a_nested_secret_keeps_its_place_in_the_outputs() -> None:
    inputs = raw(data={"token": SECRET, "colour": "blue"})
    response = Struct()
    known = wire.decode(inputs)
    wire.answer(inputs, known, {**known.values, "id": "1"}, response)

    assert wire.SIGNATURE in response.fields["data"].struct_value.fields["token"].struct_value.fields
    assert response.fields["data"].struct_value.fields["colour"].string_value == "blue"


def test_a_value_that_the_service_changed_is_secret_as_a_whole_when_its_input_held_a_secret() -> None:
    decoded = answered(raw(data={"token": SECRET}), {"data": {"token": "changed", "more": 1}})

    assert decoded.secret == {"data"}


@pytest.mark.parametrize("derived", ["postgres://u:hunter2hunter2@db", ["x", {"y": "aHVudGVyMmh1bnRlcjI="}]])
def test_an_output_made_from_a_secret_is_secret(derived: Any) -> None:
    decoded = answered(raw(password=SECRET), {"url": derived, "other": "plain"})

    assert decoded.secret == {"password", "url"}
    assert decoded.values["url"] == derived


def test_a_short_secret_is_not_looked_for_elsewhere() -> None:
    decoded = answered(raw(flag={wire.SIGNATURE: wire.SECRET, "value": "true"}), {"text": "it is true"})

    assert decoded.secret == {"flag"}


def test_what_a_service_drops_is_gone() -> None:
    inputs = raw(a=1, b=2)
    response = Struct()
    wire.answer(inputs, wire.decode(inputs), {"a": 1}, response)

    assert wire.decode(response).values == {"a": 1}


def test_a_value_that_is_no_json_is_a_fault_of_the_simulation() -> None:
    with pytest.raises(TypeError, match="a simulated service returned set, which is not a JSON value"):
        wire.encode({"x": {1, 2}})


def test_a_list_that_the_service_changed_takes_the_place_of_the_one_before() -> None:
    inputs, into = wire.encode({"ports": [1, 2]}), Struct()

    wire.answer(inputs, wire.decode(inputs), {"ports": [3]}, into)

    assert wire.decode(into).values == {"ports": [3]}


def test_a_value_is_made_secret_once() -> None:
    struct = wire.encode(
        {"data": {"a": "1"}, "output": {wire.SIGNATURE: wire.OUTPUT, "value": "x", "secret": True}, "b": 1}
    )

    wire.conceal(struct, ("data", "output", "none"))
    once = wire.encode({})
    once.CopyFrom(struct)
    wire.conceal(struct, ("data", "output"))

    assert struct == once
    assert wire.decode(struct).secret == {"data", "output"}
    assert wire.decode(struct).values == {"data": {"a": "1"}, "output": "x", "b": 1}
