"""The harness of the wiring tests: runs a piece of the program and gives what it registered."""

from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.recorded import Recorded, Recording
from rehearsal.recording import record

__all__ = ["Recorded", "Recording", "deploy"]


def deploy(
    build: Callable[[], object],
    config: Mapping[str, Any] | None = None,
    *,
    stack: str = "test",
    project: str = "groundwork",
    preview: bool = False,
) -> Recording:
    """What `build` registers, answered by the simulated services; with `preview` every computed value is unknown.

    Whatever `build` raises, and `Refused` when a service would not do what it asks, is raised here. Assert afterwards, on
    the recording: an assert inside an apply may never run.
    """

    def program() -> None:
        build()

    return record(program, config or {}, stack, project, preview=preview)
