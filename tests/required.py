"""Reads docs/requirements.md, and finds what its rows point at.

A row has three cells: what is asked; where it is met; which test holds it. The second points with one or more code spans:

    `STACK Kind namespace/name path = value`   an object of the stack file Pulumi.STACK.yaml as it renders
    `STACK Release namespace/name path = value`   a Helm release: chart, version or values.…
    `STACK aws:type/of:Resource name path = value`   a cloud resource, by its logical name
    `docs/page.md#heading`   a heading of a document

name may have wildcards. path is dotted; `[2]` is an element, `[name=x]` the element that has it, `["a.b/c"]` a key with dots.
`= value` asks for that value (as YAML), `~ text` for a text that contains it; without one the path must be there, and without a
path the object. The third cell has `tests/file.py::test_name`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rehearsal.recorded import Recording, manifest
from rehearsal.stackfile import ROOT
from tests.stackfiles import ALL, recorded

_STEP = re.compile(r'\[(\d+)\]|\[([\w.-]+)=([^\]]+)\]|\["([^"]+)"\]|\.?([\w-]+)')
_POINTER = re.compile(
    r"(?P<stack>[\w-]+) (?P<kind>[\w:/.-]+) (?P<name>[\w./*-]+)"
    r'(?: (?P<path>[\w.\[\]="/:-]+?)(?: (?P<how>[=~]) (?P<value>.+))?)?'
)
_SPAN = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One requirement. section: the document that asks it; met, held: the code spans of the two cells."""

    section: str
    line: int
    asked: str
    met: tuple[str, ...]
    held: tuple[str, ...]


def rows(document: Path) -> list[Row]:
    """The rows of every table, in order."""
    found, section = [], ""
    for number, line in enumerate(document.read_text().splitlines(), 1):
        if line.startswith("## "):
            section = line.removeprefix("## ")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 3 and cells[0] not in {"asked", "---"}:
            met, held = (tuple(_SPAN.findall(cell)) for cell in cells[1:])
            found.append(Row(section, number, cells[0], met, held))
    return found


def nowhere(row: Row) -> Iterator[str]:
    """What a row names and nothing answers to, a line each."""
    for kind, spans in (("place", row.met), ("test", row.held)):
        if not spans:
            yield f"it names no {kind}"
    for span in row.met:
        yield from _page(span) if span.startswith("docs/") else _place(span)
    for span in row.held:
        path, _, name = span.partition("::")
        if name not in _tests(ROOT / path):
            yield f"there is no test {span}"


def _page(span: str) -> Iterator[str]:
    path, _, anchor = span.partition("#")
    if not (ROOT / path).is_file():
        yield f"there is no document {path}"
    elif anchor and anchor not in _anchors(ROOT / path):
        yield f"{path} has no heading #{anchor}"


@cache
def _anchors(path: Path) -> frozenset[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings)


@cache
def _tests(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE))


def _place(span: str) -> Iterator[str]:
    pointer = _POINTER.fullmatch(span)
    if pointer is None:
        yield f"`{span}` is no pointer"
        return
    stacks = {path.name.removeprefix("Pulumi.").removesuffix(".yaml"): path for path in ALL}
    if pointer["stack"] not in stacks:
        yield f"`{span}`: there is no stack file {pointer['stack']}"
        return
    there = list(_bodies(recorded(stacks[pointer["stack"]]), pointer["kind"], pointer["name"]))
    if not there:
        yield f"`{span}`: there is no {pointer['kind']} {pointer['name']}"
    elif pointer["path"] and not any(_has(body, pointer) for body in there):
        values = [value for body in there for value in at(body, pointer["path"])]
        yield f"`{span}`: {f'it is {values[0]!r}' if values else 'there is nothing at that path'}"


def _bodies(recording: Recording, kind: str, name: str) -> Iterator[Mapping[str, Any]]:
    if ":" in kind:
        yield from (one.visible for one in recording.of(kind) if fnmatchcase(one.name, name))
    elif kind == "Release":
        for release in recording.releases():
            if fnmatchcase(f"{release['namespace']}/{release['name']}", name):
                yield release
    else:
        for body in map(manifest, recording.objects()):
            metadata = body["metadata"]
            whole = "/".join(str(metadata[key]) for key in ("namespace", "name") if metadata.get(key))
            if body.get("kind") == kind and fnmatchcase(whole, name):
                yield body


def _has(body: Mapping[str, Any], pointer: re.Match[str]) -> bool:
    values = at(body, pointer["path"])
    if pointer["how"] == "=":
        return yaml.safe_load(pointer["value"]) in values
    if pointer["how"] == "~":
        return any(pointer["value"] in str(value) for value in values)
    return bool(values)


def at(body: object, path: str) -> list[Any]:
    """What is at a path: nothing, or one value. Raises ValueError for a path that is none."""
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise ValueError(f"{path!r} is no path: {path[position:]!r} is no step of one")
        position = step.end()
        index, key, value, quoted, word = step.groups()
        if key is not None:
            elements = body if isinstance(body, list) else []
            body = next((one for one in elements if str(one.get(key)) == value), None)
        elif index is not None:
            body = body[int(index)] if isinstance(body, list) and int(index) < len(body) else None
        else:
            body = body.get(quoted or word) if isinstance(body, Mapping) else None
        if body is None:
            return []
    return [body]
