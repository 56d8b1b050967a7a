"""The projects' own definitions: fetched once at the pinned version, vouched for by go.sum, kept as JSON."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from rehearsal.toolchain import ToolError, crds
from rehearsal.toolchain.crds import HERE, PROJECTS, Loader, definitions, extracted, fetch, kept, version
from tests.rehearsal.planes import cannot_run
from tests.rehearsal.toolchain.go import Environment, script

DEFINITION = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: b.example.com}
spec: {versions: [{schema: {openAPIV3Schema: {description: long, properties: {description: {description: long, type: string}}}}}]}
"""


@pytest.fixture
def offline(tmp_path: Path) -> Environment:
    """An environment with an empty cache and a `go` that has every module in a folder, and counts how often it is asked."""
    module = tmp_path / "module" / "config" / "crd" / "v1" / "bases"
    module.mkdir(parents=True)
    (module / "one.yaml").write_text(DEFINITION)
    names = " ".join(one.module for one in PROJECTS.values())
    answers = (
        f"echo asked >> {tmp_path / 'asked'}",
        f"for name in {names}; do",
        f'  printf \'{{"Path": "%s", "Dir": "{tmp_path / "module"}"}}\\n\' "$name"',
        "done",
    )
    script(tmp_path / "bin", "go", *answers)
    return {"PATH": str(tmp_path / "bin"), "GROUNDWORK_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)}


def asked(environment: Environment) -> int:
    return len((Path(environment["HOME"]) / "asked").read_text().splitlines())


@pytest.mark.parametrize("project", PROJECTS)
def test_every_project_is_pinned_with_its_checksum(project: str) -> None:
    sums = (HERE / "go.sum").read_text().splitlines()

    assert any(line.startswith(f"{PROJECTS[project].module} {version(project)} h1:") for line in sums)


def test_no_module_is_pinned_that_no_project_names() -> None:
    pinned = re.findall(r"^\t(\S+) v", (HERE / "go.mod").read_text(), re.MULTILINE)

    assert sorted(pinned) == sorted(project.module for project in PROJECTS.values())


def test_definitions_are_fetched_once_and_then_read(offline: Environment) -> None:
    said: list[str] = []
    first = definitions("velero", said.append, offline)
    second = definitions("velero", said.append, offline)

    assert first == second
    assert [one["metadata"]["name"] for one in first] == ["b.example.com"]
    assert asked(offline) == 1
    assert said[0] == "Fetching the definitions of velero from their Go modules, once."
    assert json.loads(kept("velero", offline).read_text()) == first


def test_several_projects_are_fetched_in_one_go(
    offline: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = {
        name: crds.Project(PROJECTS[name].module, PROJECTS["velero"].files) for name in ("velero", "istio")
    }
    monkeypatch.setattr(crds, "PROJECTS", two)
    fetch(["velero", "istio"], print, offline)
    fetch(["velero", "istio"], print, offline)

    assert asked(offline) == 1


def test_descriptions_are_left_out_but_properties_of_that_name_are_not(offline: Environment) -> None:
    [found] = definitions("velero", print, offline)

    schema = found["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert schema == {"properties": {"description": {"type": "string"}}}


def test_a_module_without_definitions_where_they_were_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as error:
        extracted("istio", tmp_path)

    assert (
        f"istio.io/api {version('istio')} has no definitions at kubernetes/customresourcedefinitions.gen.yaml"
        in str(error.value)
    )
    assert "correct PROJECTS" in str(error.value)


def test_without_go_the_user_is_told_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(
        ToolError, match="There is no Go to fetch the definitions of istio with: install Go, or use --memory"
    ):
        definitions("istio", print, {"PATH": str(tmp_path), "GROUNDWORK_CACHE": str(tmp_path)})


def test_where_go_cannot_fetch_its_words_are_told(tmp_path: Path) -> None:
    script(
        tmp_path / "bin", "go", 'echo \'{"Path": "istio.io/api", "Error": "checksum mismatch"}\'', "exit 1"
    )
    environment = {"PATH": str(tmp_path / "bin"), "GROUNDWORK_CACHE": str(tmp_path)}

    with pytest.raises(ToolError) as error:
        definitions("istio", print, environment)

    assert "The definitions of istio could not be fetched. Go says:\n  checksum mismatch\n" in str(
        error.value
    )


def test_yaml_is_read_as_kubernetes_reads_it() -> None:
    assert Loader("enum: [=, 2026-01-01]").get_single_data() == {"enum": ["=", "2026-01-01"]}


@pytest.mark.kubernetes
def test_each_project_really_publishes_what_is_looked_for() -> None:
    try:
        counts = {project: len(definitions(project, print)) for project in PROJECTS}
    except ToolError as error:
        cannot_run("The rehearsal with the projects' own definitions", str(error))

    assert counts == {
        "cert-manager": 6, "external-dns": 1, "external-secrets": 23, "gateway-api": 10, "istio": 15, "karpenter": 5,
        "prometheus-operator": 10, "velero": 13,
    }  # fmt: skip


@pytest.mark.kubernetes
def test_a_module_that_is_not_what_go_sum_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("go") is None:
        cannot_run("The rehearsal with the projects' own definitions", "there is no Go")
    for name in ("go.mod", "go.sum", "__init__.py"):
        shutil.copy(HERE / name, tmp_path)
    sums = (tmp_path / "go.sum").read_text()
    (tmp_path / "go.sum").write_text(re.sub(r"(sigs.k8s.io/external-dns \S+ h1:)....", r"\1AAAA", sums))
    monkeypatch.setattr(crds, "HERE", tmp_path)

    with pytest.raises(ToolError, match="checksum mismatch"):
        definitions("external-dns", print, {**os.environ, "GROUNDWORK_CACHE": str(tmp_path)})
