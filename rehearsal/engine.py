"""The Pulumi engine: the `pulumi` on PATH when it is new enough, else built from the pinned Go module and cached."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rehearsal.toolchain import Say, Tool, ToolError, built, kept

MINIMUM = (3, 220)
BUILT = "3.220.0"
TOOL = Tool(
    "pulumi",
    "pulumi",
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    BUILT,
    f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{BUILT}",
    f"install the pulumi CLI {MINIMUM[0]}.{MINIMUM[1]} or newer",
)


class EngineError(Exception):
    """There is no engine and none can be built; the text is the whole message for the user."""


@dataclass(frozen=True)
class Engine:
    """A pulumi CLI: where it is and which version (without the `v`)."""

    command: Path
    version: str


def find(say: Say, environment: Mapping[str, str] = os.environ) -> Engine:
    """The engine to use, built first when there is none. `say` gets a line when something takes time.

    Raises EngineError when there is neither a usable pulumi nor Go, or when the build fails.
    """
    found = shutil.which("pulumi", path=environment.get("PATH"))
    unusable = ""
    if found:
        version = installed_version(found)
        unusable = why_not(version)
        if not unusable:
            return Engine(Path(found), version)
        unusable = f"The pulumi on PATH ({found}) {unusable}. "
    try:
        if unusable and not kept(TOOL, environment).exists():
            say(f"{unusable}Using our own build of {BUILT} instead.")
        return Engine(built(TOOL, say, environment), BUILT)
    except ToolError as error:
        raise EngineError(f"{unusable}{error}") from None


def installed_version(command: str) -> str:
    """What `pulumi version` says, without the `v`; empty when it does not say."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(
            [command, "version"], capture_output=True, text=True, timeout=60, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""


def why_not(version: str) -> str:
    """Why a pulumi of that version cannot serve, as the end of a sentence; empty when it can."""
    match = re.match(r"(\d+)\.(\d+)\.", version)
    if not match:
        return "does not tell its version"
    major, minor = int(match[1]), int(match[2])
    if major > MINIMUM[0]:
        return f"is version {version}, a newer major version than the Python SDK's {MINIMUM[0]}"
    if (major, minor) < MINIMUM:
        return f"is version {version}, older than {MINIMUM[0]}.{MINIMUM[1]}"
    return ""
