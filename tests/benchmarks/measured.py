"""Measurements that take no time: what each child would say is made up, and what was asked for is kept."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from benchmarks.measuring import Figure


@dataclass
class Measured:
    """Instead of benchmarks.measuring.measure. answer: the figure for a child's arguments. asked: those arguments, in order."""

    answer: Callable[[tuple[str, ...]], Figure]
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, *arguments: str, repeat: int = 1) -> Figure:
        self.asked.append(arguments)
        return self.answer(arguments)


def said(**figures: Any) -> Figure:
    """A process of which only what it says matters."""
    return Figure(1.0, 1.0, 100.0, figures)


def life(resources: int, seconds: float) -> Figure:
    """A stack's life, each part of which took so long."""
    parts = dict.fromkeys(("ready", "up", "again", "destroy", "processor"), seconds)
    return said(resources=resources, mebibytes=1000, **parts)


def shown(show: Callable[[Console], None]) -> list[list[str]]:
    """The rows of the tables that are shown, as cells."""
    console = Console(file=io.StringIO(), highlight=False, width=200)
    show(console)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")]
