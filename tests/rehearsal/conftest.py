"""What the tests of the rehearsal share: an engine, a small stack file, and a report that can be read."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from rehearsal import run
from rehearsal.engine import Engine
from rehearsal.report import Report
from rehearsal.stackfile import StackFile
from tests.rehearsal.small import Up

CANARY = "canary-0123456789abcdef"

Told = tuple[Report, Callable[[], str]]


@pytest.fixture
def stack() -> StackFile:
    """A stack with one plain and one secret setting."""
    config = {"groundwork:colour": "blue", "groundwork:token": CANARY}
    return StackFile("test", "groundwork", Path("Pulumi.test.yaml"), config, {"groundwork:token": CANARY})


@pytest.fixture
def told() -> Told:
    """A report that is no terminal, and what it has said so far."""
    text = io.StringIO()
    return Report(Console(file=text, width=200)), text.getvalue


@pytest.fixture
def up(stack: StackFile, told: Told, engine: Engine) -> Up:
    """Rehearse a program of the small stack's."""

    def rehearse(program: Callable[[], None], **options: Any) -> tuple[int, str]:
        report, text = told
        return run.up(stack, program, report, **options), text()

    return rehearse
