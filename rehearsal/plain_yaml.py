"""Writes plain data as readable YAML: block style, keys in a fixed order, no anchors, text in quotes where it must be.

PyYAML's own writer takes some milliseconds for a Deployment, which is more than everything else that a render does.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

FIRST = {key: number for number, key in enumerate(("apiVersion", "kind", "metadata", "name", "namespace"))}
"""Keys that stand before the others, which follow in alphabetical order."""
PLAIN = re.compile(r"[A-Za-z/_](?:[A-Za-z0-9 _./@+%=(),;\-]|:(?![ ]|$))*(?<! )|\d+(?:m|s|h|d|[KMGT]i?)")
TAKEN = re.compile(r"y|n|yes|no|on|off|true|false|null|nan|inf|=|<<", re.IGNORECASE)
HARD = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML wants escaped and JSON does not."""
BLOCK = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]+")
"""What a literal block can hold: printable characters and line feeds."""


def document(value: Mapping[str, Any]) -> str:
    """One YAML document that reads back as the value."""
    return "\n".join(mapping(value, "")) + "\n" if value else "{}\n"


def mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """The lines of a mapping."""
    for key in sorted(value, key=lambda k: (FIRST.get(k, len(FIRST)), k)):
        yield from member(f"{indent}{text(key)}:", value[key], indent)


def member(head: str, value: Any, indent: str) -> Iterator[str]:
    """The lines of one key and its value."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from mapping(value, f"{indent}  ")
    elif isinstance(value, (list, tuple)) and value:
        yield head
        yield from sequence(value, f"{indent}  ")
    elif isinstance(value, str) and "\n" in value and literal(value):
        yield f"{head} |{'' if value.endswith(chr(10)) else '-'}"
        yield from (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    else:
        yield f"{head} {scalar(value)}"


def sequence(value: Any, indent: str) -> Iterator[str]:
    """The lines of a list; the first line of each member follows its dash."""
    for item in value:
        if isinstance(item, Mapping) and item:
            lines = mapping(item, f"{indent}  ")
        elif isinstance(item, (list, tuple)) and item:
            lines = sequence(item, f"{indent}  ")
        else:
            yield f"{indent}- {scalar(item)}"
            continue
        yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
        yield from lines


def literal(value: str) -> bool:
    """Whether a text of several lines reads back the same from a literal block."""
    body = value.removesuffix("\n")
    return bool(BLOCK.fullmatch(value)) and bool(body) and body[0] not in " \n" and body[-1] != "\n"


def scalar(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (Mapping, list, tuple)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return json.dumps(value)


def text(value: str) -> str:
    """A text as it is where YAML reads it as that text, else in double quotes."""
    if PLAIN.fullmatch(value) and not TAKEN.fullmatch(value):
        return value
    return HARD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
