"""What a rehearsal on a real Kubernetes costs, and what the engine's state does: tables of `make bench`."""

from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Measure

LIFE = {
    "resources": "resources", "ready": "ready s", "up": "up s", "each second": "resources a s", "again": "no change s",
    "destroy": "destroy s", "mebibytes": "peak MiB", "processor": "processor s",
}  # fmt: skip
"""What is known of a stack's life -> its column."""
WHOLE = {"resources", "mebibytes", "processor"}


def built(console: Console, measure: Measure) -> None:
    """All that a rehearsal runs, built with nothing kept but the fetched modules."""
    said = measure("build").said
    table = Table("cold build", "seconds", title="Built from Go modules")
    table.add_row("the engine", f"{said['engine']:.0f}")
    table.add_row("Kubernetes, etcd and KWOK", f"{said['kubernetes']:.0f}")
    console.print(table)


def lives(console: Console, measure: Measure, stacks: tuple[str, ...]) -> None:
    """A control plane's warm start, and whole stacks on their control planes."""
    plane = measure("plane", repeat=3).said
    console.print(f"A control plane alone: ready after {plane['ready']:.1f} s, {plane['mebibytes']} MiB")
    table = life_table("On a real Kubernetes")
    for stack in stacks:
        add_life(table, stack, measure("life", stack).said)
    console.print(table)


def life_table(title: str) -> Table:
    """For stacks from nothing to nothing: a row each."""
    table = Table("stack", title=title)
    for column in LIFE.values():
        table.add_column(column, justify="right")
    return table


def add_life(table: Table, stack: str, said: dict[str, Any]) -> None:
    """A stack's row. said: what `benchmarks.child life` says of it."""
    cells = (f"{value:.{0 if key in WHOLE else 1}f}" for key, value in figures(said).items())
    table.add_row(stack, *cells)


def figures(said: dict[str, Any]) -> dict[str, float]:
    """A stack's life in the order of its row."""
    known = {**said, "each second": said["resources"] / said["up"]}
    return {key: float(known[key]) for key in LIFE}


def workloads(console: Console, measure: Measure, sizes: tuple[int, ...]) -> None:
    """What one more workload costs on a real Kubernetes, between one size and the next, in wall and in processor time.

    The second slope is compared with the first: 1.5 is the most that it should be.
    """
    table = Table(
        "workloads", "resources", "up s", "destroy s", "peak MiB", "ms a workload: wall", "processor", "ratio",
        title="Workloads on a real Kubernetes",
    )  # fmt: skip
    before, slope = (0, measure("engine", "workloads", "0", "kubernetes").said), 0.0
    for size in sizes:
        said = measure("engine", "workloads", str(size), "kubernetes").said
        each = {key: (said[key] - before[1][key]) / (size - before[0]) * 1000 for key in ("up", "processor")}
        table.add_row(
            str(size), str(said["resources"]), f"{said['up']:.1f}", f"{said['destroy']:.1f}", str(said["mebibytes"]),
            f"{each['up']:.0f}", f"{each['processor']:.0f}",
            f"{each['up'] / slope:.2f} of the slope at {before[0]}" if slope else "",
        )  # fmt: skip
        before, slope = (size, said), each["up"]
    console.print(table)


def checkpoints(console: Console, measure: Measure, sizes: tuple[int, ...]) -> None:
    """The file backend's rewriting of its whole state: with checkpoints, and with PULUMI_SKIP_CHECKPOINTS."""
    table = Table(
        "configmaps", "up s", "destroy s", "without: up s", "destroy s", "ratio of up",
        title="The state, written after each step and at the end alone",
    )  # fmt: skip
    for size in sizes:
        kept, skipped = (
            measure("engine", "configmaps", str(size), *option).said for option in (("checkpoints",), ())
        )
        table.add_row(
            str(size), *(f"{said[key]:.1f}" for said in (kept, skipped) for key in ("up", "destroy")),
            f"{kept['up'] / skipped['up']:.1f}",
        )  # fmt: skip
    console.print(table)
