"""How a simulated Azure resource is put together: its id, what must be there before it, its rules, and its answer."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from facts.azure_regions import REGIONS
from rehearsal.simulation.azure.inputs import text
from rehearsal.simulation.azure.locks import release
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, allowed, nothing_wrong
from rehearsal.simulation.world import Entity

GROUP = "azure-native:resources:ResourceGroup"
DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"
DEFAULT_LOCATION = "westeurope"
FORBIDDEN_IN_TAGS = frozenset("<>%&\\?/")


@dataclass(frozen=True)
class Reference:
    """An input that names another object: every text at `path` must be the id of a live object of `type`."""

    path: str
    type: str
    code: str = "InvalidResourceReference"


@dataclass(frozen=True)
class Name:
    """How a resource is called. input: the property that says it; pattern, words: the rule, for programs and for people."""

    input: str
    pattern: str
    words: str


def subscription(provider: Properties) -> str:
    """The subscription of a provider instance."""
    found = provider.get("subscriptionId")
    return found if isinstance(found, str) and found else DEFAULT_SUBSCRIPTION


def location(call: Call) -> str:
    """Where a resource is: as it says, else as the provider does."""
    return text(call.inputs, "location") or text(call.provider, "location", DEFAULT_LOCATION)


def guid(call: Call, salt: str) -> str:
    """A GUID that belongs to one object."""
    digits = hashlib.sha256(f"{call.token}/{salt}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def name_of(call: Call, name: Name) -> str:
    """The physical name: the one given, else the logical name with eight digits of chance."""
    given = call.inputs.get(name.input)
    if isinstance(given, str) and given:
        return given
    return f"{call.name}{hashlib.sha256(call.token.encode()).hexdigest()[:8]}"


def group_id(call: Call) -> str:
    """The id of the resource group that a resource says it is in."""
    name = text(call.inputs, "resourceGroupName")
    return f"/subscriptions/{subscription(call.provider)}/resourceGroups/{name}"


def found(call: Call, type_: str, id_: str) -> Entity | None:
    """A live object of the caller's subscription by its id, in which Azure does not tell capitals from small letters."""
    scope = subscription(call.provider)
    exact = call.world.get(type_, id_, scope)
    there = [*call.world.of(type_, scope), *call.world.given(type_, scope)]
    return exact or next((e for e in there if e.id.lower() == id_.lower()), None)


def common_check(inputs: Properties) -> Iterator[Failure]:
    """The rules for tags and locations, which every service shares."""
    tags = inputs.get("tags")
    for key in tags if isinstance(tags, Mapping) else ():
        if FORBIDDEN_IN_TAGS & set(str(key)) or len(str(key)) > 512:
            yield Failure("tags", f"InvalidTagNameCharacters: the tag name {key!r} has one of <>%&\\?/")
    for place in texts(inputs, "location"):
        if place.lower().replace(" ", "") not in REGIONS:
            reason = f"{place!r} is no region; there are {', '.join(sorted(REGIONS))}"
            yield Failure("location", f"LocationNotAvailableForResourceType: {reason}")


def named_check(name: Name, inputs: Properties) -> Iterator[Failure]:
    """The rule for a name, where one is given."""
    given = inputs.get(name.input)
    if isinstance(given, str) and not re.fullmatch(name.pattern, given):
        yield Failure(name.input, f"InvalidResourceName: {given!r} is not {name.words}")


def referred(call: Call, references: Iterable[Reference]) -> None:
    """Refuse when something that the inputs name does not exist."""
    for reference in references:
        for wanted in texts(call.inputs, reference.path):
            if found(call, reference.type, wanted) is None:
                raise Refused(reference.code, f"{reference.path}: {wanted} does not exist")


def kept(call: Call, properties: Iterable[str]) -> None:
    """Refuse an update of what cannot change."""
    for property_ in properties if call.id else ():
        before, after = (list(values(side, property_)) for side in (call.olds, call.inputs))
        if after and before and before != after:
            reason = f"{property_} was {before[0]!r} and cannot become {after[0]!r}"
            raise Refused("PropertyChangeNotAllowed", reason)


def homed(call: Call, parent: str, above: str) -> None:
    """Refuse when what a resource would be in does not exist. parent: the type of the object above it, empty where it is in its
    group alone; above: that object's id."""
    inside = found(call, parent, above) if parent else None
    # What is there is in a group that is there, also where nobody has looked that up.
    if inside is None and found(call, GROUP, group_id(call)) is None:
        wanted = text(call.inputs, "resourceGroupName")
        raise Refused("ResourceGroupNotFound", f"the resource group {wanted!r} does not exist")
    if parent and inside is None:
        raise Refused("ParentResourceNotFound", f"{above} does not exist")


def azure(  # noqa: PLR0913 - one argument for each column of the tables
    path: str,
    name: Name,
    answer: Callable[[Call, str], Properties],
    *,
    parent: str = "",
    references: Iterable[Reference] = (),
    refuse: Callable[[Call], None] = allowed,
    check: Callable[[Properties], Iterable[Failure]] = nothing_wrong,
    required: Iterable[str] = (),
    replaces: Iterable[str] = (),
    fixed: Iterable[str] = (),
    delete: Callable[[Call], None] = allowed,
) -> Kind:
    """The kind of one type of resource that lives in a resource group.

    `path` is its place under the group, `Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets`, with inputs in
    braces; `parent` the type of the object that the part before the last names. `references` must exist, `fixed` may not
    change, and `refuse` raises what Azure says when the world and the inputs do not fit.
    """
    needed, unchanging = tuple(references), tuple(fixed)
    within = tuple(re.findall(r"{(\w+)}", path))

    def place(call: Call) -> str:
        filled = re.sub(r"{(\w+)}", lambda match: text(call.inputs, match[1]), path)
        return f"{group_id(call)}/providers/{filled}/{name_of(call, name)}"

    def create(call: Call) -> tuple[str, Properties]:
        id_ = call.id or place(call)
        homed(call, parent, id_.rsplit("/", 2)[0])
        if not call.id and found(call, call.type, id_):
            raise Refused("AlreadyExists", f"cannot create already existing resource {id_}")
        referred(call, needed)
        kept(call, unchanging)
        refuse(call)
        return id_, {"name": id_.rsplit("/", 1)[-1], "location": location(call), **answer(call, id_)}

    def checked(inputs: Properties) -> Iterator[Failure]:
        yield from common_check(inputs)
        yield from named_check(name, inputs)
        yield from check(inputs)

    def gone(call: Call) -> None:
        release(call, subscription(call.provider))
        delete(call)

    return Kind(
        create=create,
        check=checked,
        required=frozenset({"resourceGroupName", *within, *required}),
        replaces=frozenset({"resourceGroupName", name.input, *within, *replaces}),
        delete=gone,
        scope=subscription,
    )


def in_place(kind: Kind, *extra: str) -> Kind:
    """The kind of a resource that has a location, whose change means another resource."""
    return replace(kind, replaces=kind.replaces | {"location", *extra})


def plain(call: Call, id_: str) -> dict[str, Any]:
    """The answer of a service that adds nothing but its consent."""
    return {"provisioningState": "Succeeded"}
