"""The project's own program runs unchanged, as often as it is asked to."""

import sys
from pathlib import Path

import pytest

from rehearsal.program import program


def test_main_runs_anew_each_time_and_modules_stay_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "neighbour_of_main.py").write_text("print('loaded')\n")
    (tmp_path / "__main__.py").write_text("import neighbour_of_main\nprint(__name__)\n")
    run = program(tmp_path)

    run()
    run()

    assert capsys.readouterr().out == "loaded\n__main__\n__main__\n"
