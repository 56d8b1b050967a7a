"""`make bench`: the render against its floor, the slope of a workload, the engine's cost of a resource, Kubernetes, two regions.

Every figure is of a process of its own. Compare ratios within one run: machines differ, and so does one from hour to hour.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks import on_kubernetes, regions
from benchmarks.measuring import Figure, measure
from rehearsal.stackfile import find


def rendered(console: Console, sizes: tuple[int, ...]) -> None:
    """Render: staging against its floor, and what one more workload costs between one size and the next."""
    staging = measure("render", "staging", repeat=3)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as modules:
        own = ("__", "benchmarks")
        json.dump([name for name in staging.said["modules"] if not name.startswith(own)], modules)
        modules.flush()
        floor = measure("floor", modules.name, repeat=3)
    table = Table(title="Render, without an engine")
    for column in ("render", "resources", "seconds", "peak MiB", "ms a workload", "ratio"):
        table.add_column(column, justify="left" if column in {"render", "ratio"} else "right")

    def row(what: str, figure: Figure, each: str, ratio: str) -> None:
        table.add_row(
            what, str(figure.resources), f"{figure.seconds:.2f}", f"{figure.mebibytes:.0f}", each, ratio
        )

    row("floor: the same imports, an empty program", floor, "", "1.00")
    row("staging", staging, "", f"{staging.seconds / floor.seconds:.2f} of the floor")
    before, slope = (0, measure("render", "0")), 0.0
    for size in sizes:
        figure = measure("render", str(size))
        each = (figure.seconds - before[1].seconds) / (size - before[0]) * 1000
        # The first slope also holds what is loaded and learnt once, so only later ones compare.
        ratio = f"{each / slope:.2f} of the slope at {before[0]}" if before[0] > sizes[0] else ""
        row(f"{size} workloads", figure, f"{each:.1f}", ratio)
        before, slope = (size, figure), each
    console.print(table)


def on_the_engine(console: Console, config_maps: tuple[int, int], workloads: tuple[int, int]) -> None:
    """The marginal cost of a resource: a plain ConfigMap's, and that of an average resource of a workload."""
    table = Table(
        "engine",
        "resources",
        "preview s",
        "up s",
        "destroy s",
        "ms a resource: preview",
        "up",
        title="On the real engine",
    )
    marginal = {}
    for what, sizes in (("configmaps", config_maps), ("workloads", workloads)):
        small, large = (measure("engine", what, str(size)) for size in sizes)
        more = large.resources - small.resources
        each = {verb: (large.said[verb] - small.said[verb]) / more * 1000 for verb in ("preview", "up")}
        marginal[what] = each
        for size, figure, costs in zip(sizes, (small, large), (None, each), strict=True):
            table.add_row(
                f"{size} {what}", str(figure.resources), *(f"{figure.said[verb]:.2f}" for verb in ("preview", "up", "destroy")),
                *((f"{costs['preview']:.2f}", f"{costs['up']:.2f}") if costs else ("", "")),
            )  # fmt: skip
    ratios = [
        f"{marginal['workloads'][verb] / marginal['configmaps'][verb]:.2f}" for verb in ("preview", "up")
    ]
    table.add_row("a workload's resource / a ConfigMap", "", "", "", "", *ratios)
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes and no repeats")
    parser.add_argument("--build", action="store_true", help="also build the engine and Kubernetes anew")
    parser.add_argument(
        "--only",
        choices=("render", "engine", "state", "kubernetes", "production"),
        help="one part of it alone",
    )
    parser.add_argument(
        "--workloads", type=int, nargs="+", metavar="N", help="how many on a real Kubernetes, ascending"
    )
    given = parser.parse_args()
    quick = given.quick
    console = Console(width=None if sys.stdout.isatty() else 120)
    parts: dict[str, Callable[[], None]] = {
        "render": lambda: rendered(console, (10, 50, 100) if quick else (10, 100, 1000)),
        "engine": lambda: on_the_engine(
            console, (100, 300) if quick else (200, 1000), (2, 12) if quick else (10, 60)
        ),
        "state": lambda: on_kubernetes.checkpoints(console, measure, (100, 300) if quick else (300, 1000)),
        "kubernetes": lambda: _on_kubernetes(
            console, given.workloads or ((2, 12) if quick else (10, 100, 1000))
        ),
        "production": lambda: _production(console, quick),
    }
    if given.build:
        on_kubernetes.built(console, measure)
    for name, part in parts.items():
        if given.only in {None, name}:
            started = time.monotonic()
            part()
            console.print(f"{name}: measured in {time.monotonic() - started:.0f} s")


def _on_kubernetes(console: Console, sizes: Sequence[int]) -> None:
    on_kubernetes.lives(console, measure, ("staging",))
    on_kubernetes.workloads(console, measure, tuple(sizes))


def _production(console: Console, quick: bool) -> None:
    stack = find("production")
    regions.tools(console, measure, stack, repeat=1 if quick else 3)
    regions.lives(console, measure, stack)


if __name__ == "__main__":
    main()
