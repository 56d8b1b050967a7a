"""Whole rehearsals of a small stack with a cluster, which is a real Kubernetes."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rehearsal import run
from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine
from rehearsal.session import SessionError
from rehearsal.stackfile import ROOT, StackFile
from tests.rehearsal.conftest import Told
from tests.rehearsal.small import Program
from tests.rehearsal.toolchain.go import script

pytestmark = pytest.mark.engine

ONE: dict[str, Any] = {"groundwork:clusters": {"one": {}}}


@pytest.mark.kubernetes
def test_the_report_tells_which_kubernetes_it_was_and_what_it_took(
    stack: StackFile, told: Told, engine: Engine, programs: Binaries
) -> None:
    report, text = told

    assert run.up(replace(stack, config={**stack.config, **ONE}), Program(), report) == 0, text()

    [row] = [line for line in text().splitlines() if line.startswith("kubernetes")]
    assert re.fullmatch(
        r"kubernetes +\d+\.\d +ready: Kubernetes 1\.\d+\.\d+, etcd \S+, KWOK \S+; at most \d+ MiB *", row
    )
    assert "nothing is left" in text()


@pytest.mark.parametrize("exercised", [True, False])
def test_autoscalers_work_only_where_the_applications_are_put_to_work(
    exercised: bool, stack: StackFile, told: Told, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def session(*given: Any, **how: Any) -> Any:
        asked.update(how)
        raise SessionError("enough is known")

    monkeypatch.setattr(run, "session", session)
    with pytest.raises(SessionError):
        run.up(stack, Program(), told[0], exercised=exercised)

    assert asked == {"autoscaled": exercised}


def test_in_memory_no_kubernetes_is_looked_for(
    stack: StackFile, told: Told, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, text = told
    monkeypatch.setenv("KUBEBUILDER_ASSETS", "/not/there")

    assert run.up(replace(stack, config={**stack.config, **ONE}), Program(), report, memory=True) == 0, text()
    assert "\nkubernetes" not in text()


@pytest.mark.kubernetes
def test_a_part_of_kubernetes_that_has_ended_fails_the_rehearsal_with_its_last_words(
    stack: StackFile,
    told: Told,
    engine: Engine,
    programs: Binaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report, text = told
    kwok = script(tmp_path, "kwok", "echo no stages", "exit 7")
    monkeypatch.setattr("rehearsal.control_plane.binaries.find", lambda say: replace(programs, kwok=kwok))
    monkeypatch.setattr("rehearsal.control_plane.planes.RESTARTS", 0)

    assert run.up(replace(stack, config={**stack.config, **ONE}), Program(), report) == 1

    assert "kwok has ended with 7. kwok's last words:\n  no stages" in text()


@pytest.mark.kubernetes
def test_an_api_server_that_never_comes_is_told_at_once_and_once(
    stack: StackFile,
    told: Told,
    engine: Engine,
    programs: Binaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report, text = told
    server = script(tmp_path, "kube-apiserver", "echo no space left", "exit 7")
    monkeypatch.setattr(
        "rehearsal.control_plane.binaries.find", lambda say: replace(programs, api_server=server)
    )

    assert run.up(replace(stack, config={**stack.config, **ONE}), Program(), report) == 1

    assert "The stack test could not be made." in text()
    assert "kube-apiserver has ended with 7. kube-apiserver's last words:\n" in text()
    assert "no space left" in text()
    assert "nothing is left" in text()


@pytest.mark.kubernetes
def test_a_whole_stack_through_the_command_and_its_applications_at_work(
    engine: Engine, programs: Binaries, tmp_path: Path
) -> None:
    kubeconfig = tmp_path / "config"
    kubeconfig.write_text("no kubeconfig is read")
    kubeconfig.chmod(0)
    command = [sys.executable, "-m", "rehearsal", "up", "--exercise", "--config-file", "Pulumi.local.yaml"]
    environment = {**os.environ, "KUBECONFIG": str(kubeconfig), "TMPDIR": str(tmp_path), "COLUMNS": "200"}

    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3000, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(
        r"^  orion/auth-service: load for 3 replicas .*: 2 replicas -> 3 after", done.stdout, re.MULTILINE
    )
    assert "held: The disruption budget auth-service needs 1 healthy pods" in done.stdout
    phases = dict(re.findall(r"^(\w[\w ]*?) +\d+\.\d +(.*\S) *$", done.stdout, re.MULTILINE))
    assert {name: phases[name] for name in ("up again", "checks", "exercise")} == {
        "up again": "nothing changed",
        "checks": "1 passed",
        "exercise": "load, drains and nodes as they should be",
    }
    made = re.fullmatch(r"(\d+) made", phases["up"])
    assert made
    assert re.match(rf"{made[1]} removed", phases["destroy"])
    assert phases["proof"].startswith("nothing is left")
    assert [path.name for path in tmp_path.iterdir()] == ["config"]
    kubeconfig.chmod(0o600)
    assert kubeconfig.read_text() == "no kubeconfig is read"
