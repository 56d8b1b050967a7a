"""What the simulated package makes up: as much as is asked for, the same in one run, and nobody's to know before."""

import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rehearsal.simulation.random import INVOKES, KINDS, PASSWORD
from tests.rehearsal.simulation.sdks import Sdk, source
from tests.rehearsal.simulation.service import Service

ROOT = Path(__file__).resolve().parents[4]
SDK = Sdk("pulumi_random", "base")


@pytest.fixture(name="chance")
def _chance() -> Service:
    return Service(KINDS.__getitem__, {})


def test_a_password_has_the_length_and_the_kinds_of_characters_that_are_asked_for(chance: Service) -> None:
    made = chance.create(PASSWORD, length=8.0, special=False, minLower=1, minUpper=5, minNumeric=2)
    found = [sum(letter in group for letter in made["result"]) for group in (
        string.ascii_lowercase, string.ascii_uppercase, string.digits)]  # fmt: skip

    assert found == [1, 5, 2]


def test_special_characters_are_those_that_are_named(chance: Service) -> None:
    made = chance.create(PASSWORD, length=20, lower=False, upper=False, numeric=False, overrideSpecial="-_")

    assert set(made["result"]) <= {"-", "_"}


def test_two_passwords_differ_and_one_stays_what_it_is(chance: Service) -> None:
    one, other = (chance.create(PASSWORD, length=32) for _ in range(2))

    assert one["result"] != other["result"]
    assert one["id"] != other["id"]
    assert chance.update(PASSWORD, one, length=32)["result"] == one["result"]


def test_another_run_makes_up_others() -> None:
    code = (
        "from rehearsal.simulation.random import KINDS, PASSWORD; from tests.rehearsal.simulation.service import Service; "
        "print(Service(KINDS.__getitem__, {}).create(PASSWORD, length=32)['result'])"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    )

    assert len(first.strip()) == 32
    assert first != second


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"length": 0}, "the length 0 is not at least 1"),
        (
            {"length": 3, "minLower": 2, "minUpper": 2},
            "the length 3 is not at least 4, the sum of what is asked for",
        ),
        (
            dict.fromkeys(("lower", "upper", "numeric", "special"), False),
            "at least one of lower, upper, numeric",
        ),
        ({"length": None}, "missing required property 'length'"),
    ],
)
def test_a_password_that_cannot_be_made(chance: Service, inputs: dict[str, Any], text: str) -> None:
    assert text in chance.refusal(PASSWORD, **{"length": 32, **inputs})


@SDK.needed
@pytest.mark.parametrize("token", [*KINDS, *INVOKES])
def test_every_type_is_the_sdks_with_its_inputs(token: str) -> None:
    assert source(SDK, token)
    assert SDK.unknown(token, KINDS[token]) == set()
    assert SDK.forgotten(token, KINDS[token]) == set()
    assert list(SDK.faults(token, KINDS[token])) == []
