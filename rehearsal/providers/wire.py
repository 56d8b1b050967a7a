"""Between the engine's protobuf values and plain Python: unknowns, secrets, outputs and references.

The constants are the engine's (pulumi sdk/go/common/resource/plugin/rpc.go and resource/sig at v3.220.0). The protobuf
library's own converter is several times slower than this one, and a rehearsal spends most of its time here.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.struct_pb2 import NullValue, Struct, Value

from rehearsal.simulation.kinds import UNKNOWN, Properties

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UNKNOWNS = frozenset({
    UNKNOWN_TEXT, "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    "030794c1-ac77-496b-92df-f27374a8bd58", "e48ece36-62e2-4504-bad9-02848725956a",
})  # fmt: skip
SHORTEST_SECRET = 6
"""Characters: a shorter text is found in others by chance, so it is not looked for there."""


@dataclass
class Decoded:
    """A protobuf struct as plain values: `secret` are the top-level keys that hold a secret, `texts` the secret strings."""

    values: dict[str, Any] = field(default_factory=dict)
    secret: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def decode(struct: Struct) -> Decoded:
    """Plain values: whole numbers as int, unknowns as UNKNOWN, secrets unwrapped, a resource reference as its id."""
    reader = _Reader()
    decoded = Decoded(texts=reader.texts)
    for key, value in struct.fields.items():
        reader.found = False
        decoded.values[key] = reader.read(value)
        if reader.found:
            decoded.secret.add(key)
    return decoded


def encode(properties: Properties, into: Struct | None = None) -> Struct:
    """The struct of plain values; UNKNOWN becomes the engine's unknown."""
    struct = Struct() if into is None else into
    for key, value in properties.items():
        _write(struct.fields[key], value)
    return struct


def answer(inputs: Struct, known: Decoded, outputs: Properties, into: Struct) -> None:
    """Write outputs that rest on inputs: what the service left as it was is copied, with every secret in its place.

    What it changed is secret as a whole when its input held a secret, or when it contains a secret's text.
    """
    into.CopyFrom(inputs)
    for key, value in outputs.items():
        if key in known.values and known.values[key] is value:
            continue
        target = into.fields[key]
        target.Clear()
        if key in known.secret or (known.texts and _mentions(value, known.texts)):
            target.struct_value.fields[SIGNATURE].string_value = SECRET
            target = target.struct_value.fields["value"]
        _write(target, value)
    for key in known.values.keys() - outputs.keys():
        del into.fields[key]


def conceal(struct: Struct, keys: Iterable[str]) -> None:
    """Make secrets of the values under these keys, where they are not yet."""
    for key in keys:
        if key in struct.fields and not _concealed(struct.fields[key]):
            plain = Value()
            plain.CopyFrom(struct.fields[key])
            struct.fields[key].Clear()
            envelope = struct.fields[key].struct_value.fields
            envelope[SIGNATURE].string_value = SECRET
            envelope["value"].CopyFrom(plain)


def _concealed(value: Value) -> bool:
    if value.WhichOneof("kind") != "struct_value" or SIGNATURE not in value.struct_value.fields:
        return False
    fields = value.struct_value.fields
    return fields[SIGNATURE].string_value == SECRET or ("secret" in fields and fields["secret"].bool_value)


class _Reader:
    def __init__(self) -> None:
        self.found = False
        self.texts: set[str] = set()
        self._depth = 0

    def read(self, value: Value) -> Any:
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            text = value.string_value
            if len(text) == 36 and text in UNKNOWNS:
                return UNKNOWN
            if self._depth and len(text) >= SHORTEST_SECRET:
                self.texts.add(text)
            return text
        if kind == "struct_value":
            fields = value.struct_value.fields
            if SIGNATURE in fields:
                return self._special(fields)
            return {key: self.read(inner) for key, inner in fields.items()}
        if kind == "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        if kind == "bool_value":
            return value.bool_value
        if kind == "list_value":
            return [self.read(inner) for inner in value.list_value.values]
        return None

    def _special(self, fields: Mapping[str, Value]) -> Any:
        signature = fields[SIGNATURE].string_value
        if signature == SECRET:
            return self._secret(fields["value"])
        if signature == OUTPUT:
            if "value" not in fields:
                return UNKNOWN
            secret = "secret" in fields and fields["secret"].bool_value
            return self._secret(fields["value"]) if secret else self.read(fields["value"])
        if signature == REFERENCE and "id" in fields:
            return self.read(fields["id"])
        return {key: self.read(inner) for key, inner in fields.items()}

    def _secret(self, value: Value) -> Any:
        self.found = True
        self._depth += 1
        plain = self.read(value)
        self._depth -= 1
        return plain


def _write(target: Value, value: Any) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, Mapping):
        fields = target.struct_value.fields
        target.struct_value.SetInParent()
        for key, inner in value.items():
            _write(fields[key], inner)
    elif isinstance(value, (int, float)):
        target.number_value = value
    elif isinstance(value, (list, tuple)):
        target.list_value.SetInParent()
        for inner in value:
            _write(target.list_value.values.add(), inner)
    elif value is UNKNOWN:
        target.string_value = UNKNOWN_TEXT
    elif value is None:
        target.null_value = NullValue.NULL_VALUE
    else:
        raise TypeError(f"a simulated service returned {type(value).__name__}, which is not a JSON value")


def _mentions(value: Any, texts: set[str]) -> bool:
    if isinstance(value, str):
        return any(text in value or base64.b64encode(text.encode()).decode() in value for text in texts)
    if isinstance(value, Mapping):
        return any(_mentions(inner, texts) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(_mentions(inner, texts) for inner in value)
    return False
