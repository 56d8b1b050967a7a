"""One command builds everything that a rehearsal would build."""

from pathlib import Path

import pytest

from rehearsal.control_plane.binaries import ASSETS, TOOLS
from rehearsal.toolchain import crds
from rehearsal.toolchain.__main__ import prepare
from tests.rehearsal.toolchain.go import script_go


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing on it."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("GROUNDWORK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(ASSETS, raising=False)


def test_everything_that_is_missing_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crds, "PROJECTS", {})
    script_go(tmp_path)
    said: list[str] = []

    prepare(said.append)

    built = {Path(line).name for line in (tmp_path / "builds").read_text().splitlines()}
    assert {"pulumi", "helm", *(tool.name for tool in TOOLS)} <= built
    said.clear()
    prepare(said.append)
    assert said == []


def test_what_cannot_be_built_is_said_and_the_rest_goes_on() -> None:
    said: list[str] = []

    prepare(said.append)

    assert said[0].startswith("There is no Go to build pulumi with: install Go 1.25 or newer")
    assert said[1].startswith("There is no Go to build etcd with: install Go 1.")
    assert "or rehearse with --memory." in said[1]
    assert said[2].startswith("There is no Go to build helm with: ")
    assert said[4].startswith("There is no Go to fetch the definitions of cert-manager, ")
