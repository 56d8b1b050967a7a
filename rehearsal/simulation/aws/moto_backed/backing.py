"""How one resource type stands on moto: the calls that make it, change it and remove it, around what is known of it.

moto comes first, refuses in its own words, and what it returns counts. The type's own knowledge (`Kind`) judges the inputs
of a preview, refuses what moto lets pass and fills in what moto does not return.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rehearsal.simulation.aws.account import DEFAULT_ACCOUNT, account, all_tags, region
from rehearsal.simulation.aws.moto_backed.services import Moto, Services, refusals
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, known

GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist")
"""Parts of the codes by which services say that something is not there."""


@dataclass(frozen=True)
class Made:
    """What the calls that made an object returned: its id, and those outputs that no update changes.

    Without an id nothing was made, only asked for, and the type's own knowledge makes the object.
    """

    id: str = ""
    outputs: Properties = field(default_factory=dict)


def unchanged(aws: Services, call: Call) -> Properties:
    """The update of a type of which moto has nothing to change, or which is replaced."""
    return {}


def nothing(aws: Services, call: Call) -> None:
    """The removal of what goes with something else."""


@dataclass(frozen=True)
class Backing:
    """The calls behind one resource type. All raise what boto3 raises."""

    apis: str
    """The API actions, for the table in docs/simulation.md."""
    create: Callable[[Services, Call], Made]
    delete: Callable[[Services, Call], None]
    update: Callable[[Services, Call], Properties] = unchanged
    """Answers the outputs that it changed."""
    guards: frozenset[str] = frozenset()
    """The types that moto itself keeps this one for: while one of them refers to it, moto refuses the removal."""
    trials: Mapping[str, Callable[[Services, Any], None]] = field(default_factory=dict)
    """Input -> how moto judges it alone, leaving nothing behind, so that a preview is refused too."""


def backed(kind: Kind, backing: Backing, moto: Moto) -> Kind:
    """A kind that asks moto first."""

    def create(call: Call) -> tuple[str, Properties]:
        with moto.lock:
            aws = moto.services(account(call.provider), region(call))
            return (
                _update(kind, backing, moto, aws, call)
                if call.id
                else _create(kind, backing, moto, aws, call)
            )

    def delete(call: Call) -> None:
        entity = call.world.get(call.type, call.id, account(call.provider))
        users = call.world.references(entity) if entity else []
        if not any(user.type in backing.guards for user in users):
            kind.delete(call)
            if users:
                return  # the world refuses this right after, and moto must not have let it go by then
        with moto.lock:
            _remove(backing, moto, moto.services(account(call.provider), region(call)), call)
            moto.returned.pop(_key(call, call.id), None)

    def check(inputs: Properties) -> Iterator[Failure]:
        for name, trial in backing.trials.items():
            if inputs.get(name) is not None and known(inputs[name]):
                yield from _tried(moto, name, trial, inputs[name])
        yield from kind.check(inputs)

    return replace(kind, create=create, delete=delete, check=check)


def _key(call: Call, id_: str) -> tuple[str, str, str]:
    return account(call.provider), call.type, id_


def _create(kind: Kind, backing: Backing, moto: Moto, aws: Services, call: Call) -> tuple[str, Properties]:
    with refusals(moto):
        made = backing.create(aws, call)
    # Some calls answer with what is there already; whether there may be a second one, the type's own knowledge says.
    taken = not made.id or call.world.get(call.type, made.id, account(call.provider)) is not None
    try:
        id_, computed = kind.create(call if taken else replace(call, id=made.id))
    except Refused:
        if not taken:
            _remove(backing, moto, aws, replace(call, id=made.id))
        raise
    moto.returned[_key(call, id_)] = made.outputs
    return id_, {**computed, **made.outputs}


def _update(kind: Kind, backing: Backing, moto: Moto, aws: Services, call: Call) -> tuple[str, Properties]:
    before = moto.returned.get(_key(call, call.id))
    changed: Properties = {}
    if before is not None:
        with refusals(moto):
            changed = backing.update(aws, call)
    id_, computed = kind.create(call)
    return id_, {**computed, **(before or {}), **changed}


def _remove(backing: Backing, moto: Moto, aws: Services, call: Call) -> None:
    try:
        with refusals(moto):
            backing.delete(aws, call)
    except Refused as refused:
        # Whoever wants it gone has what they want.
        if not any(word in refused.code for word in GONE):
            raise


def _tried(moto: Moto, name: str, trial: Callable[[Services, Any], None], value: Any) -> Iterator[Failure]:
    """What moto says against an input alone. A plan and the up after it ask the same, so what passed is remembered."""
    same = (trial.__name__, repr(value))
    if same in moto.passed:
        return
    try:
        with moto.lock, refusals(moto):
            trial(moto.services(DEFAULT_ACCOUNT, "us-east-1"), value)
        moto.passed.add(same)
    except Refused as refused:
        yield Failure(name, f"{refused.code}: {refused.message}")


def given(inputs: Properties, names: Mapping[str, str]) -> dict[str, Any]:
    """Parameters by their API names: those of the inputs (`names`: API name -> input) that the program gave."""
    return {api: inputs[name] for api, name in names.items() if inputs.get(name) is not None}


def capitals(value: Any) -> Any:
    """Nested inputs with the keys as the API writes them, which begin with a capital."""
    if isinstance(value, Mapping):
        return {
            key[:1].upper() + key[1:]: capitals(inner) for key, inner in value.items() if inner is not None
        }
    return [capitals(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def tag_list(call: Call) -> list[dict[str, str]]:
    """The object's tags, the provider's default ones among them, as a list of keys and values."""
    return [{"Key": key, "Value": str(value)} for key, value in all_tags(call).items()]
