"""Reading and judging inputs."""

from rehearsal.simulation.gcp.inputs import block, blocks, names, one_of, seconds
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN


def test_lists_are_opened_on_the_way_and_missing_steps_give_nothing() -> None:
    inputs = {"a": [{"b": "x"}, {"b": "y"}, {}], "c": UNKNOWN}

    assert list(texts(inputs, "a.b")) == ["x", "y"]
    assert list(values(inputs, "c.d")) == [UNKNOWN]
    assert one(inputs, "e.f", "default") == "default"


def test_what_is_not_known_yet_never_fails() -> None:
    inputs = {"x": UNKNOWN}

    assert [
        *names(inputs, "x"),
        *one_of(inputs, "x", ("a",)),
        *blocks(inputs, "x"),
        *seconds(inputs, "x", 1, 2, ""),
    ] == []


def test_a_name_is_of_small_letters_digits_and_hyphens_a_letter_first() -> None:
    for wrong in ("Main", "1main", "main-", "ma_in", "m" * 41):
        (failure,) = names({"name": wrong}, "name", 40)
        assert failure.reason.startswith(
            f"400 invalid: Invalid value for field 'resource.name': '{wrong}'. Must be a match"
        )
    assert list(names({"name": "main-1"}, "name", 40)) == []


def test_a_block_has_no_host_bits() -> None:
    assert block("10.0.0.1/20") is None
    assert block("10.0.0.0") is None
    assert str(block("10.0.0.0/20")) == "10.0.0.0/20"


def test_a_duration_is_in_seconds_and_within_its_bounds() -> None:
    assert list(seconds({"x": "60s"}, "x", 1, 60, "")) == []
    assert [
        failure.property for text in ("61s", "1m", "60") for failure in seconds({"x": text}, "x", 1, 60, "")
    ] == ["x"] * 3
