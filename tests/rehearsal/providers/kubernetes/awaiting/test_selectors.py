"""Values compare in a filter as RFC 9535 says: by type first."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting.selectors import NOTHING, compare


@pytest.mark.parametrize(
    ("left", "sign", "right", "holds"),
    [
        (1, "==", 1.0, True),
        (1, "==", True, False),
        (True, "==", True, True),
        ("1", "==", 1, False),
        ("1", "!=", 1, True),
        (NOTHING, "==", NOTHING, True),
        (NOTHING, "==", None, False),
        (NOTHING, "!=", "x", True),
        (None, "==", None, True),
        (None, "<=", None, True),
        (None, "<", None, False),
        (True, "<", False, False),
        ("a", "<", "b", True),
        ("b", "<=", "b", True),
        (2, ">", 1, True),
        (2, ">", "1", False),
        (2, ">=", NOTHING, False),
        ([1], "==", [1], True),
        ([1], "<", [2], False),
    ],
)
def test_a_comparison_holds_or_not(left: Any, sign: str, right: Any, holds: bool) -> None:
    assert compare(sign, left, right) is holds
