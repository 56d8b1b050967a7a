"""Which engine is used, and what is said when there is none."""

from pathlib import Path

import pytest

from rehearsal import engine
from rehearsal.engine import EngineError
from tests.rehearsal.toolchain.go import Environment, script, script_go


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return {"PATH": str(tmp_path / "bin"), "GROUNDWORK_CACHE": str(tmp_path / "cache")}


@pytest.mark.parametrize("version", ["3.220.0", "3.999.1", "3.221.0-alpha.1+dirty"])
def test_a_pulumi_new_enough_will_do(version: str) -> None:
    assert engine.why_not(version) == ""


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("3.219.9", "is version 3.219.9, older than 3.220"),
        ("2.25.0", "is version 2.25.0, older than 3.220"),
        ("4.0.0", "is version 4.0.0, a newer major version than the Python SDK's 3"),
        ("", "does not tell its version"),
    ],
)
def test_any_other_pulumi_will_not(version: str, reason: str) -> None:
    assert engine.why_not(version) == reason


def test_the_pulumi_on_the_path_is_used(tmp_path: Path, environment: Environment) -> None:
    script(tmp_path / "bin", "pulumi", "echo v3.230.1")

    assert engine.find(print, environment) == engine.Engine(tmp_path / "bin" / "pulumi", "3.230.1")


def test_without_pulumi_and_go_one_sentence_says_what_to_install(environment: Environment) -> None:
    with pytest.raises(EngineError) as error:
        engine.find(print, environment)

    assert (
        str(error.value)
        == "There is no Go to build pulumi with: install Go 1.25 or newer, or install the pulumi CLI 3.220 or newer."
    )


def test_an_old_pulumi_without_go_is_named(tmp_path: Path, environment: Environment) -> None:
    script(tmp_path / "bin", "pulumi", "echo v3.100.0")

    with pytest.raises(EngineError) as error:
        engine.find(print, environment)

    assert f"({tmp_path}/bin/pulumi) is version 3.100.0, older than 3.220. There is no Go" in str(error.value)


def test_an_old_pulumi_is_replaced_by_a_build_and_the_reason_is_given(
    tmp_path: Path, environment: Environment
) -> None:
    script(tmp_path / "bin", "pulumi", "echo v3.100.0")
    script_go(tmp_path)
    said: list[str] = []

    found = engine.find(said.append, environment)

    assert (found.command.name, found.version) == ("pulumi", engine.BUILT)
    assert "is version 3.100.0, older than 3.220. Using our own build of 3.220.0 instead." in said[0]
    assert said[1].startswith("Building pulumi 3.220.0")
    said.clear()
    engine.find(said.append, environment)
    assert said == [], "the second time the built one is there"


def test_the_pinned_module_is_the_version_that_a_build_claims() -> None:
    assert f"github.com/pulumi/pulumi/pkg/v3 v{engine.BUILT}" in (engine.TOOL.module / "go.mod").read_text()
