"""What the measured processes do is what they are called after."""

from pathlib import Path

import pytest

from benchmarks import child
from rehearsal.stackfile import ROOT, find
from tests.stackfiles import recorded

STAGING = ROOT / "Pulumi.staging.yaml"


def test_a_render_is_of_the_whole_stack() -> None:
    assert child.render("staging")["resources"] == len(recorded(STAGING).resources)


def test_the_floor_is_of_no_resource(tmp_path: Path) -> None:
    modules = tmp_path / "modules.json"
    modules.write_text('["json", "no.such.module"]')

    assert child.floor(modules) == {"resources": 0}


@pytest.mark.parametrize("tool", ["settings", "capacity"])
def test_a_tool_is_run_on_the_file_that_is_named(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.staging.yaml"
    file.write_text(STAGING.read_text().replace("groundwork:clusters", "groundwork:klusters"))

    assert child.tool(tool, STAGING) == {}
    with pytest.raises(Exception, match="klusters"):
        child.tool(tool, file)


@pytest.mark.parametrize("tool", ["render", "answers", "report"])
def test_a_verb_that_fails_is_no_figure(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.staging.yaml"
    file.write_text(STAGING.read_text().replace("groundwork:clusters", "groundwork:klusters"))

    with pytest.raises(SystemExit, match=f"{tool} of .* ended with exit code 2"):
        child.tool(tool, file)


def test_a_tool_that_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(SystemExit, match="settings, capacity, render, answers or report"):
        child.tool("telescope", find("staging").path)
