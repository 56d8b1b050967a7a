"""The rows of a stack as texts: for each cluster that may be lost, what the others need, and what they can have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rehearsal.stackfile import ROOT, StackFile
from settings import capacity
from settings.capacity import Row, nodes
from settings.load import Settings, parse
from stacks import CATALOGUE

HEADINGS = ("workload", "without", "on", "needs", "scale.max", "room on nodes", "")
UNKNOWN = "not known"
SHORT = "too little"
ENOUGH = "enough"


@dataclass(frozen=True)
class Carried:
    """What a stack can carry. rows: none where no application has traffic on several clusters. pools: cluster -> its nodes at
    their most, in words."""

    rows: tuple[Row, ...]
    pools: Mapping[str, str]

    def cells(self) -> list[tuple[str, ...]]:
        """The rows, under HEADINGS; those that differ in nothing but which clusters are lost and left are one."""
        alike: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows:
            alike.setdefault((f"{row.application}: {row.workload}", *_figures(row)), []).append(row)
        return [
            (name, _each(row.lost for row in found), _each(row.survivor for row in found), *figures)
            for (name, *figures), found in alike.items()
        ]


def _figures(row: Row) -> tuple[str, ...]:
    room = UNKNOWN if row.by_nodes is None else str(row.by_nodes)
    return str(row.needed), str(row.by_scale), room, SHORT if row.short else ENOUGH


def _each(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def carried(stack: StackFile) -> Carried:
    """What the stack of a file can carry; nothing where its project has no applications. Raises SettingsError."""
    return carried_by(parse(stack.settings, CATALOGUE)) if stack.root == ROOT else Carried((), {})


def carried_by(settings: Settings) -> Carried:
    """What a stack of these settings can carry."""
    rows = capacity.rows(settings.applications, settings.clusters, settings.platform)
    there = dict.fromkeys(name for row in rows for name in (row.lost, row.survivor))
    return Carried(
        tuple(rows), {name: nodes.described(settings.clusters[name]) or UNKNOWN for name in sorted(there)}
    )
