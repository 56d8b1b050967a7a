"""The vocabulary of the simulation: what a resource type is, what one call on it holds, and how a service says no.

Three harnesses read it: the gRPC providers of the rehearsal, the recording monitor behind `render`, and unit tests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from rehearsal.simulation.world import World

Properties = Mapping[str, Any]


class Unknown:
    """A value that a preview cannot know yet. One instance exists, `UNKNOWN`; compare with `is`."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


UNKNOWN: Final = Unknown()


class Refused(Exception):
    """The real service would refuse this.

    `code` is the service's own error code (`InvalidSubnetID.NotFound`, `AlreadyExists`), `message` a sentence that
    says what is wrong and what was given.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Failure:
    """One input that does not pass: `property` is its path from the top of the inputs, `reason` a sentence."""

    property: str
    reason: str


@dataclass(frozen=True)
class Child:
    """A resource that a provider registers below a component of its own: its Pulumi type, its logical name, its inputs."""

    type: str
    name: str
    inputs: Properties


@dataclass(frozen=True)
class Call:
    """One request to a simulated service.

    `type` is the Pulumi type token and `name` the logical name. `provider` is the provider instance's configuration
    (region, allowedAccountIds, kubeconfig, clusterIdentifier; "urn" when the harness knows it). `token` is a stable
    hex digest of the URN and its generation, at least 32 characters, from which ids are made. `id` is empty on create
    and set on update, delete and read; `olds` are then the properties as last returned.
    """

    type: str
    urn: str
    name: str
    inputs: Properties
    provider: Properties
    world: "World"
    token: str
    id: str = ""
    olds: Properties = field(default_factory=dict)


def known(value: Any) -> bool:
    """Whether a nested value holds no UNKNOWN."""
    if isinstance(value, Mapping):
        return all(known(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return all(known(inner) for inner in value)
    return value is not UNKNOWN


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as text."""
    return frozenset(text.split())


def nothing_wrong(inputs: Properties) -> Iterable[Failure]:
    """The check of a kind that has no rule of its own."""
    return ()


def allowed(call: Call) -> None:
    """The delete of a kind that the service always lets go."""


def nobodys(call: Call) -> Properties | None:
    """The reads of a kind of which only what the program made exists."""
    return None


def everywhere(provider: Properties) -> str:
    """The scope of a kind whose identifiers are unique in the whole simulated service."""
    return ""


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a nested value with its dotted path, tags and names left out: they identify, they do not refer."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if path or key not in {"name", "namePrefix", "description", "tags", "tagsAll"}:
                yield from strings(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner, path)


def named_inputs(call: Call) -> Iterable[tuple[str, str]]:
    """What an object refers to, unless its kind says otherwise: every string among its inputs."""
    return strings(call.inputs)


@dataclass(frozen=True)
class Kind:
    """What is known about one resource type.

    `create` returns the id and the computed outputs; `World.create` merges the inputs beneath them. It serves updates
    too: `call.id` is then set, keeps its value, and the object itself is not its own duplicate. Everything that can be
    judged from the inputs alone belongs in `check`, so that a preview finds it; what needs the world belongs in `create`.
    """

    create: Callable[[Call], tuple[str, Properties]]
    check: Callable[[Properties], Iterable[Failure]] = nothing_wrong
    replaces: frozenset[str] = frozenset()
    """Inputs whose change means replacement: top-level names, or dotted paths such as `spec.selector`."""
    required: frozenset[str] = frozenset()
    """Top-level inputs that must be present."""
    delete: Callable[[Call], None] = allowed
    """Raises `Refused` when the service would not let the object go."""
    there: Callable[[Call], Properties | None] = nobodys
    """What a read of `call.id` finds where the program made no such object: the outputs of one that was there before."""
    delete_before_replace: bool = False
    """Whether the old object must go first: its identity is fixed by its inputs."""
    autoname: str | None = None
    """The input that the real provider fills with logical name + random suffix when absent; None: no autonaming."""
    scope: Callable[[Properties], str] = everywhere
    """From the provider's configuration, the space in which an id is unique: an account, a cluster."""
    refers: Callable[[Call], Iterable[tuple[str, str]]] = named_inputs
    """(path, text) pairs: what the object points at, so that the target cannot be deleted first."""


def failures(kind: Kind, inputs: Properties) -> list[Failure]:
    """Everything wrong with the inputs, missing ones first. UNKNOWN counts as present and never fails."""
    missing = [
        Failure(name, f"missing required property '{name}'")
        for name in sorted(kind.required)
        if inputs.get(name) is None
    ]
    return missing or list(kind.check(inputs))


def changed(olds: Properties, news: Properties, paths: Iterable[str]) -> list[str]:
    """Those of the dotted paths whose value differs between old and new inputs; UNKNOWN differs from everything."""
    return [path for path in sorted(paths) if value_at(olds, path) != value_at(news, path)]


def value_at(properties: Properties, path: str) -> Any:
    """The value at a dotted path, None where a step is missing, UNKNOWN where a step is unknown."""
    value: Any = properties
    for step in path.split("."):
        if value is UNKNOWN:
            return UNKNOWN
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
