"""One rehearsal's surroundings: a private folder, the provider process, the engine's environment, and their end.

Nothing is shared with the user or with another rehearsal: own Pulumi home, own state, own passphrase, free ports, and none
of the user's credentials. What is left when the session ends, in whatever way, is the janitor's to remove.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pulumi import automation
from pulumi.automation._stack import StackInitMode

from rehearsal.command import Command, Stack
from rehearsal.control_plane.access import write
from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.planes import Planes
from rehearsal.engine import Engine
from rehearsal.janitor import Janitor
from rehearsal.loop import settled, undebugged
from rehearsal.stackfile import ROOT, StackFile
from rehearsal.witness import Witness

KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV")
CREDENTIALS = (
    "AWS_", "ARM_", "AZURE_", "GOOGLE_", "GCLOUD_", "CLOUDSDK_", "KUBE", "HELM_", "PULUMI_", "CLOUDFLARE_", "GITHUB_TOKEN",
)  # fmt: skip
LOG = "providers.log"
PLANES = "planes.json"
STAGES = (ROOT / "rehearsal" / "life" / "stages.yaml",)
"""How nodes and pods behave in place of kubelets: KWOK's settings."""
TAIL = 15
"""How many lines of a log are shown."""


class SessionError(Exception):
    """The rehearsal's own machinery failed; the text is the whole message for the user."""


@dataclass(frozen=True)
class Remaining:
    """An object that a simulated service still holds. kept: it says itself that it is to stay."""

    type: str
    id: str
    urn: str
    kept: bool = False


