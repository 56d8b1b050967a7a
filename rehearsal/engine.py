"""The Pulumi engine: the `pulumi` on PATH when it is new enough, else built from the pinned Go module and cached."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearsal.janitor import Janitor

MINIMUM = (3, 220)
BUILT = "3.220.0"
TOOLCHAIN = Path(__file__).resolve().parent / "toolchain" / "pulumi"
PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
TAIL = 15

Say = Callable[[str], None]


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
    go = shutil.which("go", path=environment.get("PATH"))
    if go is None:
        raise EngineError(
            f"{unusable}Install the pulumi CLI {MINIMUM[0]}.{MINIMUM[1]} or newer, or Go 1.25 or newer to have it built here."
        )
    folder = cache(environment) / f"pulumi-{_key(go)}"
    binary = folder / "pulumi"
    if not binary.exists():
        if unusable:
            say(f"{unusable}Using our own build of {BUILT} instead.")
        _build(go, binary, say)
    return Engine(binary, BUILT)


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


def cache(environment: Mapping[str, str] = os.environ) -> Path:
    """Where built tools are kept: $GROUNDWORK_CACHE, else $XDG_CACHE_HOME/groundwork, else ~/.cache/groundwork."""
    if environment.get("GROUNDWORK_CACHE"):
        return Path(environment["GROUNDWORK_CACHE"]).expanduser().absolute()
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "groundwork"


def _key(go: str) -> str:
    digest = hashlib.sha256()
    for name in ("go.mod", "go.sum"):
        digest.update((TOOLCHAIN / name).read_bytes())
    digest.update(
        subprocess.run([go, "env", "GOVERSION", "GOOS", "GOARCH"], capture_output=True, check=True).stdout
    )
    return digest.hexdigest()[:16]


@contextmanager
def _locked(path: Path, say: Say) -> Iterator[None]:
    """Only one process at a time builds; the kernel frees the lock when its holder ends in any way."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another rehearsal is building the engine; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(go: str, binary: Path, say: Say) -> None:
    binary.parent.mkdir(parents=True, exist_ok=True)
    with _locked(binary.parent / "lock", say):
        if binary.exists():
            return
        say(f"Building the Pulumi engine {BUILT} from its Go module, once: about 3 minutes on 2 cores.")
        with Janitor(binary.parent / f"build-{os.getpid()}") as janitor:
            unfinished = janitor.folder / "pulumi"
            _compile(janitor, [
                go, "build", "-v", "-trimpath", "-mod=readonly", "-buildvcs=false",
                f"-ldflags=-s -w -X {VERSION_VARIABLE}=v{BUILT}", "-o", str(unfinished), PACKAGE,
            ], say)  # fmt: skip
            unfinished.replace(binary)
            say(f"Built the Pulumi engine; it is kept in {binary.parent}.")


def _compile(janitor: Janitor, command: list[str], say: Say) -> None:
    environment = {**os.environ, "CGO_ENABLED": "0", "GOTMPDIR": str(janitor.folder)}
    started = time.monotonic()
    compiled, tail = 0, deque[str](maxlen=TAIL)
    finished = threading.Event()

    def tell() -> None:
        while not finished.wait(10):
            what = f"{compiled} packages compiled" if compiled else "fetching modules"
            say(f"Building the Pulumi engine: {what}, {time.monotonic() - started:.0f} s")

    teller = threading.Thread(target=tell, daemon=True)
    with janitor.start(
        command,
        cwd=TOOLCHAIN,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
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
        raise EngineError(
            "The Pulumi engine could not be built. Go's last words:\n"
            + "".join(f"  {line}\n" for line in tail)
            + "Check that Go is 1.25 or newer and may fetch modules, "
            + f"or install the pulumi CLI {MINIMUM[0]}.{MINIMUM[1]} or newer."
        )
