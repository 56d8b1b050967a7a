"""Kubernetes objects: what the API server checks before it takes one, what it answers, and when it lets one go.

Existing objects are not overwritten: pulumi-kubernetes 4.29 and newer fail with AlreadyExists.
"""

from collections.abc import Callable, Iterable, Iterator

from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused, nobodys, value_at
from rehearsal.simulation.kubernetes import configuration, networking, workloads
from rehearsal.simulation.kubernetes.catalog import BUILT_IN, CLUSTERWIDE_CUSTOM, GROUPS, REMOVED, group_of
from rehearsal.simulation.kubernetes.cluster import (
    DEFINITION,
    GIVEN_NAMESPACES,
    NAMESPACE,
    cluster_of,
    kind_exists,
    namespace,
    namespace_exists,
    namespace_of,
    refers,
)
from rehearsal.simulation.kubernetes.immutable import immutable
from rehearsal.simulation.kubernetes.metadata import object_metadata
from rehearsal.simulation.kubernetes.pod_security import ENFORCE, LEVELS, violations
from rehearsal.simulation.kubernetes.shape import shape
from rehearsal.simulation.kubernetes.status import ANSWERS, custom, digest, metadata

CHECKS = {**workloads.CHECKS, **networking.CHECKS, **configuration.CHECKS}
POD_MAKERS = {"Pod", *workloads.TEMPLATES}


def namespaced_of(api_version: str, kind: str) -> bool:
    """Whether a kind's objects live in a namespace."""
    return BUILT_IN.get((api_version, kind), kind not in CLUSTERWIDE_CUSTOM)


def version_failures(api_version: str, kind: str) -> Iterator[Failure]:
    """A failure when the API server has no such built-in kind, or no longer."""
    if api_version in REMOVED:
        reason = f"{api_version} is no longer served; {kind} is in {REMOVED[api_version]}"
        yield Failure("apiVersion", f'no matches for kind "{kind}" in version "{api_version}": {reason}')
    elif group_of(api_version) in GROUPS and (api_version, kind) not in BUILT_IN:
        homes = sorted(version for version, name in BUILT_IN if name == kind)
        hint = f"; {kind} is in {' and '.join(homes)}" if homes else ""
        yield Failure("kind", f'no matches for kind "{kind}" in version "{api_version}"{hint}')


def checker(api_version: str, kind: str) -> Callable[[Properties], Iterable[Failure]]:
    """The check for one kind."""
    built_in = group_of(api_version) in GROUPS
    wrong = tuple(version_failures(api_version, kind))
    namespaced = namespaced_of(api_version, kind)
    looked_at = built_in and (kind in POD_MAKERS or kind in CHECKS)

    def check(inputs: Properties) -> Iterator[Failure]:
        yield from wrong
        for key, expected in (("apiVersion", api_version), ("kind", kind)):
            if inputs.get(key, expected) not in (expected, UNKNOWN):
                yield Failure(key, f"Invalid value: {inputs[key]!r}, the resource type says {expected}")
        yield from object_metadata(kind, inputs.get("metadata"), namespaced if built_in else None)
        if not looked_at:
            return
        misshapen = list(shape(inputs))
        yield from misshapen
        if misshapen:
            return
        if kind in POD_MAKERS:
            yield from workloads.workload(kind, inputs)
        if kind in CHECKS:
            yield from CHECKS[kind](inputs)

    return check


def name_of(call: Call) -> str:
    """The object's name; generateName gets five characters as the API server adds them."""
    name = value_at(call.inputs, "metadata.name")
    if isinstance(name, str):
        return name
    prefix = value_at(call.inputs, "metadata.generateName")
    if isinstance(prefix, str):
        return prefix + digest(call, "name")[:5]
    raise Refused("Invalid", f"{call.type}: metadata.name or metadata.generateName is required")


