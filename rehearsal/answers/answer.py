"""`python -m rehearsal answers`: who is answered where, on a terminal, while all is well and with regions lost."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as Shown
from rich.text import Text

from rehearsal.answers.names import Name
from rehearsal.answers.read import names
from rehearsal.answers.solver import lost
from rehearsal.answers.table import EVERYWHERE, Table, policy, sentence, tables
from rehearsal.recorded import Recording
from rehearsal.report import PLAIN_WIDTH


class UnknownRegion(Exception):
    """Nothing is called so; the text is the whole message for the user."""


def answers(recording: Recording, lose: Sequence[str] = (), console: Console | None = None) -> int:
    """Print who is answered where, and with what is lost, or with each region lost in turn. The exit code: 0, also where there is
    no such name.

    lose: clusters and regions, all at once. Raises UnknownRegion where no name leads to one that is called so.
    """
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    found = names(recording)
    for one in lose:
        if not lost(found, one):
            raise UnknownRegion(_unknown(found, one))
    if not found:
        console.print(
            "No name of this stack leads to several regions: no application has traffic.", soft_wrap=True
        )
    for table in tables(found, lose):
        _show(table, console)
    return 0


def _show(table: Table, console: Console) -> None:
    console.print(Text(table.title, style="bold"), soft_wrap=True)
    shown = Shown(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    shown.add_column("From", overflow="fold")
    for column in table.columns:
        shown.add_column(column, overflow="fold")
    for clients, cells in table.rows:
        shown.add_row(", ".join(clients) if clients != (EVERYWHERE,) else EVERYWHERE, *cells)
    console.print(shown)
    for line in (policy(table.names[0]), sentence(table.names[0])):
        console.print(Text(line), soft_wrap=True)
    console.print()


def _unknown(found: Sequence[Name], lose: str) -> str:
    pairs = dict.fromkeys((one.cluster, one.region) for name in found for one in name.answers)
    there = ", ".join(f"{cluster} ({region})" if region else cluster for cluster, region in pairs)
    return f"--lose: expected a cluster or a region that a name leads to, {there or 'of which this stack has none'}, got {lose!r}"
