"""Clears up after whoever started it, however that one ends: kills the process groups it was told of, removes the folder.

It is a process of its own, in a session of its own, and holds the read end of a pipe whose write end only its starter
has. The kernel closes that pipe when the starter returns, raises, or is killed with `kill -9`; end of file is the signal.
Run as `python -I -S janitor.py FOLDER`, with one line `PGID` on standard input per process group to kill.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Janitor:
    """A context: a private folder and every process group started in it are gone when it is left.

    `folder` must not exist yet. The janitor is running before the folder is made, so there is no moment at which a kill
    would leave the folder behind.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.folder)],
            stdin=subprocess.PIPE,
            cwd="/",
            start_new_session=True,
        )
        self.folder.mkdir(mode=0o700, parents=True)
        return self

    def start(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[str]:
        """A process that leads a group of its own, known to the janitor before this returns; `options` as for Popen."""
        leader = subprocess.Popen(command, process_group=0, text=True, **options)
        self._started.append(leader)
        self._tell(leader.pid)
        return leader

    def member(
        self, leader: subprocess.Popen[str], command: Sequence[str | Path], **options: Any
    ) -> subprocess.Popen[str]:
        """A process in the leader's group from its first instruction on: no moment at which a kill would miss it."""
        member = subprocess.Popen(command, process_group=leader.pid, text=True, **options)
        self._started.append(member)
        return member

    def join(
        self, leader: subprocess.Popen[str], command: Sequence[str], cwd: str, env: Mapping[str, str]
    ) -> subprocess.Popen[str]:
        """A member whose words are read by its starter."""
        return self.member(
            leader, command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        )  # fmt: skip

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        for process in self._started:
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _tell(self, group: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{group}\n".encode())
        self._process.stdin.flush()


def wait_and_clear(folder: str) -> None:
    """Read process groups until end of file, then kill them and remove the folder."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = [int(line) for line in sys.stdin]
    for _ in range(50):
        for group in groups:
            try:
                os.killpg(group, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            return
        time.sleep(0.1)  # a process that is being killed may still have been writing


if __name__ == "__main__":
    wait_and_clear(sys.argv[1])
