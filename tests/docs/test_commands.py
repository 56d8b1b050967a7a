"""Each command on each page is one that exists: its program, what it is asked to do, its flags, and the things that it names."""

import importlib
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rehearsal.__main__ import arguments
from rehearsal.engine import Engine
from rehearsal.stackfile import ROOT, known_stacks
from tests.docs.commands import Command, commands, known, of_page

OWN = {"pulumi", "python", "make"}
"""Programs that are asked themselves."""
OF_THE_CLI = {("s3", "ls"), ("eks", "update-kubeconfig")}
"""What aws makes of several operations."""
PLACEHOLDER = re.compile(r"[A-Z][A-Z_]*")
FILE = re.compile(r"(?:docs|examples|bootstrap|tests|rehearsal|stacks|settings)/[\w./-]+\.\w+")


def others() -> set[str]:
    return set(known()["others"])


def given(program: str) -> list[Command]:
    return [one for one in commands() if one.program == program and " ".join(one.words) not in others()]


def flags(words: tuple[str, ...]) -> Iterator[str]:
    """The flags among some words: what comes after -- is another program's."""
    for word in words[: words.index("--")] if "--" in words else words:
        if re.match(r"-{1,2}[A-Za-z]", word):
            yield word.partition("=")[0]


def wrong(command: Command) -> str:
    """What of a command is not in the reviewed table; empty when all of it is."""
    programs = known()["programs"]
    if command.program not in programs:
        return f"{command.program} is no program that was reviewed"
    program = programs[command.program]
    words = list(command.words[1:])
    while words and words[0].partition("=")[0] in program["with"]:
        words = words[1 if "=" in words[0] else 2 :]
    verbs = [verb for verb in program["verbs"] if words[: len(verb.split())] == verb.split()]
    if not verbs:
        return f"{command.program} is asked to do what was not reviewed: {' '.join(words[:3])}"
    allowed = {*program["with"], *program["verbs"][max(verbs, key=len)]}
    for flag in flags(tuple(words)):
        letters = {f"-{letter}" for letter in flag[1:]} if not flag.startswith("--") else {flag}
        if flag not in allowed and not letters <= allowed:
            return f"{command.program} {max(verbs, key=len)} has no reviewed flag {flag}"
    return ""


def test_the_pages_have_commands_of_every_kind() -> None:
    assert {one.program for one in commands()} >= OWN | {"kubectl", "velero", "aws", "gcloud", "az", "cmctl"}
    assert len(commands()) > 300


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kubectl -n shop gte pods", "kubectl is asked to do what was not reviewed: gte pods"),
        ("kubectl get pods --all", "kubectl get has no reviewed flag --all"),
        ("kubectl logs -f POD", "kubectl logs has no reviewed flag -f"),
        ("velero backup gett", "velero is asked to do what was not reviewed: backup gett"),
        ("aws secretsmanager put-secret --secret-id X", "aws is asked to do what was not reviewed: secretsmanager put-secret"),
        ("kubectl get pods | gerp x", "gerp is no program that was reviewed"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_found(line: str, told: str) -> None:
    assert told in [wrong(one) for one in of_page("page.md", f"```sh\n{line}\n```\n")][-1]


def test_every_command_is_one_that_was_reviewed() -> None:
    others_ = others()
    told = {str(one): wrong(one) for one in commands() if one.program not in OWN}
    told = {
        command: problem for command, problem in told.items() if command.partition(": ")[2] not in others_
    }

    assert {command: problem for command, problem in told.items() if problem} == {}


def test_nothing_is_in_the_table_that_no_page_says() -> None:
    said = {one.program for one in commands()}

    assert set(known()["programs"]) - said == set()
    assert others() - {" ".join(one.words) for one in commands()} == set()


def test_a_rehearsal_is_asked_for_as_its_command_line_understands_it() -> None:
    verbs = [one for one in given("python") if one.words[1:3] == ("-m", "rehearsal")]

    assert verbs
    for one in verbs:
        if len(one.words) > 4:
            arguments(one.words[3:])
        named = one.words[one.words.index("--stack") + 1] if "--stack" in one.words else "NAME"
        assert named == "NAME" or named in known_stacks(), one


def test_what_python_is_asked_to_run_is_there_and_writes_a_page_that_is_there() -> None:
    for one in given("python"):
        assert one.words[1] == "-m", one
        assert importlib.util.find_spec(one.words[2]), one
        assert not one.writes or (ROOT / one.writes).is_file(), one


def test_make_has_the_targets_and_the_stacks() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets |= set(re.search(r"^CHECKS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split())  # type: ignore[index]

    for one in given("make"):
        asked = [word for word in one.words[1:] if "=" not in word]
        assert set(asked) <= targets | {"TARGET", "CHECK"}, one
        for word in one.words[1:]:
            if word.startswith("STACK="):
                assert word.removeprefix("STACK=") in known_stacks(), one


def test_every_file_that_a_command_names_is_there() -> None:
    for one in commands():
        for name in FILE.findall(" ".join(one.words)):
            if not PLACEHOLDER.search(Path(name).stem.rpartition(".")[2]):
                assert (ROOT / name).is_file(), one


@pytest.mark.engine
def test_the_engine_has_the_commands_and_their_flags(engine: Engine) -> None:
    @cache
    def help_of(*verb: str) -> str:
        done = subprocess.run(
            [engine.command, *verb, "--help"], capture_output=True, text=True, timeout=120, check=True
        )
        return done.stdout

    def own(verb: tuple[str, ...]) -> bool:
        return f"pulumi {' '.join(verb)}" in re.sub(
            r"\n\s*\n.*", "", help_of(*verb).partition("Usage:")[2].strip()
        )

    for one in given("pulumi"):
        verb = one.words[1:2]
        if len(one.words) > 2 and re.fullmatch(r"[a-z][a-z-]+", one.words[2]) and own(one.words[1:3]):
            verb = one.words[1:3]
        assert own(verb), one
        for flag in flags(one.words):
            assert re.search(rf"(^|[\s,]){re.escape(flag)}([\s,\[]|$)", help_of(*verb), re.MULTILINE), (
                f"{one}: {flag}"
            )


def test_kubectl_itself_has_what_the_table_says() -> None:
    if not shutil.which("kubectl"):
        pytest.skip("there is no kubectl; the table was reviewed by hand")
    program = known()["programs"]["kubectl"]
    for verb, allowed in program["verbs"].items():
        asked = ["kubectl", *verb.split(), "--help"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
        also = re.findall(r"[\w-]+", done.stdout.partition("Aliases:\n")[2].partition("\n")[0])
        assert f"kubectl {verb}" in done.stdout or verb.split()[-1] in also, verb
        there = set(re.findall(r"(?<![\w-])--?[\w-]+(?=[,=])", done.stdout))
        for flag in allowed:
            expanded = {f"-{letter}" for letter in flag[1:]} if not flag.startswith("--") else {flag}
            assert flag in there or expanded <= there, f"kubectl {verb} {flag}"


def test_aws_has_the_operations_and_their_members() -> None:
    kebab = importlib.import_module("botocore").xform_name
    models = importlib.import_module("botocore.session").get_session()
    for one in given("aws"):
        service, verb = one.words[1:3]
        if (service, verb) in OF_THE_CLI:
            continue
        model = models.get_service_model(service)
        operations = {kebab(name, "-"): name for name in model.operation_names}
        assert verb in operations, one
        members = model.operation_model(operations[verb]).input_shape.members
        allowed = {f"--{kebab(member, '-')}" for member in members} | {"--query", "--region"}
        assert set(flags(one.words)) <= allowed, one
