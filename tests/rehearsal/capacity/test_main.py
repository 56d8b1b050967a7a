"""docs/capacity.md says what is left of every stack file now."""

from rehearsal.capacity.page import page
from rehearsal.capacity.table import carried
from rehearsal.reach.__main__ import shown
from rehearsal.stackfile import ROOT, read
from tests.stackfiles import named


def test_the_page_is_up_to_date() -> None:
    text = page((named(path), carried(read(path))) for path in shown())

    assert (ROOT / "docs" / "capacity.md").read_text() == text, (
        "run python -m rehearsal.capacity > docs/capacity.md"
    )


def test_no_stack_file_of_the_repository_is_short() -> None:
    short = {named(path): [row for row in carried(read(path)).rows if row.short] for path in shown()}

    assert {path: rows for path, rows in short.items() if rows} == {}
