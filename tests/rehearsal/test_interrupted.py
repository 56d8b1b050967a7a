"""A rehearsal that is ended in the middle, or has another beside it, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine

pytestmark = pytest.mark.engine

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
    made = vpc.id
    if clusters:
        cluster = pulumi.ProviderResource("kubernetes", "one", {"kubeconfig": "{}", "clusterIdentifier": "one"})
        namespace = pulumi.CustomResource(
            "kubernetes:core/v1:Namespace", "n", {"metadata": {"name": "n"}}, pulumi.ResourceOptions(provider=cluster)
        )
        made = pulumi.Output.all(made, namespace.id)
    made.apply(lambda _: (print("made", flush=True), time.sleep(float(sys.argv[1]))))

clusters = {name: {} for name in sys.argv[2:]}
stack = StackFile("test", "groundwork", Path("Pulumi.test.yaml"), {"groundwork:clusters": clusters}, {})
leave(interruptible(lambda: up(stack, program, Report())))
"""


def launch(folder: Path, seconds: float, *clusters: str) -> "subprocess.Popen[str]":
    """A rehearsal in a process of its own whose temporary folder is `folder`. Its clusters are control planes."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(seconds), *clusters],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )


def start(folder: Path, seconds: float, *clusters: str) -> "subprocess.Popen[str]":
    """The same, once its up is under way."""
    process = launch(folder, seconds, *clusters)
    assert process.stdout is not None
    told = iter(process.stdout.readline, "")  # on a slow machine it says how far it is before
    assert "made\n" in told, process.communicate()
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


def until(true: Callable[[], object]) -> bool:
    """Whether something becomes true, however slow and busy the machine is."""
    end = time.monotonic() + 300
    while not (answer := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(answer)


def interrupt(folder: Path, number: signal.Signals, process: "subprocess.Popen[str]") -> None:
    """End a rehearsal; nothing of it may be left after a while."""
    process.send_signal(number)
    _, said = process.communicate(timeout=300)

    if number != signal.SIGKILL:
        assert (process.returncode, said) == (
            130,
            "Interrupted. Everything that this rehearsal made is gone.\n",
        )
    until(lambda: not processes(folder) and not any(folder.iterdir()))
    assert processes(folder) == []
    assert list(folder.iterdir()) == []


SIGNALS = pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])


@SIGNALS
def test_ending_a_rehearsal_in_the_middle_leaves_no_process_and_no_folder(
    number: signal.Signals, tmp_path: Path, engine: Engine
) -> None:
    process = start(tmp_path, 600)
    assert len(processes(tmp_path)) >= 4, "the rehearsal, its janitor, its providers and the engine"
    assert [path.name.startswith("groundwork-rehearsal-") for path in tmp_path.iterdir()] == [True]

    interrupt(tmp_path, number, process)


@pytest.mark.kubernetes
@SIGNALS
def test_ending_a_rehearsal_leaves_nothing_of_its_kubernetes(
    number: signal.Signals, tmp_path: Path, engine: Engine, programs: Binaries
) -> None:
    process = start(tmp_path, 600, "one")
    names = (
        "etcd",
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "kwok",
        "rehearsal.life",
    )

    def missing() -> list[str]:
        running = " ".join(processes(tmp_path))
        return [name for name in names if name not in running]

    # They are started once the API server is ready, and nobody waits for them: "made" may be said before.
    until(lambda: not missing())
    assert missing() == []

    interrupt(tmp_path, number, process)


@pytest.mark.kubernetes
@SIGNALS
def test_ending_a_rehearsal_while_its_kubernetes_comes_up_leaves_nothing(
    number: signal.Signals, tmp_path: Path, engine: Engine, programs: Binaries
) -> None:
    process = launch(tmp_path, 600, "one", "two")
    assert until(lambda: any("kube-apiserver" in command for command in processes(tmp_path)))

    interrupt(tmp_path, number, process)


def test_two_rehearsals_at_once_do_not_meet_and_the_next_run_works(tmp_path: Path, engine: Engine) -> None:
    both_end_well(tmp_path)


@pytest.mark.kubernetes
def test_two_rehearsals_at_once_each_make_an_object_of_the_same_name_in_a_kubernetes_of_their_own(
    tmp_path: Path, engine: Engine, programs: Binaries
) -> None:
    both_end_well(tmp_path, "one")


def both_end_well(folder: Path, *clusters: str) -> None:
    """Two rehearsals at once succeed, and leave nothing."""
    both = [launch(folder, 0.5, *clusters), launch(folder, 0.5, *clusters)]

    for process in both:
        said, complaint = process.communicate(timeout=900)
        assert process.returncode == 0, said + complaint
        assert "nothing is left" in said
    assert list(folder.iterdir()) == []
