"""What a reviewer reads about two renders."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rehearsal import difference

MAIN = "urn:pulumi:staging::groundwork::pulumi:providers:kubernetes::main::id"


def resource(name: str, type_: str = "kubernetes:core/v1:ConfigMap", **more: Any) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:staging::groundwork::{type_}::{name}",
        "type": type_,
        "name": name,
        "provider": MAIN,
        **more,
    }


def written(folder: Path, resources: object) -> Path:
    folder.mkdir(parents=True)
    (folder / "resources.json").write_text(json.dumps(resources))
    return folder


def replicas(count: int) -> Mapping[str, Any]:
    return {"inputs": {"spec": {"replicas": count}}}


def test_equal_renders_are_said_to_be_equal_with_their_size() -> None:
    text = difference.markdown("staging", [resource("a")], [resource("a")])

    assert text == "### staging: no difference in 1 resources\n"


def test_resources_are_matched_by_urn_and_counted_by_what_happens_to_them() -> None:
    old = [resource("kept"), resource("gone"), resource("other", **replicas(2))]
    new = [resource("kept"), resource("come"), resource("other", **replicas(3))]

    found = {change.resource["name"]: change.kind for change in difference.changes(old, new)}

    assert found == {"gone": "removed", "come": "added", "other": "changed"}
    assert "### staging: 1 added, 1 changed, 1 removed (3 resources before, 3 after)" in difference.markdown(
        "staging", old, new
    )


def test_the_order_in_which_a_render_lists_its_resources_is_no_difference() -> None:
    assert difference.changes([resource("a"), resource("b")], [resource("b"), resource("a")]) == []


def test_the_table_has_one_row_for_each_type_and_provider() -> None:
    old = [resource("x", **replicas(1))]
    new = [resource("x", **replicas(2)), resource("y"), resource("role", "aws:iam/role:Role", provider=None)]

    text = difference.markdown("staging", old, new)

    assert "| `kubernetes:core/v1:ConfigMap` | main | 1 | 1 |  |" in text
    assert "| `aws:iam/role:Role` | – | 1 |  |  |" in text


def test_a_change_shows_its_lines_and_counts_them() -> None:
    text = difference.markdown("staging", [resource("x", **replicas(1))], [resource("x", **replicas(2))])

    assert "changed: <code>kubernetes:core/v1:ConfigMap x</code> (+1 −1)" in text
    assert '-      "replicas": 1' in text
    assert '+      "replicas": 2' in text


def test_a_protected_resource_that_goes_is_marked() -> None:
    text = difference.markdown("production", [resource("db", protect=True)], [])

    assert "<summary>removed, protected: " in text


def test_a_name_cannot_break_out_of_the_heading_nor_a_value_out_of_its_block() -> None:
    text = difference.markdown("staging", [], [resource("<b>x</b>", inputs={"script": "```\nend ````"})])

    assert "<code>kubernetes:core/v1:ConfigMap &lt;b&gt;x&lt;/b&gt;</code>" in text
    assert "\n`````diff\n" in text


def test_what_does_not_fit_is_left_out_and_counted() -> None:
    new = [resource(f"config-{number:03}", inputs={"data": "ü" * 200}) for number in range(100)]

    text = difference.markdown("staging", [], new, limit=10_000)

    shown = text.count("<details>")
    assert len(text.encode()) < 10_500
    assert 0 < shown < 100
    assert f"\n{100 - shown} more differ and are left out here, where there is room for 10,000 bytes." in text
    assert "git diff --no-index OLD NEW" in text
    assert "100 added" in text


def test_a_base_branch_without_a_render_is_said_so(tmp_path: Path) -> None:
    new = written(tmp_path / "new", [resource("a")])

    text = difference.main([str(tmp_path / "old"), str(new), "--title", "staging"])

    assert "### staging: 1 resources, not compared" in text
    assert "The base branch has no program yet, or it does not render" in text


def test_a_branch_that_did_not_render_is_said_so(tmp_path: Path) -> None:
    old = written(tmp_path / "old", [resource("a")])
    broken = written(tmp_path / "new", {"not": "a list"})

    text = difference.main([str(old), str(broken), "--title", "staging"])

    assert "This branch did not render" in text


def test_the_command_prints_markdown_and_succeeds_whatever_it_finds(tmp_path: Path) -> None:
    old = written(tmp_path / "old", [resource("a")])
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "resources.json").write_text("{ broken")
    command = [sys.executable, "-m", "rehearsal.difference"]

    compared = subprocess.run(
        [*command, old, old, "--title", "staging"], capture_output=True, text=True, check=False
    )
    broken = subprocess.run([*command, old, tmp_path / "new"], capture_output=True, text=True, check=False)

    assert (compared.returncode, compared.stdout) == (0, "### staging: no difference in 1 resources\n")
    assert (broken.returncode, broken.stderr) == (0, "")
