"""The process that is a control plane's life."""

import subprocess
import sys
from pathlib import Path

from rehearsal.control_plane.access import Access, write
from rehearsal.life.operators.certificates import self_signed
from rehearsal.stackfile import ROOT
from tests.rehearsal.life.operators.test_certificates import BEGIN, END


def test_life_begins_before_its_api_server_and_ends_with_its_standard_input(tmp_path: Path) -> None:
    key, certificate = self_signed(["here"], BEGIN, END)
    pem = tmp_path / "both.pem"
    pem.write_text(key + certificate)
    access, folder = tmp_path / "access.json", tmp_path / "life"
    write(access, [Access("https://127.0.0.1:1", str(pem), str(pem), str(pem))])
    command = [sys.executable, "-m", "rehearsal.life", "--access", str(access), "--folder", str(folder)]
    command += ["--stored", str(tmp_path / "stored")]

    ended = subprocess.run(
        command, cwd=ROOT, input="", capture_output=True, text=True, timeout=300, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert (folder / "life.log").exists()
