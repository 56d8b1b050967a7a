"""The Automation API's two ends, fitted to a rehearsal: how it starts the CLI, and what it asks for after an operation."""

import subprocess
import threading
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pulumi import automation
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

from rehearsal.engine import Engine
from rehearsal.janitor import Janitor

# The Automation API warns when its event stream ends early, which is what an interrupt does.
warnings.filterwarnings("ignore", "Error in event stream", UserWarning)


class Command(automation.PulumiCommand):
    """The engine as the Automation API calls it, with our environment only, in the process group the janitor knows."""

    def __init__(
        self,
        engine: Engine,
        janitor: Janitor,
        providers: "subprocess.Popen[str]",
        environment: Mapping[str, str],
    ) -> None:
        # Not super().__init__: it would start the CLI once more to ask for the version we know.
        self.command = str(engine.command)
        self.version = VersionInfo.parse(engine.version)
        self._janitor, self._providers, self._environment = janitor, providers, environment

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> automation.CommandResult:
        """One CLI command; raises the Automation API's CommandError when it fails. An interrupt ends it at once: there
        is nothing to bring to an orderly end, the state is thrown away."""
        process = self._janitor.join(
            self._providers,
            [self.command, "--non-interactive", *args],
            cwd,
            {**self._environment, **additional_env},
        )
        out: list[str] = []
        err: list[str] = []
        readers = [
            threading.Thread(target=_consume, args=(process.stdout, out, on_output), daemon=True),
            threading.Thread(target=_consume, args=(process.stderr, err, on_error), daemon=True),
        ]
        try:
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        result = automation.CommandResult("\n".join(out), "\n".join(err), process.returncode)
        if process.returncode != 0:
            raise create_command_error(result)
        return result


class Stack(automation.Stack):
    """A stack whose operations cost one CLI call each: the results we read come from the exported state."""

    def outputs(self) -> automation.OutputMap:
        return {}

    def info(self, show_secrets: bool = False) -> automation.UpdateSummary:
        now = datetime.now(UTC)
        return automation.UpdateSummary("", now, "", {}, {}, "succeeded", now)


def _consume(stream: Any, lines: list[str], callback: Callable[[str], Any] | None) -> None:
    with stream:
        for line in stream:
            lines.append(line.rstrip())
            if callback:
                callback(lines[-1])