def pods_allowed(call: Call, kind: str, namespace_name: str) -> None:
    """Refuse a pod template that the namespace's Pod Security level forbids: its pods could never be created."""
    if kind not in POD_MAKERS:
        return
    home = namespace(call, namespace_name)
    level = value_at(home.outputs, "metadata.labels") if home else None
    level = level.get(ENFORCE) if isinstance(level, dict) else None
    if level not in LEVELS:
        return
    _, template = workloads.template_of(kind, call.inputs)
    found = violations(str(level), template.get("spec") if isinstance(template, dict) else None)
    if found:
        name = value_at(call.inputs, "metadata.name")
        text = f'pods of {kind} "{name}" are forbidden: violates PodSecurity "{level}:latest" of the namespace {namespace_name}'
        raise Refused("Forbidden" if kind == "Pod" else "FailedCreate", f"{text}: {'; '.join(found)}")


def creator(api_version: str, kind: str) -> Callable[[Call], tuple[str, Properties]]:
    """The create of one kind: existence, namespace, definition and Pod Security are looked up, the answer filled in."""
    custom_kind = group_of(api_version) not in GROUPS
    namespaced = namespaced_of(api_version, kind)
    answer = custom if custom_kind else ANSWERS.get(kind)

    def create(call: Call) -> tuple[str, Properties]:
        name = name_of(call)
        home = in_namespace(call, kind, custom_kind, namespaced)
        id_ = f"{home}/{name}" if home else name
        if custom_kind:
            kind_exists(call, api_version, kind)
        if home:
            namespace_exists(call, home)
            pods_allowed(call, kind, home)
        taken = call.world.get(call.type, id_, cluster_of(call.provider)) is not None
        if not call.id and (taken or (call.type == NAMESPACE and name in GIVEN_NAMESPACES)):
            raise Refused("AlreadyExists", f'{kind} "{id_}" already exists')
        return id_, {"metadata": metadata(call, name, home), **(answer(call) if answer else {})}

    return create


def in_namespace(call: Call, kind: str, custom_kind: bool, namespaced: bool) -> str | None:
    """The namespace of an object, None for one that is the whole cluster's."""
    if custom_kind:
        group = group_of(str(call.inputs.get("apiVersion", "")))
        for definition in call.world.referrers(f"defines={group}/{kind}", cluster_of(call.provider)):
            namespaced = value_at(definition.outputs, "spec.scope") == "Namespaced"
    return namespace_of(call) if namespaced else None


def delete(call: Call) -> None:
    """Refuse to delete a namespace that is not empty, or a definition whose objects still exist."""
    scope = cluster_of(call.provider)
    if call.type == NAMESPACE:
        left = call.world.referrers(f"in={call.id}", scope)
        what = "objects that the program made, which must go first"
    elif call.type == DEFINITION:
        spec = call.olds.get("spec") or {}
        kind = value_at(spec, "names.kind")
        left = [
            e for e in call.world.referrers(f"of={spec.get('group')}", scope) if e.inputs.get("kind") == kind
        ]
        what = "objects of its kind, which would be deleted with it"
    else:
        return
    if left:
        names = ", ".join(sorted(f"{e.type.rsplit(':', 1)[-1]} {e.id}" for e in left)[:5])
        raise Refused(
            "Conflict", f"{call.type.rsplit(':', 1)[-1]} {call.id} still holds {len(left)} {what}: {names}"
        )


def somebodys(call: Call) -> Properties:
    """What the program asks for rather than makes: whoever runs the cluster has made it."""
    return {"metadata": {"name": call.id}, "status": {"phase": "Active"}}


ASKED_FOR = {
    ("v1", "Namespace"),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    ("networking.k8s.io/v1", "IngressClass"),
    ("scheduling.k8s.io/v1", "PriorityClass"),
    ("cert-manager.io/v1", "ClusterIssuer"),
    ("external-secrets.io/v1", "ClusterSecretStore"),
    ("gateway.networking.k8s.io/v1", "Gateway"),
}


def object_kind(api_version: str, kind: str) -> Kind:
    """The kind of one Kubernetes object type."""
    built_in = group_of(api_version) in GROUPS
    return Kind(
        create=creator(api_version, kind),
        check=checker(api_version, kind),
        replaces=immutable(kind if built_in else ""),
        delete=delete,
        there=somebodys if (api_version, kind) in ASKED_FOR else nobodys,
        delete_before_replace=True,
        autoname="metadata.name",
        scope=cluster_of,
        refers=refers,
    )
