"""docs/simulation.md says what is so."""

from pathlib import Path

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.moto_backed.table import page

PAGE = Path(__file__).resolve().parents[5] / "docs" / "simulation.md"


def test_the_page_is_the_one_that_the_sources_give() -> None:
    command = "python -m rehearsal.simulation.aws.moto_backed.table > docs/simulation.md"

    assert PAGE.read_text() == f"{page()}\n", f"run {command}"


def test_every_type_has_its_row() -> None:
    rows = [line.split("`")[1] for line in page().splitlines() if line.startswith("| `")]

    assert sorted(rows) == sorted(KINDS)


def test_a_type_that_does_not_stand_on_moto_says_why() -> None:
    assert (
        "| `aws:eks/addon:Addon` | no: moto has no CreateAddon (asked first: DescribeCluster, GetRole) |"
        in page()
    )
