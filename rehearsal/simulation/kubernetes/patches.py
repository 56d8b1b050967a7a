"""Patch resources (NamespacePatch, ServiceAccountPatch, ...): they change an object that somebody else made."""

from collections.abc import Iterable

from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, value_at
from rehearsal.simulation.kubernetes.cluster import (
    GIVEN_NAMESPACES,
    cluster_of,
    namespace_exists,
    namespace_of,
)
from rehearsal.simulation.kubernetes.immutable import ALWAYS
from rehearsal.simulation.kubernetes.objects import namespaced_of, version_failures
from rehearsal.simulation.kubernetes.status import metadata


def patch_kind(api_version: str, kind: str) -> Kind:
    """The kind of a Patch resource."""
    namespaced = namespaced_of(api_version, kind)

    def check(inputs: Properties) -> Iterable[Failure]:
        if value_at(inputs, "metadata.name") is None:
            return [Failure("metadata.name", "Required value: a patch names the object it changes")]
        return version_failures(api_version, kind)

    def create(call: Call) -> tuple[str, Properties]:
        name = str(value_at(call.inputs, "metadata.name"))
        home = namespace_of(call) if namespaced else None
        id_ = f"{home}/{name}" if home else name
        if home:
            namespace_exists(call, home)
        target = call.world.get(call.type.removesuffix("Patch"), id_, cluster_of(call.provider))
        if target is None and not given(kind, name, home):
            raise Refused("NotFound", f'{kind} "{id_}" not found; a patch changes an object that exists')
        return id_, {"metadata": metadata(call, name, home)}

    return Kind(
        create=create,
        check=check,
        replaces=ALWAYS,
        delete_before_replace=True,
        scope=cluster_of,
        refers=lambda call: (),
    )


def given(kind: str, name: str, home: str | None) -> bool:
    """Whether every cluster has the object by itself: what is in kube-system, service accounts called default, namespaces."""
    return (
        home in GIVEN_NAMESPACES
        or (kind == "ServiceAccount" and name == "default")
        or name in GIVEN_NAMESPACES
    )
