"""What a judgement says of an object: ready, not yet (and why), or never (and why)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.simulation.kinds import value_at

Object = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`why`: half-sentences about what is missing, the most telling first ("0 of 3 replicas are available"); `failed`: it
    will not become ready any more; `warnings`: sentences the user should read although it is ready."""

    ready: bool
    why: tuple[str, ...] = ()
    failed: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interest:
    """Objects to keep in sight: the one of that name or, with `label`, all whose label of that key has the name as value."""

    api_version: str
    kind: str
    namespace: str
    name: str
    label: str = ""


@dataclass(frozen=True)
class Around:
    """What is in sight beside the object: others by kind, for how many seconds it is waited for (`waited`), and since how
    many nothing of it changed (`quiet`)."""

    objects: Mapping[str, Sequence[Object]] = field(default_factory=dict)
    waited: float = 0.0
    quiet: float = 0.0

    def of(self, kind: str) -> Sequence[Object]:
        """The others of a kind."""
        return self.objects.get(kind, ())


Judge = Callable[[Object, Around], Verdict]
READY = Verdict(True)


def missing(*why: str) -> Verdict:
    """It is not ready yet."""
    return Verdict(False, tuple(each for each in why if each))


def hopeless(*why: str) -> Verdict:
    """It will not become ready any more."""
    return Verdict(False, tuple(each for each in why if each), failed=True)


def condition(obj: Object, name: str) -> Mapping[str, Any]:
    """The condition of that type in its status; an empty one when there is none."""
    found = value_at(obj, "status.conditions") or ()
    return next((each for each in found if each.get("type") == name), {})


def holds(obj: Object, name: str) -> bool:
    """Whether it has the condition with the status True."""
    return condition(obj, name).get("status") == "True"


def told(found: Mapping[str, Any]) -> str:
    """A condition's reason and message in one, as far as it has them."""
    return ": ".join(str(found[key]) for key in ("reason", "message") if found.get(key))


def unseen(obj: Object) -> bool:
    """Whether its controller has not looked at the newest version of it yet."""
    return int(value_at(obj, "status.observedGeneration") or 0) < int(
        value_at(obj, "metadata.generation") or 0
    )


def count(obj: Object, path: str, default: int = 0) -> int:
    """The number at a dotted path; the API server leaves out what is 0."""
    found = value_at(obj, path)
    return default if found is None else int(found)
