"""Builds what a rehearsal runs from pinned Go modules, once, and keeps it.

A folder beside this file is a Go module that does nothing but pin: its go.mod names the tools, its go.sum their sources.
Tools whose dependencies conflict are in modules of their own.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearsal.janitor import Janitor

MODULES = Path(__file__).resolve().parent
TAIL = 15
"""How many of Go's last words are shown."""
EVERY = 10.0
"""Seconds between two lines of progress."""

Say = Callable[[str], None]


class ToolError(Exception):
    """A tool cannot be built; the text is the whole message for the user."""


@dataclass(frozen=True)
class Tool:
    """A program that is built from a Go module.

    name: what the file is called; module_folder: the folder beside this file whose go.mod pins it; package: the Go package
    of its `main`; version: what is told to people (and is in go.mod); ldflags: the linker's settings beside `-s -w`, such as
    `-X a/package.Variable=value`; otherwise: what a user can do instead of having it built, as the end of a sentence.
    """

    name: str
    module_folder: str
    package: str
    version: str
    ldflags: str = ""
    otherwise: str = ""

    @property
    def module(self) -> Path:
        return MODULES / self.module_folder

    @property
    def go(self) -> str:
        """The oldest Go that builds it, such as `1.26`: the module's own `go` line."""
        [version] = re.findall(r"^go (\d+\.\d+)", (self.module / "go.mod").read_text(), re.MULTILINE)
        return str(version)


def built(tool: Tool, say: Say, environment: Mapping[str, str] = os.environ) -> Path:
    """The tool's file, built first when it is not kept yet. `say` gets a line when something takes time.

    Raises ToolError where there is no Go, or where the build fails.
    """
    return all_built([tool], say, environment)[0]


def all_built(tools: Sequence[Tool], say: Say, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """As `built`, for several; those that one module pins, with the same linker settings, share a build."""
    files = [kept(tool, environment) for tool in tools]
    missing: dict[Path, list[Tool]] = {}
    for tool, file in zip(tools, files, strict=True):
        if not file.exists():
            missing.setdefault(file.parent, []).append(tool)
    for folder, group in missing.items():
        _build(group, folder, say, environment)
    return files


def kept(tool: Tool, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the built tool is, or would be. Another pin, Go or platform is another place. Raises ToolError without a Go."""
    asked = subprocess.run(
        [_go(tool, environment), "env", "GOVERSION", "GOOS", "GOARCH"],
        cwd=tool.module, env=_environment(environment), capture_output=True, check=False,
    )  # fmt: skip
    if asked.returncode != 0:
        raise _failed([tool], asked.stderr.decode(errors="replace").splitlines())
    digest = hashlib.sha256(asked.stdout)
    for name in ("go.mod", "go.sum"):
        digest.update((tool.module / name).read_bytes())
    digest.update(tool.ldflags.encode())
    return cache(environment) / f"{tool.module_folder}-{digest.hexdigest()[:16]}" / tool.name


def cache(environment: Mapping[str, str] = os.environ) -> Path:
    """Where built tools are kept: $GROUNDWORK_CACHE, else $XDG_CACHE_HOME/groundwork, else ~/.cache/groundwork."""
    if environment.get("GROUNDWORK_CACHE"):
        return Path(environment["GROUNDWORK_CACHE"]).expanduser().absolute()
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "groundwork"


def _go(tool: Tool, environment: Mapping[str, str]) -> str:
    found = shutil.which("go", path=environment.get("PATH"))
    if found is None:
        raise ToolError(
            f"There is no Go to build {tool.name} with: install Go {tool.go} or newer{_or(tool)}."
        )
    return found


def _or(tool: Tool) -> str:
    return f", or {tool.otherwise}" if tool.otherwise else ""


def _names(tools: Sequence[Tool]) -> str:
    *most, last = (tool.name for tool in tools)
    return f"{', '.join(most)} and {last}" if most else last


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    # A workspace file in a folder above would put other versions in the place of the pinned ones.
    return {**environment, "CGO_ENABLED": "0", "GOWORK": "off"}


def _failed(tools: Sequence[Tool], words: Sequence[str]) -> ToolError:
    return ToolError(
        f"{_names(tools)} {tools[0].version} could not be built. Go's last words:\n"
        + "".join(f"  {line}\n" for line in words)
        + f"Check that Go is {tools[0].go} or newer and may fetch modules{_or(tools[0])}."
    )


@contextmanager
def _locked(path: Path, what: str, say: Say) -> Iterator[None]:
    """Only one process at a time builds; the kernel frees the lock when its holder ends in any way."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another rehearsal is building {what}; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(tools: Sequence[Tool], folder: Path, say: Say, environment: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "lock", _names(tools), say):
        tools = [tool for tool in tools if not (folder / tool.name).exists()]
        if not tools:
            return
        what = f"{_names(tools)} {tools[0].version}"
        say(f"Building {what} from Go modules, once; this takes minutes.")
        started = time.monotonic()
        with Janitor(folder / f"build-{os.getpid()}") as janitor:
            for tool in tools:
                _compile(tool, janitor, say, environment)
            for tool in tools:
                (janitor.folder / tool.name).replace(folder / tool.name)
        say(f"Built {what} in {time.monotonic() - started:.0f} s; kept in {folder}.")


def _compile(tool: Tool, janitor: Janitor, say: Say, environment: Mapping[str, str]) -> None:
    """Go keeps what it has compiled, so the second tool of a module is little more than linked."""
    command = [
        _go(tool, environment), "build", "-v", "-trimpath", "-mod=readonly", "-buildvcs=false",
        f"-ldflags=-s -w {tool.ldflags}", "-o", str(janitor.folder / tool.name), tool.package,
    ]  # fmt: skip
    started = time.monotonic()
    compiled, tail = 0, deque[str](maxlen=TAIL)
    finished = threading.Event()

    def tell() -> None:
        while not finished.wait(EVERY):
            what = f"{compiled} packages compiled" if compiled else "fetching modules, or linking"
            say(f"Building {tool.name}: {what}, {time.monotonic() - started:.0f} s")

    teller = threading.Thread(target=tell, daemon=True)
    with janitor.start(
        command, cwd=tool.module,
        env={**_environment(environment), "GOTMPDIR": str(janitor.folder)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        teller.start()
        try:
            for line in process.stdout:
                tail.append(line.rstrip())
                compiled += not line.startswith("go: ")
        except BaseException:
            process.kill()
            raise
        finally:
            finished.set()
            teller.join()
    if process.returncode != 0:
        raise _failed([tool], list(tail))
