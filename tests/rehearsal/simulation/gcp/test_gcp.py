"""The catalogue of Google Cloud types, held against the SDK."""

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rehearsal.simulation.gcp import INVOKES, KINDS
from rehearsal.simulation.kinds import UNKNOWN, failures

FOUND = importlib.util.find_spec("pulumi_gcp")
JUNK: list[object] = [
    UNKNOWN,
    None,
    "",
    [],
    {},
    "text",
    5,
    -1,
    True,
    ["a"],
    [{}],
    [None],
    {"a": 1},
    {"a": UNKNOWN},
    [UNKNOWN],
]
SDK = Path(FOUND.origin).parent if FOUND and FOUND.origin else None
pytestmark = pytest.mark.skipif(
    SDK is None, reason="pulumi_gcp is not installed; `make setup` with CLOUDS=gcp installs it"
)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def source(token: str) -> str:
    """The SDK's module that registers a token; its module is not always named after it."""
    assert SDK is not None
    _, place, _ = token.split(":")
    folder = SDK / place.split("/")[0] if not place.startswith("index/") else SDK
    files = (path.read_text(encoding="utf-8") for path in candidates(folder, place))
    return next((text for text in files if f"'{token}'" in text), "")


def candidates(folder: Path, place: str) -> Iterator[Path]:
    named = folder / f"{snake(place.split('/')[1])}.py"
    yield from [named] if named.is_file() else sorted(folder.glob("*.py"))


def properties(text: str) -> set[str]:
    """The names of a resource's properties, as the engine writes them."""
    plain = re.findall(r"\n    @_builtins\.property\n    @pulumi\.getter\n    def (\w+)\(", text)
    return {*plain, *re.findall(r'@pulumi\.getter\(name="(\w+)"\)', text)}


@pytest.mark.parametrize("token", [*KINDS, *INVOKES])
def test_every_type_and_function_is_the_sdks(token: str) -> None:
    assert source(token), f"pulumi_gcp has no {token}"


@pytest.mark.parametrize("token", KINDS)
def test_what_is_required_and_what_replaces_are_inputs_of_the_sdk(token: str) -> None:
    text = source(token)
    kind = KINDS[token]
    named = {path.partition(".")[0] for path in kind.required | kind.replaces} | ({kind.autoname} - {None})

    assert {str(name) for name in named} - properties(text) == set()


@pytest.mark.parametrize("token", KINDS)
def test_what_the_sdk_requires_is_required(token: str) -> None:
    asked = set(re.findall(r"if (\w+) is None and not opts\.urn", source(token)))

    assert asked - {snake(name) for name in KINDS[token].required} == set()


@pytest.mark.parametrize("token", KINDS)
def test_whatever_an_input_is_it_is_taken_or_named_and_never_a_fault(token: str) -> None:
    kind = KINDS[token]
    sound: dict[str, object] = dict.fromkeys(kind.required, UNKNOWN)
    for name in sorted(properties(source(token))):
        for junk in JUNK:
            assert all(failure.property for failure in failures(kind, {**sound, name: junk}))
