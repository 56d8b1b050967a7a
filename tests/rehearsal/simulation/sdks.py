"""Clouds' SDKs as they are installed: what the types and functions of a catalogue are held against."""

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Kind, failures

JUNK: list[object] = [
    UNKNOWN, None, "", [], {}, "text", 5, -1, True, ["a"], [{}], [None], {"a": 1}, {"a": UNKNOWN}, [UNKNOWN],
]  # fmt: skip
"""What an input might be by mistake, or because it is not known yet."""


@dataclass(frozen=True)
class Sdk:
    """One cloud's. package: its module's name; clouds: what `make setup` calls it.

    native: generated from the cloud's own interface, so that a token's module is in a folder of its own and keeps the letters of
    abbreviations together, and inputs have a class of their own.
    """

    package: str
    clouds: str
    native: bool = False

    @cached_property
    def folder(self) -> Path | None:
        """Where it is installed; None where it is not."""
        found = importlib.util.find_spec(self.package)
        return Path(found.origin).parent if found and found.origin else None

    @property
    def needed(self) -> pytest.MarkDecorator:
        """The mark of tests that cannot run without it."""
        reason = f"{self.package} is not installed; `make setup` with CLOUDS={self.clouds} installs it"
        return pytest.mark.skipif(self.folder is None, reason=reason)

    def snake(self, name: str) -> str:
        """How the SDK writes a name in Python."""
        native, bridged = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", r"(?<!^)(?=[A-Z])"
        return re.sub(native if self.native else bridged, "_", name).lower()

    def inputs(self, token: str) -> set[str]:
        """The inputs of a resource, as the engine writes them."""
        text = source(self, token)
        if self.native:
            text = text[text.index("Args:") : text.index("@pulumi.type_token(")]
        return _properties(text)

    def required(self, token: str) -> set[str]:
        """The inputs that the SDK wants before it asks anybody, as it writes them."""
        asked = re.findall(r"if (\w+) is None and not opts\.urn", source(self, token))
        return {name.rstrip("_") if self.native else name for name in asked}

    def unknown(self, token: str, kind: Kind, besides: frozenset[str] = frozenset()) -> set[str]:
        """What a kind speaks of and is no input. besides: what it may speak of all the same."""
        paths = (kind.required | kind.replaces) - besides
        named = {path.partition(".")[0] for path in paths} | ({kind.autoname} - {None})
        return {str(name) for name in named} - self.inputs(token)

    def forgotten(self, token: str, kind: Kind) -> set[str]:
        """What the SDK wants and a kind does not, as the SDK writes it."""
        return self.required(token) - {self.snake(name) for name in kind.required}

    def faults(self, token: str, kind: Kind) -> Iterator[str]:
        """The inputs that are refused without being named when they are junk; an exception of the kind's is one of the test's."""
        sound: dict[str, object] = dict.fromkeys(kind.required, UNKNOWN)
        for name in sorted(self.inputs(token)):
            for junk in JUNK:
                if not all(failure.property for failure in failures(kind, {**sound, name: junk})):
                    yield f"{name}: {junk!r}"


@cache
def source(sdk: Sdk, token: str) -> str:
    """The SDK's module that registers a token, empty where none does. A bridged one is not always named after it."""
    assert sdk.folder is not None
    texts = (
        path.read_text(encoding="utf-8") for path in _candidates(sdk, sdk.folder, token) if path.is_file()
    )
    return next((text for text in texts if f"'{token}'" in text), "")


def _candidates(sdk: Sdk, root: Path, token: str) -> Iterator[Path]:
    _, place, name = token.split(":")
    if sdk.native:
        yield root / place / f"{sdk.snake(name)}.py"
        return
    folder = root if place.startswith("index/") else root / place.split("/")[0]
    yield folder / f"{sdk.snake(place.split('/')[1])}.py"
    yield from sorted(folder.glob("*.py"))


def _properties(text: str) -> set[str]:
    plain = re.findall(r"\n    @_builtins\.property\n    @pulumi\.getter\n    def (\w+)\(", text)
    return {*plain, *re.findall(r'@pulumi\.getter\(name="(\w+)"\)', text)}
