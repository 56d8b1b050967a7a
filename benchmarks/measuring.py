"""One figure: a process of its own, how long it took, how much memory it had, and what it said."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One process: wall seconds, seconds of a processor, peak resident MiB, and what it printed."""

    seconds: float
    processor: float
    mebibytes: float
    said: dict[str, Any]

    @property
    def resources(self) -> int:
        return int(self.said["resources"])


class Measure(Protocol):
    """How a table gets its figures."""

    def __call__(self, *arguments: str, repeat: int = 1) -> Figure: ...


def measure(*arguments: str, repeat: int = 1) -> Figure:
    """The quickest of some runs of benchmarks.child. Raises SystemExit with the child's own words when it fails."""
    return min((_run(arguments) for _ in range(repeat)), key=lambda figure: figure.seconds)


def _run(arguments: tuple[str, ...]) -> Figure:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout:
        text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(
            f"benchmarks.child {' '.join(arguments)} failed with exit code {process.returncode}; its error is above"
        )
    return Figure(
        seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(text.splitlines()[-1])
    )
