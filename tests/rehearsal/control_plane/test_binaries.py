"""Where a control plane's programs come from, and which of those that are given will do."""

import re
from pathlib import Path

import pytest

from rehearsal.control_plane import binaries
from rehearsal.control_plane.binaries import ASSETS, KUBERNETES, TOOLS
from rehearsal.control_plane.readiness import ControlPlaneError
from rehearsal.toolchain import Tool
from tests.rehearsal.toolchain.go import Environment, script, script_go

SAYS = {
    "etcd": "etcd Version: 3.6.9",
    "kwok": "kwok version v0.8.3 go1.26",
    "kube-apiserver": "Kubernetes v1.35.9",
}


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    script_go(tmp_path)
    return {"PATH": str(tmp_path / "bin"), "GROUNDWORK_CACHE": str(tmp_path / "cache")}


def given(folder: Path, environment: Environment, **says: str) -> Environment:
    """The environment with a folder of programs, each of which says its version."""
    (folder / "assets").mkdir()
    for name, words in says.items():
        script(folder / "assets", name.replace("_", "-"), f'[ "$1" = --version ] && echo "{words}"')
    return {**environment, ASSETS: str(folder / "assets")}


def test_without_a_folder_all_of_them_are_built_in_their_pinned_versions(environment: Environment) -> None:
    found = binaries.find(print, environment)

    assert str(found) == f"Kubernetes {KUBERNETES}, etcd 3.6.5, KWOK 0.8.0"
    files = [found.etcd, found.api_server, found.controller_manager, found.scheduler, found.kwok]
    assert [file.name for file in files] == [tool.name for tool in TOOLS]
    assert all(file.is_file() for file in files)


def test_what_a_folder_has_is_taken_from_there_and_only_the_rest_is_built(
    tmp_path: Path, environment: Environment
) -> None:
    found = binaries.find(
        print, given(tmp_path, environment, etcd=SAYS["etcd"], kube_apiserver=SAYS["kube-apiserver"])
    )

    assert (found.etcd, found.api_server) == (
        tmp_path / "assets" / "etcd",
        tmp_path / "assets" / "kube-apiserver",
    )
    assert str(found) == "Kubernetes 1.35.9, etcd 3.6.9, KWOK 0.8.0"
    built = {Path(line).name for line in (tmp_path / "builds").read_text().splitlines()}
    assert built == {"kube-controller-manager", "kube-scheduler", "kwok"}


def test_a_complete_folder_needs_no_go(tmp_path: Path) -> None:
    says = {name.replace("-", "_"): words for name, words in SAYS.items()}
    others = dict.fromkeys(("kube_controller_manager", "kube_scheduler"), SAYS["kube-apiserver"])

    found = binaries.find(print, given(tmp_path, {"PATH": ""}, **says, **others))

    assert found.kwok == tmp_path / "assets" / "kwok"


@pytest.mark.parametrize(
    ("words", "what"),
    [("Kubernetes v1.30.2", "version v1.30.2"), ("nothing", "of a version that it does not tell")],
)
def test_another_version_is_refused_with_what_was_found_and_what_to_do(
    words: str, what: str, tmp_path: Path, environment: Environment
) -> None:
    with pytest.raises(ControlPlaneError) as error:
        binaries.find(print, given(tmp_path, environment, kube_apiserver=words))

    assert str(error.value) == (
        f"{tmp_path}/assets/kube-apiserver is {what}, but the rehearsal is made for 1.35. Set {ASSETS} to a folder with that "
        "version, or unset it to have it built from its Go module."
    )


def test_a_program_that_cannot_be_run_is_refused(tmp_path: Path, environment: Environment) -> None:
    environment = given(tmp_path, environment)
    broken = tmp_path / "assets" / "etcd"
    broken.write_bytes(b"\0")
    broken.chmod(0o755)

    with pytest.raises(ControlPlaneError, match="etcd is of a version that it does not tell"):
        binaries.find(print, environment)


def test_a_folder_that_is_not_there_is_named(environment: Environment) -> None:
    with pytest.raises(ControlPlaneError) as error:
        binaries.find(print, {**environment, ASSETS: "/not/there"})

    assert str(error.value).startswith(
        f"{ASSETS} is /not/there, expected a folder with some of etcd, kube-apiserver, kube-controller-manager, "
    )


def test_without_go_the_next_steps_are_named() -> None:
    with pytest.raises(ControlPlaneError) as error:
        binaries.find(print, {"PATH": ""})

    assert str(error.value).endswith(f", or set {ASSETS} to a folder that has it, or rehearse with --memory.")


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_pinned_module_is_the_version_that_a_build_claims(tool: Tool) -> None:
    pinned = (tool.module / "go.mod").read_text()
    module = max(
        re.findall(r"^\s*(\S+) v", pinned, re.MULTILINE), key=lambda m: tool.package.startswith(m) * len(m)
    )

    assert f"{module} v{tool.version}" in pinned
    assert re.search(rf"^(tool |\t){re.escape(tool.package)}$", pinned, re.MULTILINE)
