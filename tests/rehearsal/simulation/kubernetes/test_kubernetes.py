"""Which types are known."""

import pytest

from rehearsal.simulation.kinds import Refused
from rehearsal.simulation.kubernetes import lookup


@pytest.mark.parametrize(
    "type_", ["kubernetes:core/v1:ConfigMap", "kubernetes:cert-manager.io/v1:Certificate"]
)
def test_any_object_is_known(type_: str) -> None:
    assert lookup(type_) is lookup(type_)
    assert lookup(type_).autoname == "metadata.name"


@pytest.mark.parametrize(
    "type_",
    [
        "kubernetes:helm.sh/v4:Chart",
        "kubernetes:yaml/v2:ConfigGroup",
        "kubernetes:Deployment",
        "aws:ec2/vpc:Vpc",
        "x",
    ],
)
def test_what_is_no_object_is_refused_with_the_file_to_look_into(type_: str) -> None:
    with pytest.raises(
        Refused, match=r"UnknownType: .* is not simulated; rehearsal/simulation/kubernetes/__init__\.py"
    ):
        lookup(type_)
