"""The files of a render."""

import json
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_kubernetes as k8s
import pytest
import yaml

from rehearsal.program import program as inline
from rehearsal.render import render, written
from rehearsal.stackfile import StackFile
from tests.recorded import deploy
from tests.rehearsal.programs import KUBECONFIG, cluster, config_map

CANARY = "canary-0123456789abcdef"
PROGRAM = f"""
import pulumi, pulumi_kubernetes as k8s
provider = k8s.Provider("main", kubeconfig={KUBECONFIG!r})
opts = pulumi.ResourceOptions(provider=provider)
home = k8s.core.v1.Namespace("home", metadata={{"name": "home"}}, opts=opts)
k8s.core.v1.Secret("token", metadata={{"name": "token", "namespace": home.metadata.name}},
    string_data={{"token": pulumi.Config("groundwork").require_secret("token")}}, opts=opts)
k8s.helm.v3.Release("operator", name="operator", chart="oci://example.com/operator", version="1.0.0",
    values={{"a": {{"b": 1}}}}, opts=opts)
"""

Write = Callable[[str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Puts a program in the place of the project's own."""
    path = tmp_path / "project" / "__main__.py"
    path.parent.mkdir()
    monkeypatch.setattr("rehearsal.render.program", lambda _: inline(path.parent))

    def write(text: str) -> None:
        path.write_text(text)

    write(PROGRAM)
    return write


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_render_is_three_kinds_of_files(
    stack: StackFile, program: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    render(stack, tmp_path / "out")

    made = files(tmp_path / "out")
    assert set(made) == {
        "resources.json",
        "releases.json",
        "kubernetes/main/Namespace_home.yaml",
        "kubernetes/main/home_Secret_token.yaml",
    }
    assert "4 resources, 1 releases and 2 manifests are in" in capsys.readouterr().out
    assert yaml.safe_load(made["kubernetes/main/home_Secret_token.yaml"])["stringData"] == "[secret]"
    assert json.loads(made["releases.json"])[0]["values"] == {"a": {"b": 1}}


def test_resources_are_sorted_and_complete(stack: StackFile, program: Write, tmp_path: Path) -> None:
    render(stack, tmp_path / "out")

    resources = json.loads((tmp_path / "out" / "resources.json").read_text())
    assert [r["urn"] for r in resources] == sorted(r["urn"] for r in resources)
    keys = {
        "urn",
        "type",
        "name",
        "provider",
        "parent",
        "dependencies",
        "protect",
        "retainOnDelete",
        "ignoreChanges",
        "inputs",
    }
    assert {frozenset(r) for r in resources} == {frozenset(keys)}


def test_two_renders_are_the_same_bytes(stack: StackFile, program: Write, tmp_path: Path) -> None:
    render(stack, tmp_path / "one")
    render(stack, tmp_path / "other")

    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_no_secret_is_in_a_render(stack: StackFile, program: Write, tmp_path: Path) -> None:
    render(stack, tmp_path / "out")

    assert not any(CANARY.encode() in text for text in files(tmp_path / "out").values())


def test_a_secret_that_would_be_written_stops_the_render(
    stack: StackFile, program: Write, tmp_path: Path
) -> None:
    program(
        PROGRAM
        + 'k8s.core.v1.ConfigMap("leak", data={"a": pulumi.Config("groundwork").require("token")}, opts=opts)'
    )

    with pytest.raises(
        SystemExit,
        match=r"resources\.json would hold the secret groundwork:token in plain text; pass it on as",
    ):
        render(stack, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_earlier_render_is_replaced(stack: StackFile, program: Write, tmp_path: Path) -> None:
    render(stack, tmp_path / "out")
    (tmp_path / "out" / "kubernetes" / "main" / "old_Thing_a.yaml").write_text("{}")
    (tmp_path / "out" / "notes.txt").write_text("mine")

    render(stack, tmp_path / "out")

    assert "kubernetes/main/old_Thing_a.yaml" not in files(tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_a_folder_of_someone_elses_is_left_alone(stack: StackFile, program: Write, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")

    with pytest.raises(SystemExit, match=r"holds files that no render wrote \(there is no resources\.json\)"):
        render(stack, tmp_path / "out")
    assert set(files(tmp_path / "out")) == {"thesis.txt"}


def test_a_file_is_no_folder(stack: StackFile, program: Write, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    with pytest.raises(SystemExit, match="is a file; name a folder for the render"):
        render(stack, tmp_path / "out")


def test_without_a_folder_it_goes_under_build(
    stack: StackFile, program: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehearsal.render.ROOT", tmp_path)

    render(stack)

    assert (tmp_path / "build" / "render" / "test" / "resources.json").is_file()


def test_what_would_be_refused_is_one_sentence(stack: StackFile, program: Write, tmp_path: Path) -> None:
    program(PROGRAM.replace('"namespace": home.metadata.name', '"namespace": "away"'))

    with pytest.raises(
        SystemExit,
        match=r'^The program asks for something that would be refused\. NotFound: namespaces "away" not found',
    ):
        render(stack, tmp_path / "out")


def test_two_objects_that_would_share_a_file_do_not() -> None:
    def build() -> None:
        opts = pulumi.ResourceOptions(provider=cluster())
        for name in ("a:b", "a-b"):
            k8s.rbac.v1.ClusterRole(name, metadata={"name": name}, rules=[], opts=opts)

    assert sorted(path for path in written(deploy(build)) if path.startswith("kubernetes")) == [
        "kubernetes/main/ClusterRole_a-b-2.yaml",
        "kubernetes/main/ClusterRole_a-b.yaml",
    ]


def test_each_cluster_has_its_folder() -> None:
    def build() -> None:
        config_map("a", provider=cluster("one"))
        config_map("b", provider=cluster("two"))

    assert {"kubernetes/one/default_ConfigMap_a.yaml", "kubernetes/two/default_ConfigMap_b.yaml"} < set(
        written(deploy(build))
    )
