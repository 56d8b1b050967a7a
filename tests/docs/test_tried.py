"""What only looks is tried on an API server that knows every kind of the platform: kubectl and the server understand it."""

import re
from collections.abc import Iterator

import pytest

from rehearsal.control_plane.binaries import Binaries
from rehearsal.stackfile import ROOT
from rehearsal.toolchain.crds import PROJECTS, definitions
from tests.docs.commands import Command, commands
from tests.rehearsal.kubectl import Kubectl
from tests.rehearsal.planes import running, the_one

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

ELSEWHERE = {"-w", "--watch"}
"""What never ends."""
KEPT = ("-", "custom-columns", "jsonpath")
"""What the words begin with that the reader fills nothing into."""
ABSENT = re.compile(r"NotFound|not found|in the list of objects")
"""What is said where there is nothing of that name, or nothing to be sorted."""
PLACEHOLDER = re.compile(r"\b[A-Z][A-Z_]*\b")


@pytest.fixture(scope="module")
def kubectl(tmp_path_factory: pytest.TempPathFactory, programs: Binaries) -> Iterator[Kubectl]:
    """Of a control plane with the definitions of every project, and nothing else."""
    with running(tmp_path_factory.mktemp("tried") / "private", programs=programs) as planes:
        plane = the_one(planes)
        for project in PROJECTS:
            for definition in definitions(project, print):
                plane.client.apply(definition, "tests")
        one = Kubectl(plane.access, tmp_path_factory.mktemp("kubectl"))
        one("wait --for=condition=Established --timeout=2m crd --all")
        yield one


def looks() -> list[Command]:
    """The commands that ask what there is, each once."""
    found = [one for one in commands() if one.program == "kubectl" and not ELSEWHERE & set(one.words)]
    return list({one.words: one for one in found if "get" in one.words[:4]}.values())


def asked(command: Command) -> list[str]:
    """Its words, with something in the place of what the reader fills in, and without a context of the reader's."""
    words = [word if word.startswith(KEPT) else PLACEHOLDER.sub("it", word) for word in command.words[1:]]
    while "--context" in words:
        del words[(at := words.index("--context")) : at + 2]
    return words


def test_there_is_something_to_try() -> None:
    assert len(looks()) > 80
    assert asked(Command("page.md", ("kubectl", "--context", "use1", "-n", "NAMESPACE", "get", "pods"))) == [
        "-n", "it", "get", "pods",
    ]  # fmt: skip


def test_what_looks_is_understood(kubectl: Kubectl) -> None:
    told = {}
    for one in looks():
        done = kubectl.run(asked(one))
        if done.returncode and not ABSENT.search(done.stderr):
            told[str(one)] = done.stderr

    assert told == {}


def test_a_kind_or_a_field_that_is_none_is_found(kubectl: Kubectl) -> None:
    for wrong in ("get podz", "get services --field-selector spec.kind=it", "get certificate,ordrs"):
        done = kubectl.run(wrong.split())
        assert done.returncode
        assert not ABSENT.search(done.stderr), wrong


@pytest.mark.parametrize("file", ["certificates/try.yaml", "restore/region.yaml"])
def test_what_a_runbook_applies_is_accepted(kubectl: Kubectl, file: str) -> None:
    for home in ("spoke", "velero"):
        kubectl.run(["create", "namespace", home])
    path = f"docs/runbooks/{file}"

    home = "" if "velero" in (ROOT / path).read_text() else "-n spoke "
    assert "created (server dry run)" in kubectl(f"{home}create -f {ROOT / path} --dry-run=server")
    assert any(path in one.words for one in commands())
