"""`python -m rehearsal reach`: a stack's tables on a terminal, or one answer and the policies behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as Shown
from rich.text import Text

from rehearsal.reach.ends import End, Pod
from rehearsal.reach.matrix import OUTSIDE, STRANGER, Matrix, Table, together
from rehearsal.reach.network import Network
from rehearsal.reach.policies import Direction
from rehearsal.reach.ports import EVERY, Ports, Reach
from rehearsal.reach.read import networks
from rehearsal.reach.solver import Solver
from rehearsal.recorded import Recording
from rehearsal.report import PLAIN_WIDTH


class UnknownEnd(Exception):
    """Nobody is called so; the text is the whole message for the user."""


@dataclass(frozen=True)
class Question:
    """source, target: NAMESPACE/NAME, a pod's NAME where it is the only one, or the name of addresses; None: all of them.
    port: None for all of them. protocol: TCP, UDP or SCTP."""

    source: str | None = None
    target: str | None = None
    port: int | None = None
    protocol: str = "TCP"

    @property
    def answered(self) -> bool:
        """Whether one answer is asked for, and no table."""
        return self.source is not None and self.target is not None


def reach(recording: Recording, question: Question, console: Console | None = None) -> int:
    """Print who can reach whom. The exit code: 1 where the answer is no on some cluster, else 0.

    Raises UnknownEnd where the question names somebody who is on no cluster.
    """
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    found = [network for network in networks(recording) if _has(network, question)]
    if not found:
        raise UnknownEnd(_unknown(networks(recording), question))
    refused = 0
    for network in found:
        sources, targets = _ends(network, question.source), _ends(network, question.target)
        if question.answered:
            refused += not _answer(Solver(network), sources[0], targets[0], question, console)
        else:
            _tables(network, sources, targets, console)
    return 1 if refused else 0


def _everybody(network: Network) -> list[End]:
    return [*network.pods, *network.outside, STRANGER]


def _ends(network: Network, name: str | None) -> list[End]:
    """Those that are meant; all, which is an empty list, where none is named."""
    if name is None:
        return []
    whole = [one for one in _everybody(network) if str(one) == name]
    short = [one for one in _everybody(network) if one.name == name]
    return whole or (short if len(short) == 1 else [])


def _has(network: Network, question: Question) -> bool:
    return all(name is None or _ends(network, name) for name in (question.source, question.target))


def _unknown(found: Sequence[Network], question: Question) -> str:
    names = [name for name in (question.source, question.target) if name is not None]
    wrong = next((name for name in names if not any(_ends(one, name) for one in found)), names[0])
    known = dict.fromkeys(str(one) for network in found for one in _everybody(network))
    return f"{wrong!r} is nobody on one cluster alone of this stack, expected one of:\n  " + "\n  ".join(
        known
    )


def _tables(network: Network, sources: Sequence[End], targets: Sequence[End], console: Console) -> None:
    for table in Matrix(network).tables(sources, targets):
        console.print(_shown(network, table))
        console.print()


def _shown(network: Network, table: Table) -> Shown:
    where = table.title if table.title == OUTSIDE else f"to {table.title}"
    shown = Shown(title=f"{network.cluster}: {where}", title_justify="left", box=None, pad_edge=False)
    shown.add_column("from", max_width=60)
    for one in table.targets:
        shown.add_column(str(one) if table.title == OUTSIDE else one.name)
    for sources, cells in table.rows:
        shown.add_row(Text(together(sources)), *(Text(str(cell) or "–") for cell in cells))
    return shown


def _answer(solver: Solver, source: End, target: End, question: Question, console: Console) -> bool:
    """Print one answer. Whether it is yes, for at least some of the addresses."""
    asked = Ports.numbers(question.port, protocol=question.protocol) if question.port is not None else EVERY
    found = solver.reach(source, target)
    sure, perhaps = found.sure & asked, found.perhaps & asked
    on = f" on {sure or perhaps}" if perhaps else f" on {asked}"
    word = "reaches" if sure else "reaches, for some of the addresses," if perhaps else "does not reach"
    console.print(
        Text(f"{solver.network.cluster}: {source} {word} {target}{on}", style="bold"), soft_wrap=True
    )
    for line in _reasons(solver, source, target, asked):
        console.print(Text(f"  {line}"), soft_wrap=True)
    return bool(perhaps)


def _reasons(solver: Solver, source: End, target: End, asked: Ports) -> Iterator[str]:
    sides: tuple[tuple[End, Direction, End], ...] = ((source, "Egress", target), (target, "Ingress", source))
    for one, direction, other in sides:
        if isinstance(one, Pod):
            yield from _side(solver, one, direction, other, asked)
    if not solver.network.mesh.reach(source, target).perhaps & asked:
        yield f"{target}: its proxy does not take the connection: mutual TLS, or an AuthorizationPolicy, is against it"


def _side(solver: Solver, pod: Pod, direction: Direction, other: End, asked: Ports) -> Iterator[str]:
    verb = "lets it out" if direction == "Egress" else "lets it in"
    closing = solver.closing(pod, direction)
    if not closing:
        yield f"{pod}: no policy selects it for {direction.lower()}, so it is open"
        return
    admitting: list[tuple[str, Reach]] = [
        (str(policy), solver.admitted([policy], direction, pod, other)) for policy in closing
    ]
    by = [
        f"policy {name} {verb} on {reach.perhaps & asked}"
        for name, reach in admitting
        if reach.perhaps & asked
    ]
    names = ", ".join(name for name, _ in admitting)
    yield from (f"{pod}: {text}" for text in by)
    if not by:
        yield f"{pod}: none of its policies {verb}: {names}"
