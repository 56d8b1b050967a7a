"""The catalogue of Azure types, held against the SDK."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

from rehearsal.simulation.azure import INVOKES, KINDS
from rehearsal.simulation.kinds import UNKNOWN, failures

FOUND = importlib.util.find_spec("pulumi_azure_native")
JUNK: list[object] = [
    UNKNOWN, None, "", [], {}, "text", 5, -1, True, ["a"], [{}], [None], {"a": 1}, {"a": UNKNOWN}, [UNKNOWN],
]  # fmt: skip
SDK = Path(FOUND.origin).parent if FOUND and FOUND.origin else None
pytestmark = pytest.mark.skipif(
    SDK is None, reason="pulumi_azure_native is not installed; `make setup` with CLOUDS=azure installs it"
)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def source(token: str) -> str:
    """The SDK's module that registers a token."""
    assert SDK is not None
    _, folder, name = token.split(":")
    path = SDK / folder / f"{snake(name)}.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text if f"'{token}'" in text else ""


def properties(text: str) -> set[str]:
    """The names of a resource's properties, as the engine writes them."""
    plain = re.findall(r"\n    @_builtins\.property\n    @pulumi\.getter\n    def (\w+)\(", text)
    return {*plain, *re.findall(r'@pulumi\.getter\(name="(\w+)"\)', text)}


def inputs(text: str) -> set[str]:
    """The inputs of a resource, as the engine writes them: what its Args class has."""
    return properties(text[text.index("Args:") : text.index("@pulumi.type_token(")])


@pytest.mark.parametrize("token", [*KINDS, *INVOKES])
def test_every_type_and_function_is_the_sdks(token: str) -> None:
    assert source(token), f"pulumi_azure_native has no {token}"


@pytest.mark.parametrize("token", KINDS)
def test_what_is_required_and_what_replaces_are_inputs_of_the_sdk(token: str) -> None:
    kind = KINDS[token]
    named = {path.partition(".")[0] for path in kind.required | kind.replaces}

    assert named - inputs(source(token)) == set()


@pytest.mark.parametrize("token", KINDS)
def test_what_the_sdk_requires_is_required(token: str) -> None:
    asked = set(re.findall(r"if (\w+) is None and not opts\.urn", source(token)))

    assert {name.rstrip("_") for name in asked} - {snake(name) for name in KINDS[token].required} == set()


@pytest.mark.parametrize("token", KINDS)
def test_whatever_an_input_is_it_is_taken_or_named_and_never_a_fault(token: str) -> None:
    kind = KINDS[token]
    sound: dict[str, object] = dict.fromkeys(kind.required, UNKNOWN)
    for name in sorted(inputs(source(token))):
        for junk in JUNK:
            assert all(failure.property for failure in failures(kind, {**sound, name: junk}))
