"""Starts control planes, one for each cluster, and knows how they are: one etcd, and for each plane its own processes.

All of them are in the process group of etcd, which the janitor knows, so none outlives the one who started them.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rehearsal.control_plane import processes
from rehearsal.control_plane.access import Access, write
from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.certificates import issue
from rehearsal.control_plane.readiness import (
    AGAIN,
    PATIENCE,
    ControlPlaneError,
    given_up,
    last_words,
    late,
    ready,
)
from rehearsal.janitor import Janitor
from rehearsal.stackfile import ROOT

API_SERVER, LIFE = "kube-apiserver", "life"
LOOK = 0.5
"""Seconds between two looks at what runs."""
RESTARTS = 10
"""How often something is started again, in one plane."""
GARBAGE = "50"
"""Go's collector comes by at half as much garbage again: a fifth less memory (staging's 174 resources: 950 MiB at the peak
instead of 1,150), and no difference in time that shows."""
INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV")
Process = subprocess.Popen[str]


@dataclass
class Plane:
    """One control plane: how to reach it, and its processes by name.

    `commands` are its command lines; `port` holds the API server's port for as long as the plane exists, also while the
    server is down. `decided`: it is up, `seconds` after its start, or there will be none, for the reason in `failure`.
    """

    folder: Path
    access: Access
    port: socket.socket
    commands: Mapping[str, list[str]]
    running: dict[str, Process] = field(default_factory=dict)
    decided: threading.Event = field(default_factory=threading.Event)
    seconds: float = 0.0
    failure: str = ""


class Planes:
    """Some control planes in a folder of their own, coming up in the background from `start` on.

    A context: once it is left nothing is started any more, and the janitor ends what runs.
    """

    def __init__(self, janitor: Janitor, folder: Path, binaries: Binaries) -> None:
        self._janitor, self._folder, self._binaries = janitor, folder, binaries
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.planes: list[Plane] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        for plane in self.planes:
            plane.port.close()

    def start(
        self, count: int, stages: Sequence[Path] = (), *, life: bool = True, autoscaled: bool = False
    ) -> None:
        """Start that many planes, and return without waiting for them. `stages` are KWOK's; `life`: whether there is
        also what a cloud and its operators would do in a cluster, its nodes among that; `autoscaled`: whether autoscalers do."""
        self._folder.mkdir(mode=0o700)
        self._started = time.monotonic()
        with self._log(self._folder, "etcd") as options:
            self.etcd = self._janitor.start(processes.etcd(self._binaries.etcd), **options)
        for number in range(count):
            plane = self._made(self._folder / f"plane-{number}", stages, life=life, autoscaled=autoscaled)
            self.planes.append(plane)
            self.run(plane, API_SERVER)
            thread = threading.Thread(target=self._keep_up, args=(plane,), daemon=True)
            thread.start()
            self._threads.append(thread)

    @property
    def access(self) -> list[Access]:
        """How to reach each."""
        return [plane.access for plane in self.planes]

    def wait(self) -> None:
        """Return once all are up. Raises ControlPlaneError with the reason, and the last words of what did not start."""
        for plane in self.planes:
            plane.decided.wait()
            if plane.failure:
                raise ControlPlaneError(plane.failure)

    @property
    def seconds(self) -> float:
        """How long it took until every API server was ready; 0 where one never was."""
        return 0.0 if any(not p.seconds for p in self.planes) else max(p.seconds for p in self.planes)

    def run(self, plane: Plane, name: str) -> None:
        """Start one of a plane's processes, for the first time or again."""
        with self._log(plane.folder, name) as options:
            plane.running[name] = self._janitor.member(self.etcd, plane.commands[name], **options)

    def kill(self, plane: Plane, name: str) -> None:
        """End one of a plane's processes without a warning."""
        process = plane.running.pop(name)
        process.kill()
        process.wait()

    def ended(self) -> list[str]:
        """What has ended by itself, each with its last words."""
        logs = {self._folder / "etcd.log": self.etcd}
        logs |= {
            p.folder / f"{name}.log": process
            for p in self.planes
            for name, process in list(p.running.items())
        }
        return [
            f"{log.stem} has ended with {process.returncode}. {last_words(log)}"
            for log, process in logs.items()
            if process.poll() is not None
        ]

    def peak(self) -> int:
        """The most memory that all processes had, in MiB, each at its own peak; 0 where the system does not tell."""
        everything = [self.etcd, *(process for plane in self.planes for process in plane.running.values())]
        return sum(map(_peak, everything)) // 1024

    def _made(self, folder: Path, stages: Sequence[Path], *, life: bool, autoscaled: bool) -> Plane:
        folder.mkdir()
        port = _held_port()
        number = port.getsockname()[1]
        access = issue(folder, number)
        write(folder / "access.json", [access])
        for name in ("kube-controller-manager", "kube-scheduler", "kwok"):
            processes.write_kubeconfig(folder, name, access.server)
        binaries = self._binaries
        commands = {
            API_SERVER: processes.api_server(binaries.api_server, folder, number),
            "kube-controller-manager": processes.controller_manager(
                binaries.controller_manager, folder, autoscaled=autoscaled
            ),
            "kube-scheduler": processes.scheduler(binaries.scheduler, folder),
            "kwok": processes.kwok(binaries.kwok, folder, stages),
        }
        if life:
            commands[LIFE] = processes.life(Path(sys.executable), folder)
        return Plane(folder, access, port, commands)

    def _keep_up(self, plane: Plane) -> None:
        """Bring a plane up, and start again what ends by itself, as a kubelet does; KWOK ends where it begins without an
        API server. What keeps ending stays ended, and so does the life, which is ours and has a fault then."""
        try:
            self._bring_up(plane)
        finally:
            plane.decided.set()
        restarts = 0
        while not plane.failure and not self._stopping.wait(LOOK):
            for name, process in list(plane.running.items()):
                ended = process.poll() is not None and plane.running.get(name) is process  # not killed by us
                if ended and name != LIFE and restarts < RESTARTS:
                    restarts += 1
                    self.run(plane, name)

    def _bring_up(self, plane: Plane) -> None:
        while not ready(plane.access):
            if self._stopping.is_set():
                return
            if ended := self.ended():
                plane.failure = "\n".join(ended)
            elif time.monotonic() > self._started + PATIENCE:
                plane.failure = late(plane.access, PATIENCE)
            if plane.failure:
                given_up(plane.access).write_text(plane.failure)
                return
            self._stopping.wait(AGAIN)
        plane.seconds = time.monotonic() - self._started
        for name in plane.commands:
            if name != API_SERVER and not self._stopping.is_set():
                self.run(plane, name)

    @contextmanager
    def _log(self, folder: Path, name: str) -> Iterator[dict[str, Any]]:
        """How a process is started: in our folder, with nothing of the user's, and its words in a file of its name. What
        reads its standard input learns from its end that the session has ended."""
        environment = {key: os.environ[key] for key in INHERITED if key in os.environ}
        environment |= {
            "GOGC": GARBAGE,
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "PYTHONPATH": str(ROOT),
        }
        with (folder / f"{name}.log").open("a") as log:
            yield {
                "cwd": self._folder, "env": environment, "stdin": subprocess.PIPE, "stdout": log, "stderr": log,
            }  # fmt: skip


def _held_port() -> socket.socket:
    """A free port of loopback that stays ours: bound, but not listening, by a socket that lets the API server bind it too.

    The kernel gives a port that is bound so to nobody who asks for any free one.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(("127.0.0.1", 0))
    return held


def _peak(process: Process) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
