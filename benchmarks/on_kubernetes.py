"""What a rehearsal on a real Kubernetes costs, and what the engine's state does: tables of `make bench`."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

Measure = Callable[..., Any]
"""benchmarks.__main__.measure."""


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
    table = Table(
        "stack", "resources", "ready s", "up s", "resources a s", "no change s", "destroy s", "peak MiB", "processor s",
        title="On a real Kubernetes",
    )  # fmt: skip
    for stack in stacks:
        said = measure("life", stack).said
        table.add_row(
            stack, str(said["resources"]), *(f"{said[key]:.1f}" for key in ("ready", "up")),
            f"{said['resources'] / said['up']:.1f}", *(f"{said[key]:.1f}" for key in ("again", "destroy")),
            str(said["mebibytes"]), f"{said['processor']:.0f}",
        )  # fmt: skip
    console.print(table)


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
