"""How a simulated Google Cloud resource is put together: what it needs to exist, what must be unique, and its answer."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from facts.gcp_regions import REGIONS
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import (
    Call,
    Failure,
    Kind,
    Properties,
    Refused,
    allowed,
    named_inputs,
    nothing_wrong,
)
from rehearsal.simulation.world import Entity

DEFAULT_PROJECT = "example-project"
DEFAULT_REGION = "europe-west4"
CREATED = "2026-01-01T00:00:00Z"
SERVICE = "gcp:projects/service:Service"


@dataclass(frozen=True)
class Reference:
    """An input that names another object: every text at `path` must be the `by` of a live object of `type`."""

    path: str
    type: str
    by: str = "id"


def decoded(value: Any) -> Any:
    """A provider setting as data: the SDK sends lists and maps of a provider's configuration as JSON text."""
    if isinstance(value, str) and value[:1] in {"[", "{", '"'}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def project(call: Call) -> str:
    """The project of one call: its own input when it has one, else the provider's."""
    own = call.inputs.get("project")
    return own if isinstance(own, str) and own else scope(call.provider)


def scope(provider: Properties) -> str:
    """The project of a provider instance."""
    given = decoded(provider.get("project"))
    return given if isinstance(given, str) and given else DEFAULT_PROJECT


def region(call: Call) -> str:
    """The region of one call: its own input when it has one, else the provider's."""
    for value in (call.inputs.get("region"), decoded(call.provider.get("region"))):
        if isinstance(value, str) and value:
            return value
    return DEFAULT_REGION


def number(project_id: str) -> str:
    """The number of a project, which is Google's to choose: 12 digits that depend only on its id."""
    return str(
        100_000_000_000 + int(hashlib.sha256(project_id.encode()).hexdigest()[:12], 16) % 900_000_000_000
    )


def digest(call: Call, salt: str, length: int) -> str:
    """`length` hex digits that depend only on the call's token and the salt; at most 64."""
    return hashlib.sha256(f"{call.token}/{salt}".encode()).hexdigest()[:length]


def link(id_: str, api: str = "compute/v1") -> str:
    """The URL by which Google's APIs name an object."""
    return f"https://www.googleapis.com/{api}/{id_}"


def all_labels(call: Call) -> dict[str, str]:
    """The object's labels with the provider's default labels beneath them."""
    defaults = decoded(call.provider.get("defaultLabels"))
    own = call.inputs.get("labels") or call.inputs.get("resourceLabels")
    return {
        **(defaults if isinstance(defaults, Mapping) else {}),
        **(own if isinstance(own, Mapping) else {}),
    }


def lookup(call: Call, type_: str, text: str, by: str = "id") -> Entity | None:
    """The live object of a type in the caller's project by id, or by one of its outputs such as `email`."""
    where = scope(call.provider)
    return call.world.get(type_, text, where) if by == "id" else call.world.find(type_, where, **{by: text})


def exist(call: Call, references: Iterable[Reference]) -> None:
    """Refuse a call that names what is not there."""
    for reference in references:
        for text in texts(call.inputs, reference.path):
            if lookup(call, reference.type, text, reference.by) is None:
                raise Refused("404 notFound", f"{reference.path}: The resource '{text}' was not found")


def switched_on(call: Call, api: str) -> None:
    """Refuse a call to an API that the project has not enabled, as every new project has not."""
    service = f"{api}.googleapis.com"
    if project(call) != scope(call.provider):
        return  # somebody else's, who has it on for what is there already
    if api and lookup(call, SERVICE, f"{project(call)}/{service}") is None:
        raise Refused(
            "403 SERVICE_DISABLED",
            f"{service} has not been used in project {project(call)} before or it is disabled. Enable it, then retry",
        )


def placed(call: Call, path: str = "region") -> None:
    """Refuse a region that Google Cloud does not have."""
    where = call.inputs.get(path)
    if isinstance(where, str) and where not in REGIONS:
        raise Refused(
            "404 notFound", f"{path}: The resource 'projects/{project(call)}/regions/{where}' was not found"
        )


def gcp(  # noqa: PLR0913 - one argument for each column of the tables
    identify: Callable[[Call], str],
    answer: Callable[[Call, str], Properties],
    *,
    api: str = "",
    references: Iterable[Reference] = (),
    refuse: Callable[[Call], None] = allowed,
    check: Callable[[Properties], Iterable[Failure]] = nothing_wrong,
    required: Iterable[str] = (),
    replaces: Iterable[str] = (),
    delete: Callable[[Call], None] = allowed,
    autoname: str | None = None,
    refers: Callable[[Call], Iterable[tuple[str, str]]] = named_inputs,
    shared: bool = False,
) -> Kind:
    """The kind of one Google Cloud resource type.

    `identify` gives the id, `answer` the computed outputs, `api` what the project must have enabled, `references` what must
    exist, and `refuse` raises what Google says when the world and the inputs do not fit. Two objects cannot have one
    id, unless it is `shared`: a member of a policy may be asked for twice, and is one all the same.
    """
    needed = tuple(references)

    def create(call: Call) -> tuple[str, Properties]:
        switched_on(call, api)
        exist(call, needed)
        id_ = identify(call)
        if not call.id and not shared and lookup(call, call.type, id_) is not None:
            raise Refused("409 alreadyExists", f"The resource '{id_}' already exists")
        refuse(call)
        return call.id or id_, {"project": project(call), **answer(call, call.id or id_)}

    return Kind(
        create=create,
        check=check,
        required=frozenset(required),
        replaces=frozenset(replaces),
        delete=delete,
        autoname=autoname,
        scope=scope,
        refers=refers,
    )
