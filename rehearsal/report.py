"""What a person sees: progress while the engine works, tables and reasons when it is done.

On a terminal progress is one line that moves; elsewhere (CI, a file) it is a plain line every few seconds, without escape
codes.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rehearsal.journal import Journal, Problem, Row
from rehearsal.regions import How, Side, at_once, bar

EVERY = 5.0
"""Seconds between two plain lines of progress."""
SHOWN = 3
"""How many resources under way a terminal names."""
PLAIN_WIDTH = 160
"""Columns where there is no terminal to ask."""
LISTED = 30
"""How many problems are listed one by one."""
VERBS = {
    "create": "made", "update": "changed", "delete": "removed", "replace": "replaced",
    "create-replacement": "made anew", "delete-replaced": "removed for a new one", "same": "unchanged",
    "read": "looked up", "discard": "left to its owner",
}  # fmt: skip


@dataclass(frozen=True)
class Phase:
    """One operation that has ended: wall `seconds`, its result in words, and whether it did what it should."""

    name: str
    seconds: float
    result: str
    good: bool = True


class Report:
    """Writes for people: to a terminal with colours and movement, to anything else plainly."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)

    def say(self, line: str) -> None:
        """One line, or several."""
        self.console.print(Text(line), soft_wrap=True)

    @contextmanager
    def progress(self, what: str, journal: Journal, total: int = 0) -> Iterator[None]:
        """Show how an operation gets on, from its journal; `total` is how many resources it will touch, 0 if unknown."""
        show = self._live if self.console.is_terminal else self._plain
        try:
            with show(lambda: status(what, journal, total)):
                yield
        finally:
            journal.finish()
        self.say(f"{what}: {described(journal.counts)}, {journal.seconds:.1f} s")

    def made(self, rows: Sequence[Row], title: str) -> None:
        """The table of components."""
        table = titled(title)
        table.add_column("Component", overflow="fold")
        table.add_column("Resources", justify="right")
        table.add_column("Seconds", justify="right")
        for row in rows:
            table.add_row(row.component, str(row.operations.total()), f"{row.seconds:.2f}")
        table.add_row("Total", str(sum(row.operations.total() for row in rows)), "", style="bold")
        self._table(table)

    def planned(self, rows: Sequence[Row]) -> None:
        """The table of what a preview would do, by component."""
        operations = sorted({operation for row in rows for operation in row.operations})
        table = titled("What would be done")
        table.add_column("Component", overflow="fold")
        for operation in operations:
            table.add_column(operation.capitalize(), justify="right")
        for row in rows:
            table.add_row(row.component, *(str(row.operations[operation]) for operation in operations))
        totals = [str(sum(row.operations[operation] for row in rows)) for operation in operations]
        table.add_row("Total", *totals, style="bold")
        self._table(table)

    def phases(self, phases: Iterable[Phase]) -> None:
        """The table of what was done in which order, and how long each took."""
        table = titled("The rehearsal")
        table.add_column("Phase")
        table.add_column("Seconds", justify="right")
        table.add_column("Result", overflow="fold")
        for phase in phases:
            table.add_row(phase.name, f"{phase.seconds:.1f}", phase.result, style="" if phase.good else "red")
        self._table(table)

    def fared(self, sides: Sequence[Side]) -> None:
        """The table of how far each cluster got in an operation that failed."""
        whole: dict[How, str] = {
            "whole": "yes", "not whole": "no", "whole but for what waits for another": "but for the skipped",
            "not known to be whole": "not known",
        }  # fmt: skip
        table = titled("Cluster by cluster")
        table.add_column("Cluster")
        for column in ("Made", "Failed", "Skipped"):
            table.add_column(column, justify="right")
        table.add_column("Whole")
        for side in sides:
            skipped = "not known" if side.skipped is None else str(side.skipped)
            table.add_row(side.cluster, str(side.made), str(side.failed), skipped, whole[side.how])
        self._table(table)

    def timeline(self, sides: Sequence[Side]) -> None:
        """The table of when each cluster was worked on, in seconds since the start, with a chart, and for how long all were."""
        until = max(side.ended for side in sides)
        table = titled("Side by side")
        table.add_column("Cluster")
        for column in ("Made", "Start", "End", "Seconds"):
            table.add_column(column, justify="right")
        table.add_column(f"0 s to {until:.1f} s", no_wrap=True)
        for side in sides:
            times = (side.started, side.ended, side.ended - side.started)
            table.add_row(
                side.cluster, str(side.made), *(f"{time:.1f}" for time in times), bar(side.spans, until)
            )
        self._table(table)
        self.say(f"All of them at once: {at_once(sides):.1f} s of {until:.1f} s.")

    def alerts(self, rows: Iterable[Sequence[str]]) -> None:
        """The table of alerts that a loss raises, or may: the alert, where, whether, and why."""
        table = titled("Who is called")
        for column in ("Alert", "Where", "Verdict", "Why"):
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self._table(table)

    def remains(self, rows: Iterable[Sequence[str]]) -> None:
        """The table of what there is of each cluster while one is lost: how many resources, and how they are."""
        table = titled("What remains")
        table.add_column("Cluster")
        table.add_column("Resources", justify="right")
        table.add_column("", overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self._table(table)

    def outputs(self, outputs: Mapping[str, Any]) -> None:
        """The stack's outputs; secrets are shown as such only."""
        table = titled("Outputs of the stack")
        table.add_column("Name")
        table.add_column("Value", overflow="fold")
        for name, value in sorted(outputs.items()):
            table.add_row(name, Text(str(value)))
        if outputs:
            self._table(table)

    def failed(self, heading: str, problems: Sequence[Problem], component: Callable[[str], str]) -> None:
        """What went wrong: for each problem the resource, where it belongs, and the reason."""
        self.console.print(Text(heading, style="bold red"), soft_wrap=True)
        for problem in problems[:LISTED]:
            if problem.urn:
                self.console.print(Text(f"  {place(problem.urn, component)}", style="bold"), soft_wrap=True)
            for line in problem.message.splitlines():
                self.console.print(Text(f"    {line}"), soft_wrap=True)

        if len(problems) > LISTED:
            self.say(f"  ... and {len(problems) - LISTED} more")

    def _table(self, table: Table) -> None:
        self.console.print()
        self.console.print(table)

    @contextmanager
    def _live(self, text: Callable[[], str]) -> Iterator[None]:
        from rich.live import Live
        from rich.spinner import Spinner

        class Moving(Spinner):
            def render(self, time: float) -> Any:
                self.text = Text(text(), no_wrap=True, overflow="ellipsis")
                return super().render(time)

        with Live(Moving("dots"), console=self.console, transient=True, refresh_per_second=8):
            yield

    @contextmanager
    def _plain(self, text: Callable[[], str]) -> Iterator[None]:
        ended = threading.Event()

        def tell() -> None:
            while not ended.wait(EVERY):
                self.say(text())

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            ended.set()
            teller.join()


def titled(title: str) -> Table:
    """A table without lines, its title above it."""
    return Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 3, 0, 0))


def status(what: str, journal: Journal, total: int = 0) -> str:
    """One line on how far an operation is."""
    done, running = len(journal.done), journal.running
    parts = [f"{what}: {done} of {total} done" if total else f"{what}: {done} done"]
    if running:
        names = ", ".join(f"{journal.component(step.urn)} > {step.name}" for step in running[:SHOWN])
        parts.append(f"{len(running)} under way ({names})")
    return f"{', '.join(parts)}, {journal.seconds:.0f} s"


def described(counts: Mapping[str, int]) -> str:
    """Counts by operation in words: `143 made, 2 changed`."""
    return (
        ", ".join(f"{count} {VERBS.get(name, name)}" for name, count in counts.items() if count)
        or "nothing changed"
    )


def place(urn: str, component: Callable[[str], str]) -> str:
    """A resource for people: its component, its name, its type."""
    type_, name = urn.rsplit("::", 2)[-2:]
    return f"{component(urn)} > {name}  [{type_.rsplit('$', 1)[-1]}]"
