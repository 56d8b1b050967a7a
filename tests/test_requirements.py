"""The lock files: complete, in agreement with each other, and free of where they were made."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
SETS = sorted(path.stem for path in FOLDER.glob("*.in"))
CLOUDS = {"aws": "pulumi-aws", "gcp": "pulumi-gcp", "azure": "pulumi-azure-native"}
# The three clouds' sets are each installed without the other two, but beside these.
SHARED = [name for name in SETS if name != "lock"]
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(path: Path) -> list[str]:
    """The logical lines of a requirements file, without comments and options."""
    text = path.read_text().replace("\\\n", " ")
    lines = (line.split(" #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pins(name: str) -> dict[str, str]:
    matches = (PIN.match(line) for line in requirements(FOLDER / f"{name}.txt"))
    return {normal(match["name"]): match["version"] for match in matches if match}


def asked(name: str) -> dict[str, str]:
    """What a set asks for by name -> the version it says, empty where it says none."""
    found = (re.match(r"([A-Za-z0-9._-]+)(?:==(.+))?", line) for line in requirements(FOLDER / f"{name}.in"))
    return {normal(match[1]): match[2] or "" for match in found if match}


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_of_a_lock_is_one_version_with_hashes(name: str) -> None:
    for line in requirements(FOLDER / f"{name}.txt"):
        assert PIN.match(line), f"{line!r} is not pinned"
        assert "--hash=sha256:" in line, f"{line.split()[0]} has no hash"


@pytest.mark.parametrize("name", SETS)
def test_a_lock_says_nothing_about_where_it_was_made(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text()

    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option that every installation would obey"
    assert not re.search(r"(?<![\w.])/\w", text), "an absolute path"


@pytest.mark.parametrize("name", SETS)
def test_a_lock_holds_what_its_set_asks_for(name: str) -> None:
    locked = pins(name)

    for package, version in asked(name).items():
        assert package in locked, f"{package} is in {name}.in but not in {name}.txt: run `make lock`"
        assert re.fullmatch(re.escape(version).replace(r"\*", ".*") or ".*", locked[package]), (
            f"{package}: run `make lock`"
        )


def test_a_package_has_the_same_version_in_every_set() -> None:
    versions: dict[str, set[str]] = {}
    for name in SHARED:
        for package, version in pins(name).items():
            versions.setdefault(package, set()).add(version)

    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_team_on_one_cloud_installs_no_other_clouds_sdk(cloud: str) -> None:
    installed = {**pins("base"), **pins(cloud)}

    assert {sdk for sdk in CLOUDS.values() if sdk in installed} == {CLOUDS[cloud]}


IMPORT = re.compile(r"^\s*(?:from ([\w.]+) import |import ([\w.]+(?:, [\w.]+)*)(?: as \w+)?$)", re.MULTILINE)


def imported() -> Iterator[tuple[str, Path]]:
    """Read as text: CPython 3.11 may fail to build a tree (github.com/python/cpython/issues/106905)."""
    for path in [*ROOT.glob("*.py"), *ROOT.glob("*/**/*.py")]:
        if path.relative_to(ROOT).parts[0] in {"build", ".venv"}:
            continue
        for source, names in IMPORT.findall(path.read_text()):
            yield from ((name, path) for name in (source and [source]) or names.split(", "))


def test_every_package_that_the_sources_import_is_asked_for_by_name() -> None:
    declared = {package for name in SETS for package in asked(name)}
    ours = {path.stem for path in ROOT.iterdir()}
    distributions = packages_distributions()

    for module, path in imported():
        top = module.split(".")[0]
        if top in sys.stdlib_module_names or top in ours:
            continue
        # google is a folder that several packages share.
        owners = (
            {"protobuf"}
            if module.startswith("google.protobuf")
            else set(map(normal, distributions.get(top, [top])))
        )
        assert owners & declared, (
            f"{path.relative_to(ROOT)} imports {module}, which requirements/*.in do not name"
        )
