"""Names are made up as the real providers do, and kept."""

import re

import pytest

from rehearsal.providers import autoname, wire
from rehearsal.simulation.kinds import UNKNOWN

SEED = b"seed"


def test_amazon_gets_seven_digits_and_kubernetes_eight() -> None:
    assert re.fullmatch(r"logs-[0-9a-f]{7}", autoname.choose("name", "logs", SEED, {}))
    assert re.fullmatch(r"logs-[0-9a-f]{8}", autoname.choose("metadata.name", "logs", SEED, {}))


def test_another_seed_makes_another_name() -> None:
    assert autoname.choose("name", "logs", SEED, {}) != autoname.choose("name", "logs", b"other", {})


@pytest.mark.parametrize("path", ["name", "bucket", "metadata.name"])
def test_a_name_once_made_up_is_recognised_and_kept(path: str) -> None:
    inputs = wire.encode({"metadata": {"labels": {}}})
    autoname.write(path, "logs-1234567", inputs)
    olds = wire.decode(inputs).values

    assert autoname.made_up(path, olds)
    assert autoname.choose(path, "logs", b"another", olds) == "logs-1234567"


def test_a_name_that_the_program_gave_is_not_kept_when_it_is_taken_away() -> None:
    assert autoname.choose("name", "logs", SEED, {"name": "mine"}) != "mine"


@pytest.mark.parametrize(
    ("path", "inputs", "named"),
    [
        ("name", {}, False),
        ("name", {"name": "x"}, True),
        ("name", {"namePrefix": "x-"}, True),
        ("name", {"name": UNKNOWN}, True),
        ("metadata.name", {}, False),
        ("metadata.name", {"metadata": {"labels": {}}}, False),
        ("metadata.name", {"metadata": {"name": "x"}}, True),
        ("metadata.name", {"metadata": {"generateName": "x-"}}, True),
        ("metadata.name", {"metadata": UNKNOWN}, True),
    ],
)
def test_only_what_has_no_name_gets_one(path: str, inputs: dict[str, object], named: bool) -> None:
    assert autoname.named(path, inputs) is named


def test_a_secret_metadata_gets_its_name_inside_the_secret() -> None:
    inputs = wire.encode({"metadata": {wire.SIGNATURE: wire.SECRET, "value": {"labels": {}}}})
    autoname.write("metadata.name", "x-1", inputs)

    assert wire.decode(inputs).values["metadata"]["name"] == "x-1"
    assert wire.decode(inputs).secret == {"metadata"}
