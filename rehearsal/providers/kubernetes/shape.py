"""Between a resource's properties, as a program writes them, and the object that the API server keeps."""

from collections.abc import Iterable, Mapping
from typing import Any

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.errors import NoKindMatch
from rehearsal.providers.kubernetes.ref import DEFAULT_NAMESPACE, Ref
from rehearsal.simulation.kinds import Properties

SERVERS_OWN = (
    "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
    "resourceVersion", "selfLink", "uid",
)  # fmt: skip
"""Metadata that only the API server writes: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/."""
DASHED = "x-kubernetes-"
UNDERSCORED = "x_kubernetes_"


def kind_of(type_: str) -> tuple[str, str]:
    """(apiVersion, kind) of a Pulumi type: `kubernetes:core/v1:ConfigMap`; a patch type is that of what it patches."""
    _, version, kind = type_.split(":")
    return version.removeprefix("core/"), kind.removesuffix("Patch")


def to_object(type_: str, inputs: Properties, provider: Properties, client: Client) -> Object:
    """The object that the inputs describe, in its namespace: its own, else the provider's, else `default`."""
    api_version, kind = kind_of(type_)
    given = _dashed({key: value for key, value in inputs.items() if value is not None})
    obj: Object = {**given, "apiVersion": api_version, "kind": kind}
    metadata = {key: value for key, value in (obj.get("metadata") or {}).items() if key not in SERVERS_OWN}
    if not metadata.get("namespace"):
        metadata.pop("namespace", None)
        if namespaced(client, api_version, kind):
            metadata["namespace"] = str(provider.get("namespace") or DEFAULT_NAMESPACE)
    return {**obj, "metadata": metadata}


def namespaced(client: Client, api_version: str, kind: str) -> bool:
    """Whether a kind's objects live in a namespace; a kind that is not there yet is taken for one whose objects do."""
    try:
        return client.discovery.resource(api_version, kind).namespaced
    except NoKindMatch:
        return True


def ref_of(type_: str, id_: str) -> Ref:
    """The object behind a resource's type and id, `namespace/name` or `name`."""
    api_version, kind = kind_of(type_)
    namespace, _, name = id_.rpartition("/")
    return Ref(api_version, kind, name, namespace)


def to_outputs(live: Mapping[str, Any]) -> Properties:
    """What a live object says to the program. Who manages which field is left out: nobody reads it, and it is half of it."""
    metadata = {key: value for key, value in live["metadata"].items() if key != "managedFields"}
    outputs: Properties = _underscored({**live, "metadata": metadata})
    return outputs


def as_inputs(live: Mapping[str, Any]) -> Properties:
    """What a program would have to say to make an object that it has not made: everything but what is the server's own."""
    metadata = {key: value for key, value in live["metadata"].items() if key not in SERVERS_OWN}
    inputs = {key: value for key, value in live.items() if key != "status"}
    outputs: Properties = _underscored({**inputs, "metadata": metadata})
    return outputs


def annotation(obj: Mapping[str, Any], name: str) -> str:
    """An annotation's value, empty when there is none."""
    metadata = obj.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    return str(annotations.get(name, "")) if isinstance(annotations, Mapping) else ""


def without(obj: Mapping[str, Any], paths: Iterable[str]) -> Object:
    """The object without the fields at these dotted paths."""
    rest: Object = dict(obj)
    for path in paths:
        head, _, tail = path.partition(".")
        if not tail:
            rest.pop(head, None)
        elif isinstance(rest.get(head), Mapping):
            rest[head] = without(rest[head], [tail])
    return rest


def _dashed(value: Any) -> Any:
    """With the names that the API server has: Python's SDK writes the extensions of a schema with underscores."""
    if isinstance(value, Mapping):
        return {
            key.replace("_", "-") if key.startswith(UNDERSCORED) else key: _dashed(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return [_dashed(inner) for inner in value] if isinstance(value, list) else value


def _underscored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key.replace("-", "_") if key.startswith(DASHED) else key: _underscored(inner)
            for key, inner in value.items()
        }
    return [_underscored(inner) for inner in value] if isinstance(value, list) else value
