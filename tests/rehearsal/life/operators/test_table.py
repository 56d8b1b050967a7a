"""The kinds that are answered."""

import pytest

from rehearsal.life.operators.table import OPERATORS
from tests.rehearsal.life.operators.found import Found, obj

SIMPLE = {
    "Schedule": {"phase": "Enabled"}, "VolumeSnapshot": {"readyToUse": True},
}  # fmt: skip


@pytest.mark.parametrize("kind", SIMPLE)
def test_a_simple_kind_is_answered_by_one_line(kind: str) -> None:
    operator = next(answer for (_, known), answer in OPERATORS.items() if known == kind)

    assert operator(obj(kind, "one"), Found()).status == SIMPLE[kind]


def test_what_the_program_waits_for_is_answered() -> None:
    kinds = {kind for _, kind in OPERATORS}

    assert kinds >= {
        "ClusterIssuer",
        "Certificate",
        "ClusterSecretStore",
        "ExternalSecret",
        "NodePool",
        "EC2NodeClass",
    }
