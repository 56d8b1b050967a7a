"""Which instance types there are."""

import pytest

from rehearsal.simulation.aws.instance_types import ARCHITECTURES, wrong_type


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


def test_an_unknown_family_names_the_file_to_add_it_to() -> None:
    assert "rehearsal/simulation/aws/instance_types.py" in str(wrong_type("z9.large"))
