"""docs/reach.md says who can reach whom now, in every stack file but those that are left out."""

from rehearsal.reach.__main__ import LEFT_OUT, shown
from rehearsal.reach.page import page
from rehearsal.stackfile import ROOT
from tests.rehearsal.reach.given import given
from tests.stackfiles import ALL, named


def test_all_stack_files_are_shown_but_those_that_are_left_out() -> None:
    assert len(shown()) == len(set(shown()))
    assert {path.name for path in set(ALL) - set(shown())} == {f"Pulumi.{name}.yaml" for name in LEFT_OUT}
    assert shown()[0].name == "Pulumi.production.yaml"


def test_the_page_is_up_to_date() -> None:
    text = page((named(path), given(path).recording) for path in shown())

    assert (ROOT / "docs" / "reach.md").read_text() == text, "run python -m rehearsal.reach > docs/reach.md"
