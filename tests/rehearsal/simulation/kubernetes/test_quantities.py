"""Amounts."""

from decimal import Decimal

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.quantities import amount, resources


@pytest.mark.parametrize(
    ("text", "value"),
    [("250m", "0.25"), ("1", "1"), ("1.5", "1.5"), (".5", "0.5"), ("1Ki", "1024"), ("2Gi", str(2 * 2**30)), ("1G", "1000000000"),
     ("1e3", "1000"), ("5n", "0.000000005"), ("1E", "1000000000000000000")],
)  # fmt: skip
def test_a_quantity_is_a_number(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "a lot", "1 Gi", "1GB", "1gi", "m", "--1"])
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"requests": {"cpu": "1GB"}}, "'1GB' is not a quantity such as 250m"),
        ({"limits": {"memory": "-1Gi"}}, "'-1Gi' is below 0"),
        (
            {"requests": {"cpu": "2"}, "limits": {"cpu": "1500m"}},
            "2 must be less than or equal to the cpu limit of 1500m",
        ),
    ],
)
def test_wrong_resources_are_explained(given: dict[str, dict[str, str]], text: str) -> None:
    assert text in next(resources("resources", given)).reason


def test_sound_and_unknown_resources_pass() -> None:
    assert (
        list(resources("r", {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1024Mi"}}))
        == []
    )
    assert list(resources("r", {"requests": {"cpu": UNKNOWN}, "limits": {"cpu": "1"}})) == []
    assert list(resources("r", UNKNOWN)) == []
