"""What `python -m rehearsal report` shows after the costs."""

import io

from rich.console import Console

from rehearsal.capacity.report import show
from rehearsal.capacity.table import Carried
from tests.rehearsal.capacity.given import CARRIED, NOTHING


def told(found: Carried) -> str:
    console = Console(file=io.StringIO(), highlight=False, width=160)
    show(found, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_has_what_is_needed_and_what_can_be_had() -> None:
    lines = [line.split() for line in told(CARRIED).splitlines()]

    assert ["shop:", "shop/web", "use1,", "usw2", "usw2,", "use1", "6", "10", "40", "enough"] in lines
    assert ["shop:", "shop/worker", "use1", "usw2", "6", "5", "40", "too", "little"] in lines
    assert "use1: 3 of m6i.large at most." in told(CARRIED)


def test_a_stack_with_nothing_to_take_over_is_told_nothing() -> None:
    assert told(NOTHING) == ""
