"""The answers for a whole cluster, as tables: for each namespace who gets to its pods, and whom pods reach outside of theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.network import Network
from rehearsal.reach.ports import Ports
from rehearsal.reach.solver import Solver
from rehearsal.reach.surroundings import INTERNET, NETWORKS, NODES

STRANGER = Pod("another namespace", "any other pod")
"""A pod that nobody declared, in a namespace that is not closed."""
OUTSIDE = "outside"
SOURCES = (INTERNET, NETWORKS, NODES)
"""What addresses connect to pods: the others only answer."""


@dataclass(frozen=True)
class Cell:
    """The ports on which a source reaches a target. named: because rules let these pods through. addressed: further ones, only
    because a rule lets a block of addresses through that theirs are in. part: further ones, for some of the addresses."""

    named: Ports
    addressed: Ports
    part: Ports

    def __bool__(self) -> bool:
        return bool(self.named or self.addressed or self.part)

    def __str__(self) -> str:
        """In Markdown: as they are, *in italics*, and (in brackets)."""
        texts = (str(self.named), f"*{self.addressed}*", f"({self.part})")
        sets = (self.named, self.addressed, self.part)
        return " ".join(text for text, ports in zip(texts, sets, strict=True) if ports)


@dataclass(frozen=True)
class Table:
    """title: the targets' namespace. rows: sources that reach the same, with a cell for each target."""

    title: str
    targets: tuple[End, ...]
    rows: tuple[tuple[tuple[End, ...], tuple[Cell, ...]], ...]


class Matrix:
    """One cluster's tables."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._all = Solver(network)
        self._by_name = Solver(replace(network, pod_blocks=()))

    def cell(self, source: End, target: End) -> Cell:
        """How one end reaches another."""
        reach = self._all.reach(source, target)
        if isinstance(source, Outside) or isinstance(target, Outside):
            return Cell(reach.sure, Ports(), reach.perhaps - reach.sure)
        named = self._by_name.reach(source, target).perhaps
        return Cell(named, reach.perhaps - named, Ports())

    def tables(self, sources: Sequence[End] = (), targets: Sequence[End] = ()) -> list[Table]:
        """A table for each namespace that the stack closes, and one for what is outside. sources, targets: these alone."""
        closed = self.closed()
        elsewhere = [pod for pod in self.network.pods if pod not in closed]
        wanted = targets or [*closed, *elsewhere, *self.network.outside]
        homes = {pod.namespace: None for pod in closed}
        groups: dict[str, list[End]] = {
            home: [one for one in wanted if isinstance(one, Pod) and one in closed and one.namespace == home]
            for home in sorted(homes)
        }
        groups[OUTSIDE] = [one for one in wanted if isinstance(one, Outside) or one not in closed]
        return [
            made
            for title, group in groups.items()
            if (made := self._table(title, group, sources or self._sources(title, closed, elsewhere))).rows
        ]

    def closed(self) -> list[Pod]:
        """The pods that policies close in both directions: those of this stack."""
        return [
            pod
            for pod in self.network.pods
            if self._all.closing(pod, "Ingress") and self._all.closing(pod, "Egress")
        ]

    def _sources(self, title: str, closed: Iterable[Pod], elsewhere: Iterable[Pod]) -> list[End]:
        if title == OUTSIDE:
            return list(closed)
        addresses = [one for one in self.network.outside if one.name in SOURCES]
        return [*closed, *elsewhere, STRANGER, *addresses]

    def _table(self, title: str, targets: Sequence[End], sources: Iterable[End]) -> Table:
        alike: dict[tuple[Cell, ...], list[End]] = {}
        stranger = tuple(self.cell(STRANGER, target) for target in targets)
        known = set(self.closed())
        for source in sources:
            cells = tuple(self.cell(source, target) for target in targets)
            # Somebody else's pod is one of the strangers, unless a rule means it.
            same = (
                isinstance(source, Pod) and source != STRANGER and source not in known and cells == stranger
            )
            if any(cells) and not same:
                alike.setdefault(cells, []).append(source)
        used = [number for number in range(len(targets)) if any(cells[number] for cells in alike)]
        return Table(
            title,
            tuple(targets[number] for number in used),
            tuple((tuple(group), tuple(cells[number] for number in used)) for cells, group in alike.items()),
        )


def together(sources: Iterable[End]) -> str:
    """Sources by their namespaces: `loki: gateway, loki; velero: server; internet`."""
    homes: dict[str, list[str]] = {}
    alone: list[str] = []
    for one in sources:
        if isinstance(one, Pod) and one != STRANGER:
            homes.setdefault(one.namespace, []).append(one.name)
        else:
            alone.append(one.name)
    return "; ".join([*(f"{home}: {', '.join(names)}" for home, names in homes.items()), *alone])
