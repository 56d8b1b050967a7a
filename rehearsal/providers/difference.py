"""What changed between an object's old and new inputs, and what that means for it: nothing, an update, a replacement."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pulumi.runtime.proto import provider_pb2

from rehearsal.providers.autoname import DEFAULTS, made_up
from rehearsal.simulation.kinds import UNKNOWN, Kind, Properties, changed

PropertyDiff = provider_pb2.PropertyDiff
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every changed place, as (path, "ADD" | "DELETE" | "UPDATE"); paths as the engine writes them: `a.b[0]["c.d"]`."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys():
            if key == DEFAULTS and not path:
                continue
            place = _step(path, key)
            if key not in new:
                yield place, "DELETE"
            elif key not in old:
                yield place, "ADD"
            else:
                yield from differences(old[key], new[key], place)
    elif isinstance(old, list) and isinstance(new, list):
        for index, (left, right) in enumerate(zip(old, new, strict=False)):
            yield from differences(left, right, f"{path}[{index}]")
        for index in range(len(old), len(new)):
            yield f"{path}[{index}]", "ADD"
        for index in range(len(new), len(old)):
            yield f"{path}[{index}]", "DELETE"
    elif new is UNKNOWN or old != new:
        yield path, "UPDATE"


def describe(kind: Kind, olds: Properties, news: Properties) -> provider_pb2.DiffResponse:
    """The answer to Diff. An object whose name was made up is replaced by a second one before it goes; any other name
    would clash, so the old object goes first."""
    replaces = changed(olds, news, kind.replaces)
    fixed = kind.delete_before_replace or (kind.autoname is not None and not made_up(kind.autoname, news))
    return response(differences(olds, news), replaces, delete_first=bool(replaces) and fixed)


def response(
    found: Iterable[tuple[str, str]], replaces: list[str], *, delete_first: bool = False
) -> provider_pb2.DiffResponse:
    """The engine's form of a list of changes, of which those under `replaces` force a replacement."""
    detailed = {
        path: PropertyDiff(
            kind=PropertyDiff.Kind.Value(what + ("_REPLACE" if _under(path, replaces) else "")),
            inputDiff=True,
        )
        for path, what in found
    }
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if detailed else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({re.split(r"[.\[]", path, maxsplit=1)[0] for path in detailed}),
        replaces=replaces,
        detailedDiff=detailed,
        hasDetailedDiff=True,
        deleteBeforeReplace=delete_first,
    )


def _under(path: str, replaces: list[str]) -> bool:
    return any(path == r or path.startswith((f"{r}.", f"{r}[")) or r.startswith(f"{path}.") for r in replaces)


def _step(path: str, key: str) -> str:
    if not PLAIN.fullmatch(key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key
