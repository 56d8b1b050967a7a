"""Records everything a program registers, without an engine. `render` and the tests use it.

Registrations are answered in the event loop's own thread, one after the other, so that two runs see the same order.
"""

import contextvars
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pulumi.runtime import config as runtime_config
from pulumi.runtime import settings as runtime_settings

from rehearsal.loop import drain, patient_collector
from rehearsal.monitor import NO_DEFAULTS, Monitor
from rehearsal.recorded import Recording

Program = Callable[[], None]


def texts(config: Mapping[str, Any]) -> dict[str, str]:
    """A configuration as the engine hands it to a program: every value is text, nested ones are JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}


def record(
    program: Program,
    config: Mapping[str, Any],
    stack: str,
    project: str = "groundwork",
    *,
    secret_keys: Iterable[str] = (),
    preview: bool = False,
) -> Recording:
    """Run a program to its end and return what it registered.

    `config` maps full keys (`groundwork:clusters`) to values, those of `secret_keys` count as encrypted. Whatever the
    program raises is raised here, and `Refused` is when a simulated service would not do what it asks. Runs do not see
    each other: each has a context, an event loop and a world of its own.
    """
    settings = texts(config)
    denied = bool(json.loads(settings.get(NO_DEFAULTS, "[]")))
    monitor = Monitor(stack, project, defaults_denied=denied, preview=preview)

    def run() -> None:
        runtime_settings.Settings(project=project, stack=stack, monitor=monitor, dry_run=preview)
        runtime_settings.ROOT.set(None)
        runtime_config.set_all_config(settings, list(secret_keys))
        drain(program)

    with patient_collector():
        contextvars.copy_context().run(run)
    return monitor.recording()
