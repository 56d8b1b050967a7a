"""The page about costs is what the code says today."""

from rehearsal.costs.__main__ import PRODUCTION, REFERENCE
from rehearsal.costs.report import page
from rehearsal.stackfile import ROOT


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "costs.md").read_text() == page((REFERENCE, PRODUCTION)), (
        "run python -m rehearsal.costs > docs/costs.md"
    )


def test_the_reference_is_three_nodes_of_each_cloud() -> None:
    text = page((REFERENCE,))

    for type_ in ("t3.large", "e2-standard-4", "Standard_D4s_v3"):
        assert f"3 to 10 {'aws' if type_ == 't3.large' else ''}" in text
        assert type_ in text


def test_production_has_a_table_for_each_region() -> None:
    text = page((PRODUCTION,))

    assert "### use1, at the prices of us-east-1" in text
    assert "### usw2, at the prices of us-east-1" in text
