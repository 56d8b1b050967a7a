"""How a simulated AWS resource is put together: what it needs to exist, what must be unique, and its answer."""

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rehearsal.simulation.aws.account import account, all_tags, region
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import (
    UNKNOWN,
    Call,
    Failure,
    Kind,
    Properties,
    Refused,
    allowed,
    nothing_wrong,
)
from rehearsal.simulation.world import Entity


@dataclass(frozen=True)
class Reference:
    """An input that names another object: every text at `path` must be the `by` of a live object of `type`."""

    path: str
    type: str
    code: str
    by: str = "id"


def lookup(call: Call, type_: str, text: str, by: str = "id") -> Entity | None:
    """The live object of a type in the caller's account by id, or by one of its outputs such as `arn`."""
    scope = account(call.provider)
    return call.world.get(type_, text, scope) if by == "id" else call.world.find(type_, scope, **{by: text})


def one_of(
    inputs: Properties, path: str, allowed_values: Iterable[Any], code: str = "InvalidParameterValue"
) -> Iterator[Failure]:
    """A failure for every known value at the path that is not among the allowed ones."""
    choices = list(allowed_values)
    for value in values(inputs, path):
        if value is not UNKNOWN and value not in choices:
            yield Failure(path, f"{code}: {value!r} is not one of {', '.join(map(str, choices))}")


def network(text: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The network that a text names, None when it is no CIDR or has host bits set."""
    try:
        return ipaddress.ip_network(text) if isinstance(text, str) and "/" in text else None
    except ValueError:
        return None


def cidrs(inputs: Properties, *paths: str, code: str = "InvalidParameterValue") -> Iterator[Failure]:
    """A failure for every known text at the paths that is no CIDR block."""
    for path in paths:
        for text in texts(inputs, path):
            if network(text) is None:
                yield Failure(
                    path, f"{code}: {text!r} is not a CIDR block such as 10.0.0.0/16 (no host bits set)"
                )


def exactly_one(inputs: Properties, names: Iterable[str], what: str) -> Iterator[Failure]:
    """A failure unless one and only one of the inputs is given."""
    choices = tuple(names)
    given = [name for name in choices if inputs.get(name) is not None]
    if len(given) != 1:
        said = " and ".join(given) or "none"
        yield Failure(
            given[0] if given else choices[0],
            f"MissingParameter: {what} needs exactly one of {', '.join(choices)} ({said} given)",
        )


def aws(  # noqa: PLR0913 - one argument for each column of the tables
    identify: Callable[[Call], str],
    answer: Callable[[Call, str], Properties],
    *,
    references: Iterable[Reference] = (),
    refuse: Callable[[Call], None] = allowed,
    check: Callable[[Properties], Iterable[Failure]] = nothing_wrong,
    required: Iterable[str] = (),
    replaces: Iterable[str] = (),
    delete: Callable[[Call], None] = allowed,
    autoname: str | None = None,
    delete_before_replace: bool = False,
) -> Kind:
    """The kind of one AWS resource type.

    `identify` gives the id, `answer` the computed outputs, `references` what must exist, and `refuse` raises what AWS
    says when the world and the inputs do not fit. An object cannot move to another region. A missing
    reference is `Refused` with the reference's code.
    """
    needed = tuple(references)

    def create(call: Call) -> tuple[str, Properties]:
        for reference in needed:
            for text in texts(call.inputs, reference.path):
                if lookup(call, reference.type, text, reference.by) is None:
                    noun = reference.type.split("/")[1].split(":")[0]
                    raise Refused(reference.code, f"{reference.path}: the {noun} {text!r} does not exist")
        refuse(call)
        id_ = call.id or identify(call)
        return id_, {"tagsAll": all_tags(call), "region": region(call), **answer(call, id_)}

    return Kind(
        create=create,
        check=check,
        required=frozenset(required),
        replaces=frozenset({*replaces, "region"}),
        delete=delete,
        autoname=autoname,
        delete_before_replace=delete_before_replace,
        scope=account,
    )


def unique(
    call: Call, type_: str, code: str, message: str, *, held: str | None = None, **outputs: object
) -> None:
    """Refuse when another live object of the type has these outputs.

    held: a text that all such objects have among their inputs, by which they are found without a look at every other.
    """
    scope = account(call.provider)
    others = call.world.of(type_, scope) if held is None else call.world.holding(held, type_, scope)
    for other in others:
        if other.id != call.id and all(other.outputs.get(key) == value for key, value in outputs.items()):
            raise Refused(code, message)


def named(call: Call, prefix_property: str = "namePrefix", name_property: str = "name") -> str:
    """The physical name: the one given, or the given prefix with 26 digits as the provider makes it."""
    name = call.inputs.get(name_property)
    if isinstance(name, str):
        return name
    return str(call.inputs.get(prefix_property, "terraform-")) + str(int(call.token[:21], 16)).zfill(26)[:26]
