"""What a second region costs: a stack whole and with its first cluster alone, on a real Kubernetes and without an engine."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Measure
from benchmarks.on_kubernetes import add_life, figures, life_table
from rehearsal.stackfile import StackFile

TOOLS = ("settings", "capacity", "render", "answers", "report")
"""What benchmarks.child knows as a tool."""


def lives(console: Console, measure: Measure, stack: StackFile) -> None:
    """Regions beside one another against one of them: less than their number as the ratio is what being side by side saves."""
    table = life_table(f"{stack.name} on a real Kubernetes: all its clusters, and one")
    with one_alone(stack) as (cluster, file):
        whole, alone = (measure("life", str(path)).said for path in (stack.path, file))
    add_life(table, ", ".join(stack.clusters), whole)
    add_life(table, f"{cluster} alone", alone)
    of_one = figures(alone)
    table.add_row("ratio", *(f"{value / of_one[key]:.2f}" for key, value in figures(whole).items()))
    console.print(table)


def tools(console: Console, measure: Measure, stack: StackFile, repeat: int) -> None:
    """The tools that need no engine, each a process from its first import on. They use one processor, so the ratio is of its
    time, which other work on the machine changes least."""
    table = Table("tool", title=f"{stack.name} without an engine: all its clusters, and one")
    for column in ("seconds", "processor s", "peak MiB", "one: seconds", "processor s", "peak MiB", "ratio"):
        table.add_column(column, justify="right")
    with one_alone(stack) as (_, file):
        for tool in TOOLS:
            both = [measure("tool", tool, str(path), repeat=repeat) for path in (stack.path, file)]
            cells = [
                cell
                for one in both
                for cell in (f"{one.seconds:.2f}", f"{one.processor:.2f}", f"{one.mebibytes:.0f}")
            ]
            table.add_row(tool, *cells, f"{both[0].processor / both[1].processor:.2f}")
    console.print(table)


@contextmanager
def one_alone(stack: StackFile) -> Iterator[tuple[str, Path]]:
    """The stack's first cluster, and a file of the stack with no other."""
    cluster = stack.clusters[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / stack.path.name
        file.write_text(yaml.safe_dump({"config": dict(narrowed(stack, cluster).config)}, sort_keys=False))
        yield cluster, file


def narrowed(stack: StackFile, cluster: str) -> StackFile:
    """The stack with one cluster, every application on it, and nothing that is about another."""
    change: dict[str, Callable[[Any], Any]] = {
        "clusters": lambda clusters: {cluster: without(clusters[cluster], "copies_to")},
        "applications": lambda given: {name: _placed(one, cluster) for name, one in given.items()},
        "data": lambda data: _kept(data, cluster),
    }
    keys = {f"{stack.project}:{section}": how for section, how in change.items()}
    config = {key: keys[key](value) if key in keys else value for key, value in stack.config.items()}
    return replace(stack, config=config)


def _placed(application: Mapping[str, Any], cluster: str) -> dict[str, Any]:
    placed = without(application, "clusters", "regions", "overrides")
    if cluster in (overrides := application.get("overrides") or {}):
        placed["overrides"] = {cluster: overrides[cluster]}
    if traffic := application.get("traffic"):
        alone = {"weights": {cluster: 1}, "primary": cluster}
        placed["traffic"] = {**traffic, **{key: alone[key] for key in alone if key in traffic}}
    return placed


def _kept(data: Mapping[str, Any], cluster: str) -> dict[str, Any]:
    kept = dict(data)
    for section in ("databases", "secrets"):
        if there := data.get(section):
            kept[section] = {name: _alone(one, cluster) for name, one in there.items()}
    if images := data.get("images"):
        kept["images"] = _alone(images, cluster)
    return kept


def _alone(what: Mapping[str, Any], cluster: str) -> dict[str, Any]:
    return {**without(what, "copies", "replica", "replica_secret", "promoted"), "cluster": cluster}


def without(what: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """A mapping, less some of its keys."""
    return {key: value for key, value in what.items() if key not in keys}
