"""A rehearsal that is ended in the middle, or has another beside it, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rehearsal.engine import Engine

# The SDK leaves event loops and sockets to the garbage collector when a program ends in an exception.
pytestmark = [
    pytest.mark.engine,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("swept"),
]

SLOW = """
import sys, time
import pulumi
from pathlib import Path
from rehearsal.__main__ import interruptible, leave
from rehearsal.report import Report
from rehearsal.run import up
from rehearsal.stackfile import StackFile

def program():
    aws = pulumi.ProviderResource("aws", "aws", {"region": "us-east-1"})
    vpc = pulumi.CustomResource("aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16"}, pulumi.ResourceOptions(provider=aws))
    vpc.id.apply(lambda _: (print("made", flush=True), time.sleep(float(sys.argv[1]))))

stack = StackFile("test", "groundwork", Path("Pulumi.test.yaml"), {}, {})
leave(interruptible(lambda: up(stack, program, Report())))
"""


def start(folder: Path, seconds: float) -> "subprocess.Popen[str]":
    """A rehearsal in a process of its own whose temporary folder is `folder`, once its up is under way."""
    environment = {**os.environ, "TMPDIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    return process


def processes(folder: Path) -> list[str]:
    """The command lines of all processes that belong to a rehearsal under that folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (process / "environ").read_bytes().decode(errors="replace")
            if f"TMPDIR={folder}" in environment or f"{folder}/groundwork" in command:
                found.append(command[:100])
    return found


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_ending_a_rehearsal_in_the_middle_leaves_no_process_and_no_folder(
    number: signal.Signals, tmp_path: Path, engine: Engine
) -> None:
    process = start(tmp_path, 600)
    assert len(processes(tmp_path)) >= 4, "the rehearsal, its janitor, its providers and the engine"
    assert [path.name.startswith("groundwork-rehearsal-") for path in tmp_path.iterdir()] == [True]

    process.send_signal(number)
    _, said = process.communicate(timeout=30)

    if number != signal.SIGKILL:
        assert (process.returncode, said) == (
            130,
            "Interrupted. Everything that this rehearsal made is gone.\n",
        )
    end = time.monotonic() + 10
    while (processes(tmp_path) or any(tmp_path.iterdir())) and time.monotonic() < end:
        time.sleep(0.05)
    assert processes(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_two_rehearsals_at_once_do_not_meet_and_the_next_run_works(tmp_path: Path, engine: Engine) -> None:
    both = [start(tmp_path, 0.5), start(tmp_path, 0.5)]

    for process in both:
        said, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, said + complaint
        assert "nothing is left" in said
    assert list(tmp_path.iterdir()) == []
