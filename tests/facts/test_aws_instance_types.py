"""Which instance types there are."""

import pytest

from facts.aws_instance_types import ARCHITECTURES, wrong_type


@pytest.mark.parametrize(
    ("name", "architecture"),
    [
        ("t3.medium", "x86_64"),
        ("m7i.48xlarge", "x86_64"),
        ("t4g.small", "arm64"),
        ("r8g.metal-24xl", "arm64"),
        ("c6i.large", "x86_64"),
    ],
)
def test_a_type_has_a_processor(name: str, architecture: str) -> None:
    assert ARCHITECTURES[name] == architecture
    assert wrong_type(name) is None


def test_a_size_that_a_family_lacks_is_explained() -> None:
    assert wrong_type("t3.4xlarge") == (
        "the instance type 't3.4xlarge' does not exist: t3 comes as nano, micro, small, medium, large, xlarge, 2xlarge"
    )


def test_an_unknown_family_is_answered_with_the_nearest_types_and_the_table() -> None:
    assert wrong_type("m6x.large") == (
        "the instance type 'm6x.large' is not in facts/aws_instance_types.py (did you mean m6i.large or m6g.large or m6a.large?)"
    )


def test_what_is_near_to_none_is_answered_with_the_families() -> None:
    assert "(its families are t3, t3a, m5" in str(wrong_type("quantum"))
