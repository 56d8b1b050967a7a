"""Which engine is used, and what is said when there is none."""

import os
import stat
import threading
from pathlib import Path

import pytest

from rehearsal import engine
from rehearsal.engine import EngineError

Environment = dict[str, str]


def script(folder: Path, name: str, *lines: str) -> None:
    """An executable of that name which runs these shell lines."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


GO = (
    'if [ "$1" = env ]; then echo go1.26.0 linux amd64; exit 0; fi',
    'while [ "$1" != -o ]; do shift; done',
    'echo "$2" >> "$BUILDS"',
    'echo "github.com/example/one" >&2',
    "sleep 0.5",
    'printf "#!/bin/sh\\necho v3.220.0\\n" > "$2"; chmod +x "$2"',
)


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
        == "Install the pulumi CLI 3.220 or newer, or Go 1.25 or newer to have it built here."
    )


def test_an_old_pulumi_without_go_is_named(tmp_path: Path, environment: Environment) -> None:
    script(tmp_path / "bin", "pulumi", "echo v3.100.0")

    with pytest.raises(EngineError) as error:
        engine.find(print, environment)

    assert f"({tmp_path}/bin/pulumi) is version 3.100.0, older than 3.220. Install" in str(error.value)


def test_the_cache_is_where_the_environment_says() -> None:
    assert engine.cache({"GROUNDWORK_CACHE": "/a", "XDG_CACHE_HOME": "/b"}) == Path("/a")
    assert engine.cache({"XDG_CACHE_HOME": "/b"}) == Path("/b/groundwork")
    assert engine.cache({}) == Path.home() / ".cache" / "groundwork"


def build(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Find the engine with that environment also around the build; what was said."""
    monkeypatch.setenv("PATH", f"{environment['PATH']}:{os.environ['PATH']}")
    said: list[str] = []
    engine.find(said.append, environment)
    return said


def test_an_old_pulumi_is_replaced_by_a_build_and_the_reason_is_given(
    tmp_path: Path, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "bin", "pulumi", "echo v3.100.0")
    script(tmp_path / "bin", "go", *GO)
    monkeypatch.setenv("BUILDS", str(tmp_path / "builds"))

    said = build(environment, monkeypatch)

    assert "is version 3.100.0, older than 3.220. Using our own build of 3.220.0 instead." in said[0]
    assert said[1].startswith("Building the Pulumi engine 3.220.0")
    assert build(environment, monkeypatch) == [], "the second time the built one is there"


def test_two_at_once_build_once(
    tmp_path: Path, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "bin", "go", *GO)
    monkeypatch.setenv("BUILDS", str(tmp_path / "builds"))
    monkeypatch.setenv("PATH", f"{environment['PATH']}:{os.environ['PATH']}")
    said: list[str] = []
    both = [threading.Thread(target=engine.find, args=(said.append, environment)) for _ in range(2)]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len((tmp_path / "builds").read_text().splitlines()) == 1
    assert "Another rehearsal is building the engine; waiting for it." in said


def test_a_failed_build_shows_the_last_words_of_go_and_what_to_do(
    tmp_path: Path, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "bin", "go", GO[0], 'echo "go: no route to host" >&2', "exit 1")

    with pytest.raises(EngineError) as error:
        build(environment, monkeypatch)

    assert (
        "could not be built. Go's last words:\n  go: no route to host\nCheck that Go is 1.25 or newer"
        in str(error.value)
    )
    leftovers = [path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert leftovers == ["lock"], "nothing half-built stays"


def test_the_pinned_module_is_the_version_that_a_build_claims() -> None:
    assert f"github.com/pulumi/pulumi/pkg/v3 v{engine.BUILT}" in (engine.TOOLCHAIN / "go.mod").read_text()