@dataclass(frozen=True)
class Session:
    """A running rehearsal: `stack` is driven through the Automation API, `providers` is the process that simulates,
    `planes` are the Kubernetes of its clusters, None where those are simulated in memory. `witness` has heard the last run of
    the program."""

    stack: automation.Stack
    folder: Path
    providers: "subprocess.Popen[str]"
    planes: Planes | None = None
    witness: Witness = field(default_factory=Witness)

    def remaining(self) -> list[Remaining]:
        """What exists in the simulated services now, as they say themselves."""
        return [Remaining(*entity) for entity in ask(self.providers, self.log, "remaining")["remaining"]]

    def stand_ins(self) -> list[str]:
        """A sentence for each kind of Kubernetes object that was not judged by its own definition."""
        sentences: list[str] = ask(self.providers, self.log, "stand-ins")["stand-ins"]
        return sentences

    def lose(self, providers: Iterable[str], places: Iterable[str]) -> list[str]:
        """Let everything go silent that is made through these providers (their URNs), or is in these regions. Returns the
        addresses of their clusters' API servers, which are the planes' to end."""
        what = json.dumps({"providers": sorted(providers), "places": sorted(places)})
        servers: list[str] = ask(self.providers, self.log, f"lost {what}")["lost"]
        return servers

    def find_again(self) -> None:
        """Let everything that was lost answer again."""
        ask(self.providers, self.log, "found {}")

    @property
    def log(self) -> Path:
        """Where the simulating process writes its faults."""
        return self.folder / LOG

    def state(self) -> dict[str, Any]:
        """The engine's own record of the stack, as `pulumi stack export` gives it: secrets are encrypted in it."""
        exported: dict[str, Any] = json.loads(self.command("stack", "export"))["deployment"]
        return exported

    def reconfigure(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Change the configuration of what comes next; secrets stay as they are."""
        file = self.folder / "work" / f"Pulumi.{self.stack.name}.yaml"
        settings = yaml.safe_load(file.read_text())
        file.write_text(
            yaml.safe_dump({**settings, "config": change(settings.get("config") or {})}, sort_keys=False)
        )

    def command(self, *arguments: str) -> str:
        """What another command of the CLI prints about this stack."""
        workspace = self.stack.workspace
        cli = workspace.pulumi_command
        return str(cli.run([*arguments, "--stack", self.stack.name], str(workspace.work_dir), {}).stdout)


@contextmanager
def session(
    stack: StackFile,
    engine: Engine,
    program: Callable[[], None],
    kubernetes: Binaries | None = None,
    *,
    checkpoints: bool = False,
    autoscaled: bool = False,
) -> Iterator[Session]:
    """Everything a rehearsal needs, started; on leaving, everything ended and removed.

    `kubernetes`: the programs of a control plane, of which one is started for each cluster of the stack and comes up in
    the background; without them Kubernetes is simulated in memory. `checkpoints`: the engine writes its state after each
    step, as a real stack's does, so that a session can go on where an engine was killed. `autoscaled`: its autoscalers
    work, and quickly, for somebody who waits for what they do.
    """
    folder = Path(tempfile.gettempdir()) / f"groundwork-rehearsal-{os.getpid()}-{secrets.token_hex(4)}"
    with _own_environment(), Janitor(folder) as janitor, ExitStack() as left:
        for name in ("home", "state", "work", "tmp"):
            (folder / name).mkdir()
        planes = None
        if kubernetes and stack.clusters:
            planes = left.enter_context(Planes(janitor, folder / "kubernetes", kubernetes))
            planes.start(len(stack.clusters), STAGES, autoscaled=autoscaled)
            write(folder / PLANES, planes.access)
        providers, ports = _start_providers(janitor, folder, planes is not None)
        environment = engine_environment(folder, ports, checkpoints=checkpoints)
        command = Command(engine, janitor, providers, environment)
        witness = Witness()
        made = _stack(stack, folder, command, witness.watching(program))
        yield Session(made, folder, providers, planes, witness)


def engine_environment(
    folder: Path, ports: Mapping[str, int], *, checkpoints: bool = False
) -> dict[str, str]:
    """The engine's whole environment. Nothing of the user's gets in but the search path and the locale."""
    return {
        **{key: os.environ[key] for key in KEPT if key in os.environ},
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(32),
        "PULUMI_DEBUG_PROVIDERS": ",".join(f"{name}:{port}" for name, port in ports.items()),
        # Without this the engine looks for the real plugins on the network as soon as the state names a provider.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        # Right here, where the state is thrown away: 1,000 resources take 6 s instead of 198 s. Wrong for a real stack,
        # where a crash would lose the record of everything made since the start (docs/state.md).
        **({} if checkpoints else {"PULUMI_SKIP_CHECKPOINTS": "true"}),
        "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "PULUMI_AUTOMATION_API": "true",
        "NO_COLOR": "1",
    }


@contextmanager
def _own_environment() -> Iterator[None]:
    """The program runs in this process: it too sees no credential, and a forgotten `apply` raises (see the SDK's output.py)."""
    before = dict(os.environ)
    for key in before:
        if key.startswith(CREDENTIALS):
            del os.environ[key]
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def last_words(log: Path) -> str:
    """The end of a log, indented."""
    lines = log.read_text(errors="replace").splitlines()[-TAIL:] if log.exists() else []
    return "\n".join(f"  {line}" for line in lines or ["(nothing)"])


def _start_providers(
    janitor: Janitor, folder: Path, real: bool
) -> "tuple[subprocess.Popen[str], dict[str, int]]":
    log = folder / LOG
    given = ["--planes", str(folder / PLANES)] if real else []
    with log.open("w") as errors:
        providers = janitor.start(
            [sys.executable, "-m", "rehearsal.providers", *given],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    ports: dict[str, int] = ask(providers, log, "")["ports"]
    return providers, ports


def ask(providers: "subprocess.Popen[str]", log: Path, question: str) -> dict[str, Any]:
    """What the simulating process answers. Raises SessionError when it has ended, or cannot tell."""
    assert providers.stdin is not None
    assert providers.stdout is not None
    try:
        if question:
            providers.stdin.write(f"{question}\n")
            providers.stdin.flush()
        answer: dict[str, Any] = json.loads(providers.stdout.readline())
    except (BrokenPipeError, ValueError):
        raise SessionError(
            f"The process that simulates the clouds has ended. Its last words:\n{last_words(log)}"
        ) from None
    if "unknown" in answer:
        raise SessionError(f"What exists cannot be told: {answer['unknown']}")
    return answer


def _stack(stack: StackFile, folder: Path, command: Command, program: Callable[[], None]) -> Stack:
    work = folder / "work"
    (work / "Pulumi.yaml").write_text(yaml.safe_dump({"name": stack.project, "runtime": "python"}))
    values = {**stack.defaults, **stack.config}
    (work / f"Pulumi.{stack.name}.yaml").write_text(yaml.safe_dump({"config": values}, sort_keys=False))
    workspace = automation.LocalWorkspace(
        work_dir=str(work), pulumi_home=str(folder / "home"), program=settled(undebugged(program)), secrets_provider="passphrase",
        pulumi_command=command,
    )  # fmt: skip
    made = Stack(stack.name, workspace, StackInitMode.CREATE)
    if stack.secrets:
        placeholders = {
            path: automation.ConfigValue(value, secret=True) for path, value in stack.secrets.items()
        }
        made.set_all_config(placeholders, path=True)
    return made
