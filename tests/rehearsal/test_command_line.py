"""The command line answers at once, names what it knows, and ends in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import stackfile
from rehearsal.__main__ import INTERRUPTED, WRONG_INPUT, arguments, interruptible, main
from rehearsal.engine import Engine


def test_help_imports_no_sdk() -> None:
    code = "import sys; from rehearsal.__main__ import arguments; arguments(['up', '--stack', 'x']); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"pulumi", "rich", "grpc", "yaml", "settings"} & set(loaded)


def test_out_is_for_render_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments(["render", "--stack", "x", "--out", "dir"]).out == Path("dir")
    with pytest.raises(SystemExit):
        arguments(["up", "--stack", "x", "--out", "dir"])
    assert "unrecognized arguments: --out dir" in capsys.readouterr().err


def test_a_stack_is_named_or_its_file_given_but_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(["up", "--stack", "x", "--config-file", "y"])
    assert "not allowed with argument" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["preview"], "Which stack? Add --stack NAME or --config-file FILE: the stacks in"),
        (["preview", "--stack", "nowhere"], "There is no stack 'nowhere': the stacks in"),
        (
            ["preview", "--config-file", "/nowhere.yaml"],
            "/nowhere.yaml cannot be read: No such file or directory.",
        ),
    ],
)
def test_wrong_input_is_told_without_a_traceback(
    given: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == WRONG_INPUT
    assert capsys.readouterr().err.startswith(complaint)


def test_a_wrong_setting_is_told_before_an_engine_is_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stackfile.known_stacks()[0]
    text = (stackfile.ROOT / f"Pulumi.{name}.yaml").read_text()
    (tmp_path / "Pulumi.wrong.yaml").write_text(text.replace("groundwork:platform:", "groundwork:plattform:"))
    monkeypatch.setenv("PATH", "")

    assert main(["up", "--config-file", str(tmp_path / "Pulumi.wrong.yaml")]) == WRONG_INPUT

    told = capsys.readouterr().err
    assert "plattform" in told
    assert "Traceback" not in told


def test_a_module_of_an_application_that_python_cannot_read_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stacks = tmp_path / "stacks"
    stacks.mkdir()
    (stacks / "__init__.py").write_text("from stacks.app import App\n")
    (stacks / "app.py").write_text("App = (\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "stacks"]:
        monkeypatch.delitem(sys.modules, name)

    assert main(["render", "--stack", "staging"]) == WRONG_INPUT
    told = capsys.readouterr().err
    assert told.startswith(f"{stacks}/app.py, line 1: the applications cannot be read, got SyntaxError: ")
    assert "Traceback" not in told


def test_without_an_engine_one_sentence_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert main(["preview", "--stack", stackfile.known_stacks()[0]]) == 1
    assert (
        capsys.readouterr().err
        == "There is no Go to build pulumi with: install Go 1.25 or newer, or install the pulumi CLI 3.220 or newer.\n"
    )


def test_what_is_simulated_in_memory_cannot_be_exercised(capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments(["up", "--stack", "x", "--exercise"]).exercise
    with pytest.raises(SystemExit):
        arguments(["up", "--stack", "x", "--exercise", "--memory"])
    assert "--memory: not allowed with argument --exercise" in capsys.readouterr().err


def test_only_an_up_can_do_without_a_real_kubernetes(capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments(["up", "--stack", "x", "--memory"]).memory
    assert not arguments(["up", "--stack", "x"]).memory
    with pytest.raises(SystemExit):
        arguments(["preview", "--stack", "x", "--memory"])
    assert "unrecognized arguments: --memory" in capsys.readouterr().err


def test_a_drill_is_told_what_to_lose(capsys: pytest.CaptureFixture[str]) -> None:
    assert arguments(["drill", "--stack", "x", "--lose", "use1"]).lose == "use1"
    with pytest.raises(SystemExit):
        arguments(["drill", "--stack", "x"])
    assert "the following arguments are required: --lose" in capsys.readouterr().err


def test_a_drill_loses_one_thing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(["drill", "--stack", "x", "--lose", "use1", "--lose", "usw2"])
    assert "argument --lose: expected once, got 'use1' and 'usw2'" in capsys.readouterr().err


def test_what_cannot_be_lost_is_told_before_an_engine_is_looked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert main(["drill", "--stack", "staging", "--lose", "nowhere"]) == WRONG_INPUT
    assert capsys.readouterr().err.startswith("--lose: expected a cluster or a region of this stack, ")


@pytest.mark.engine
def test_a_kubernetes_that_cannot_be_had_is_told_before_anything_is_started(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setenv("KUBEBUILDER_ASSETS", "/not/there")

    assert main(["up", "--stack", stackfile.known_stacks()[0]]) == 1

    told = capsys.readouterr()
    assert told.err.startswith("KUBEBUILDER_ASSETS is /not/there, expected a folder with some of etcd,")
    assert told.out == ""


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def heeded(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that is not ignored, as SIGHUP is in whatever nohup has started."""
    number: signal.Signals = request.param
    before = signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield number
    signal.signal(number, before)


def test_an_interrupt_ends_in_order_and_a_second_one_does_not_disturb(
    heeded: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    def action() -> int:
        try:
            os.kill(os.getpid(), heeded)
            time.sleep(60)
        finally:
            os.kill(os.getpid(), heeded)
        return 0

    before = signal.getsignal(heeded)

    assert interruptible(action) == INTERRUPTED
    assert capsys.readouterr().err == "Interrupted. Everything that this rehearsal made is gone.\n"
    assert signal.getsignal(heeded) is before


def test_what_is_not_interrupted_keeps_its_exit_code() -> None:
    assert interruptible(lambda: 7) == 7
