"""Tools are built once, by one process at a time, and a build that fails says why."""

import re
import threading
from pathlib import Path

import pytest

from rehearsal import toolchain
from rehearsal.toolchain import Tool, ToolError, all_built, built, kept
from tests.rehearsal.toolchain.go import Environment, script, script_go

ETCD = Tool("etcd", "etcd", "example.com/etcd", "1.2.3", otherwise="do without it")
KUBERNETES = [Tool(name, "kubernetes", f"example.com/{name}", "1.35.4") for name in ("one", "two", "three")]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return {"PATH": str(tmp_path / "bin"), "GROUNDWORK_CACHE": str(tmp_path / "cache")}


def builds(folder: Path) -> list[str]:
    """The names of what was built, in that order."""
    return [Path(line).name for line in (folder / "builds").read_text().splitlines()]


def test_the_cache_is_where_the_environment_says() -> None:
    assert toolchain.cache({"GROUNDWORK_CACHE": "/a", "XDG_CACHE_HOME": "/b"}) == Path("/a")
    assert toolchain.cache({"XDG_CACHE_HOME": "/b"}) == Path("/b/groundwork")
    assert toolchain.cache({}) == Path.home() / ".cache" / "groundwork"


def test_a_tool_is_built_once_and_can_be_run(tmp_path: Path, environment: Environment) -> None:
    script_go(tmp_path)
    said: list[str] = []

    file = built(ETCD, said.append, environment)

    assert file.read_text().endswith("echo built\n")
    assert file.stat().st_mode & 0o100
    assert said[0] == "Building etcd 1.2.3 from Go modules, once; this takes minutes."
    assert re.fullmatch(rf"Built etcd 1\.2\.3 in \d+ s; kept in {file.parent}\.", said[1])
    assert built(ETCD, said.append, environment) == file
    assert builds(tmp_path) == ["etcd"]
    assert len(said) == 2


def test_the_tools_of_one_module_share_a_build(tmp_path: Path, environment: Environment) -> None:
    script_go(tmp_path)
    said: list[str] = []

    files = all_built([*KUBERNETES, ETCD], said.append, environment)

    assert [file.name for file in files] == ["one", "two", "three", "etcd"]
    assert builds(tmp_path) == ["one", "two", "three", "etcd"]
    assert len({file.parent for file in files}) == 2
    assert said[0] == "Building one, two and three 1.35.4 from Go modules, once; this takes minutes."
    assert len(said) == 4


def test_a_tool_that_is_missing_beside_others_is_built_alone(
    tmp_path: Path, environment: Environment
) -> None:
    script_go(tmp_path)
    built(KUBERNETES[0], print, environment)

    all_built(KUBERNETES, print, environment)

    assert builds(tmp_path) == ["one", "two", "three"]


def test_another_go_or_another_flag_is_another_build(tmp_path: Path, environment: Environment) -> None:
    script_go(tmp_path)
    first = kept(ETCD, environment)

    flagged = Tool("etcd", "etcd", ETCD.package, "1.2.3", "-X a.b=c")
    assert kept(flagged, environment) != first
    script(tmp_path / "bin", "go", "echo go1.27.0 linux amd64")
    assert kept(ETCD, environment) != first


def test_two_at_once_build_once(tmp_path: Path, environment: Environment) -> None:
    script_go(tmp_path)
    said: list[str] = []
    both = [threading.Thread(target=built, args=(ETCD, said.append, environment)) for _ in range(2)]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert builds(tmp_path) == ["etcd"]
    assert "Another rehearsal is building etcd; waiting for it." in said


def test_a_long_build_tells_how_far_it_is(
    tmp_path: Path, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "EVERY", 0.05)
    script_go(tmp_path)
    said: list[str] = []

    built(ETCD, said.append, environment)

    assert "Building etcd: 1 packages compiled, 0 s" in said


def test_without_go_one_sentence_says_what_to_install_or_to_do(environment: Environment) -> None:
    with pytest.raises(ToolError) as error:
        built(ETCD, print, environment)

    assert (
        str(error.value)
        == f"There is no Go to build etcd with: install Go {ETCD.go} or newer, or do without it."
    )


def test_a_failed_build_shows_the_last_words_of_go_and_what_to_do(
    tmp_path: Path, environment: Environment
) -> None:
    script_go(tmp_path, 'echo "go: no route to host" >&2', "exit 1")

    with pytest.raises(ToolError) as error:
        built(ETCD, print, environment)

    assert str(error.value) == (
        "etcd 1.2.3 could not be built. Go's last words:\n  go: no route to host\n"
        f"Check that Go is {ETCD.go} or newer and may fetch modules, or do without it."
    )
    leftovers = [path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert leftovers == ["lock"], "nothing half-built stays"


def test_a_go_too_old_for_the_module_is_told_as_a_build_that_failed(
    tmp_path: Path, environment: Environment
) -> None:
    script(tmp_path / "bin", "go", 'echo "go: go.mod requires go >= 1.26.0" >&2', "exit 1")

    with pytest.raises(
        ToolError, match=r"etcd 1\.2\.3 could not be built\. Go's last words:\n  go: go\.mod requires"
    ):
        built(ETCD, print, environment)


def test_the_go_that_a_tool_needs_is_its_modules(tmp_path: Path) -> None:
    assert Tool("kwok", "kwok", "sigs.k8s.io/kwok/cmd/kwok", "0.8.0").go == "1.26"


def test_a_workspace_or_a_c_compiler_of_the_users_has_no_say(
    tmp_path: Path, environment: Environment
) -> None:
    script_go(tmp_path, f'echo "$GOWORK $CGO_ENABLED" > {tmp_path / "seen"}', "exit 1")

    with pytest.raises(ToolError):
        built(ETCD, print, {**environment, "GOWORK": "/mine", "CGO_ENABLED": "1"})

    assert (tmp_path / "seen").read_text() == "off 0\n"
