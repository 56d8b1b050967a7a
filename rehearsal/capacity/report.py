"""How `python -m rehearsal report` shows what is left of a stack when a cluster is lost."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rehearsal.capacity.table import HEADINGS, SHORT, Carried

FIRST_NUMBER = 3


def show(found: Carried, console: Console) -> None:
    """Print the table; nothing where there is nothing to take over."""
    if not found.rows:
        return
    title = "Without a cluster: replicas that the others need and can have"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for number, heading in enumerate(HEADINGS):
        numeric = FIRST_NUMBER <= number < len(HEADINGS) - 1
        table.add_column(heading.capitalize(), justify="right" if numeric else "left", overflow="fold")
    for cells in found.cells():
        table.add_row(*cells, style="red" if cells[-1] == SHORT else "")
    console.print()
    console.print(table)
    for cluster, pools in found.pools.items():
        console.print(Text(f"{cluster}: {pools} at most."), soft_wrap=True)
