"""Nothing survives, however the one who started it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rehearsal.janitor import Janitor

STARTER = """
import subprocess, sys, time
from pathlib import Path
from rehearsal.janitor import Janitor

with Janitor(Path(sys.argv[1])) as janitor:
    leader = janitor.start(["sleep", "600"])
    member = janitor.join(leader, ["sleep", "600"], ".", {})
    print(leader.pid, member.pid, flush=True)
    time.sleep(600)
"""


def eventually(true: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def alive(pid: int) -> bool:
    """Whether a process exists and is more than a line in the process table."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


def test_leaving_ends_every_process_and_removes_the_folder(tmp_path: Path) -> None:
    with Janitor(tmp_path / "private") as janitor:
        leader = janitor.start(["sleep", "600"])
        member = janitor.join(leader, ["sleep", "600"], str(janitor.folder), dict(os.environ))
        (janitor.folder / "file").write_text("x")
        assert (janitor.folder.stat().st_mode & 0o777) == 0o700

    for process in (leader, member):
        assert process.wait() == -signal.SIGKILL
    assert not (tmp_path / "private").exists()
    for stream in (member.stdout, member.stderr):
        assert stream is not None
        stream.close()


def test_an_exception_passes_through(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mine"), Janitor(tmp_path / "private"):
        raise ValueError("mine")

    assert not (tmp_path / "private").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killing_the_starter_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "private"
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert starter.stdout is not None
    pids = [int(pid) for pid in starter.stdout.readline().split()]
    assert all(alive(pid) for pid in pids)
    assert folder.exists()

    starter.send_signal(number)
    starter.wait()
    starter.stdout.close()

    assert eventually(lambda: not folder.exists())
    assert eventually(lambda: not any(alive(pid) for pid in pids))
