"""Where the engine's protobuf values hold secrets, and the same values with every secret hidden."""

from collections.abc import Iterable, Iterator
from typing import Any

from rehearsal.providers import wire
from rehearsal.simulation.kinds import Properties

HIDDEN = "[secret]"


def is_secret(value: Any) -> bool:
    """Whether a protobuf value is the engine's secret envelope."""
    if value.WhichOneof("kind") != "struct_value":
        return False
    fields = value.struct_value.fields
    return wire.SIGNATURE in fields and fields[wire.SIGNATURE].string_value == wire.SECRET


def inside(value: Any) -> Iterable[tuple[str, Any]]:
    """The members of a protobuf struct, map or list, with their names: keys, or [0], [1] and so on."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return [(f".{key}", inner) for key, inner in sorted(value.struct_value.fields.items())]
    if kind == "list_value":
        return [(f"[{number}]", inner) for number, inner in enumerate(value.list_value.values)]
    return ()


def positions(struct: Any) -> tuple[str, ...]:
    """Where a struct holds secrets, as dotted paths: `data.password`, `values.grafana.env[0].value`."""

    def walk(path: str, value: Any) -> Iterator[str]:
        if is_secret(value):
            yield path
        else:
            for name, inner in inside(value):
                yield from walk(path + name, inner)

    return tuple(path for key in sorted(struct.fields) for path in walk(key, struct.fields[key]))


def shown(struct: Any) -> Properties:
    """A struct as plain values that may be seen: every secret is `[secret]`."""

    def plain(value: Any) -> Any:
        if is_secret(value):
            return HIDDEN
        kind = value.WhichOneof("kind")
        if kind == "struct_value" and wire.SIGNATURE not in value.struct_value.fields:
            return {key: plain(inner) for key, inner in value.struct_value.fields.items()}
        if kind == "list_value":
            return [plain(inner) for inner in value.list_value.values]
        holder = type(struct)()
        holder.fields["value"].CopyFrom(value)
        return wire.decode(holder).values["value"]

    return {key: plain(value) for key, value in struct.fields.items()}
