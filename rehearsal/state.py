"""Reads the engine's exported state: what is in it, what is protected or kept on purpose, which outputs can be shown."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rehearsal.session import Remaining

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
"""How the engine marks a secret in its state (pulumi sdk/go/common/resource/sig at v3.220.0)."""
STACK = "pulumi:pulumi:Stack"
SHOWN_SECRET = "[secret]"

State = Mapping[str, Any]


def resources(state: State) -> list[dict[str, Any]]:
    """Every resource of the state, in its order: each has `urn`, `type`, `inputs`, `outputs` and more."""
    return state.get("resources") or []


def protected(state: State) -> list[str]:
    """The URNs of what a destroy would refuse to touch."""
    return [resource["urn"] for resource in resources(state) if resource.get("protect")]


def retained(state: State) -> set[str]:
    """The URNs of what the program wants kept when it leaves the stack (`retain_on_delete`)."""
    return {resource["urn"] for resource in resources(state) if resource.get("retainOnDelete")}


def outputs(state: State) -> dict[str, str]:
    """The stack's outputs for people: nested names joined by dots, lists as JSON, `[secret]` in the place of secrets."""
    root: dict[str, Any] = next((r for r in resources(state) if r["type"] == STACK), {})
    return dict(flat(concealed(root.get("outputs") or {})))


def flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf of nested mappings, as (dotted name, text)."""
    if isinstance(value, dict) and (value or not name):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else key)
    else:
        yield name, value if isinstance(value, str) else json.dumps(value)


def concealed(value: Any) -> Any:
    """A value of the state with `[secret]` in the place of every secret in it."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return SHOWN_SECRET
        return {key: concealed(inner) for key, inner in value.items()}
    return [concealed(inner) for inner in value] if isinstance(value, list) else value


def left_over(remaining: Iterable[Remaining], kept: set[str]) -> tuple[list[Remaining], list[Remaining]]:
    """What the simulated services still hold: (what should be gone, what is kept on purpose), by type and name.

    `kept` are URNs that the program keeps; an object may also say so itself, as the kinds that a chart leaves behind do.
    """
    found = sorted(remaining, key=lambda entity: (entity.type, entity.urn))
    wanted = [entity.kept or entity.urn in kept for entity in found]
    return [e for e, stays in zip(found, wanted, strict=True) if not stays], [
        e for e, stays in zip(found, wanted, strict=True) if stays
    ]
