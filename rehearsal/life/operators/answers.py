"""What an operator says of an object, and what it makes for it: the vocabulary of table.py. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]
Find = Callable[[str, str, str, str], Object | None]
"""(apiVersion, kind, name, namespace) -> the object; None where there is none, or no such kind."""


@dataclass(frozen=True)
class Condition:
    """One entry of status.conditions."""

    type: str
    reason: str
    message: str = ""
    status: str = "True"


@dataclass(frozen=True)
class Answer:
    """What is said now. makes: objects to be there, made once and never changed; owned: whether they go with their owner.

    final: whether it is settled. What is not is asked again in a second: it waits for another object.
    """

    conditions: tuple[Condition, ...] = ()
    status: Mapping[str, Any] | None = None
    makes: tuple[Object, ...] = ()
    owned: bool = True
    final: bool = True


Operator = Callable[[Object, Find], Answer]


def always(*conditions: Condition, **status: Any) -> Operator:
    """An operator that finds nothing wrong."""
    return lambda obj, find: Answer(conditions, status)


def ready(reason: str, message: str = "") -> Operator:
    """An operator whose whole answer is that the object is Ready."""
    return always(Condition("Ready", reason, message))


def not_yet(reason: str, message: str, type_: str = "Ready") -> Answer:
    """It is not Ready, and why."""
    return Answer((Condition(type_, reason, message, "False"),), final=False)


def conditions(obj: Object, said: Iterable[Condition], now: str) -> list[Object]:
    """The conditions as they are written. Each keeps its time as long as its status is the same."""
    before = {
        one["type"]: one
        for one in (obj.get("status") or {}).get("conditions") or ()
        if isinstance(one, Mapping)
    }
    written = []
    for one in said:
        old = before.get(one.type)
        since = old["lastTransitionTime"] if old and old.get("status") == one.status else now
        written.append(
            {"type": one.type, "status": one.status, "message": one.message, "lastTransitionTime": since,
             "observedGeneration": obj["metadata"].get("generation", 1), **({"reason": one.reason} if one.reason else {})}
        )  # fmt: skip
    return written


def is_true(obj: Object, type_: str) -> bool:
    """Whether an object has that condition."""
    found = (obj.get("status") or {}).get("conditions") or ()
    return any(one.get("type") == type_ and one.get("status") == "True" for one in found)


def controlled(obj: Object) -> Object:
    """The ownerReference of what goes when this object goes."""
    metadata = obj["metadata"]
    return {
        "apiVersion": obj["apiVersion"], "kind": obj["kind"], "name": metadata["name"], "uid": metadata["uid"],
        "controller": True, "blockOwnerDeletion": True,
    }  # fmt: skip
