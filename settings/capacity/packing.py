"""How many pods fit onto nodes beside others. Pure arithmetic of whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST = 10_000
"""More pods than a node takes: to ask how many there is room for."""


@dataclass(frozen=True)
class Room:
    """Nodes that are alike, empty but for what runs on each. count: how many. cpu: thousandths of a core; memory: MiB; pods: how
    many more one takes. labels: what a pod may ask for."""

    count: int
    cpu: int
    memory: int
    pods: int
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Load:
    """Pods that are alike. replicas: how many; cpu, memory: what each requests, in Room's units. rank: who is placed before
    others, the lowest first. nodes: the labels of the nodes that it runs on. alone: whether a node takes one of them only."""

    name: str
    replicas: int
    cpu: int
    memory: int
    rank: int = 0
    nodes: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False


@dataclass
class _Node:
    cpu: int
    memory: int
    pods: int
    labels: Mapping[str, str]
    guests: set[str] = field(default_factory=set)

    def fits(self, load: Load, wanted: int) -> int:
        """For how many of so many there is room."""
        if not load.nodes.items() <= self.labels.items():
            return 0
        if load.alone:
            wanted = 0 if load.name in self.guests else min(wanted, 1)
        return min(
            wanted,
            self.pods,
            self.cpu // load.cpu if load.cpu else wanted,
            self.memory // load.memory if load.memory else wanted,
        )

    def take(self, load: Load, wanted: int) -> int:
        """How many of so many it takes."""
        taken = self.fits(load, wanted)
        self.pods -= taken
        self.cpu -= taken * load.cpu
        self.memory -= taken * load.memory
        if taken:
            self.guests.add(load.name)
        return taken


def packed(rooms: Iterable[Room], loads: Sequence[Load]) -> list[int]:
    """Of each load, in its order, how many pods find a place: those of its replicas that do beside all the others, and as many
    more as there is room for then.

    By rank; in a rank first those that only some nodes will do for, then the largest, each on the first node with room. A
    scheduler spreads them instead, and the autoscalers make up for that.
    """
    nodes = [
        _Node(room.cpu, room.memory, room.pods, room.labels) for room in rooms for _ in range(room.count)
    ]
    whole = max(1, sum(node.cpu for node in nodes)), max(1, sum(node.memory for node in nodes))

    def turn(number: int) -> tuple[int, bool, float]:
        load = loads[number]
        return load.rank, not load.nodes, -max(load.cpu / whole[0], load.memory / whole[1])

    placed = {number: _place(nodes, loads[number]) for number in sorted(range(len(loads)), key=turn)}
    return [placed[number] + _more(nodes, load) for number, load in enumerate(loads)]


def _place(nodes: Iterable[_Node], load: Load) -> int:
    left = load.replicas
    for node in nodes:
        if left <= 0:
            break
        left -= node.take(load, left)
    return load.replicas - max(left, 0)


def _more(nodes: Iterable[_Node], load: Load) -> int:
    return sum(node.fits(load, MOST) for node in nodes)
