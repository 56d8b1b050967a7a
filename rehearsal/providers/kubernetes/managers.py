"""Who owns which field of an object, as the API server records it in metadata.managedFields.

Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref

PREFIX = "pulumi-kubernetes-"
HELM = "helm"
BY_HAND = ("kubectl", "before-first-apply")
"""Managers whose fields an update takes over, as the real provider does (fixCSAFieldManagers in provider/pkg/await/await.go)."""
ANNOTATION = "pulumi.com/patchFieldManager"


def manager_of(urn: str, obj: Mapping[str, Any]) -> str:
    """The field manager of a resource: what the program says in an annotation, else one that only this URN has."""
    chosen = ((obj.get("metadata") or {}).get("annotations") or {}).get(ANNOTATION)
    return str(chosen) if chosen else PREFIX + hashlib.sha256(urn.encode()).hexdigest()[:8]


def managers(obj: Mapping[str, Any]) -> set[str]:
    """Everybody who owns a field of the object."""
    return {str(entry.get("manager", "")) for entry in _entries(obj)}


def take_over(client: Client, live: Mapping[str, Any], manager: str) -> None:
    """Make what was changed by hand with kubectl the manager's own, so that its next apply may put it back."""
    entries = list(_entries(live))
    theirs = [e for e in entries if e.get("manager", "").startswith(BY_HAND) and not e.get("subresource")]
    if not theirs:
        return
    ours = next((e for e in entries if e.get("manager") == manager and e.get("operation") == "Apply"), None)
    fields: Any = ours["fieldsV1"] if ours else {}
    for entry in theirs:
        fields = _union(fields, entry.get("fieldsV1") or {})
    owned = {
        **(ours or theirs[0]), "manager": manager, "operation": "Apply", "fieldsType": "FieldsV1", "fieldsV1": fields,
    }  # fmt: skip
    kept = [entry for entry in entries if entry not in theirs and entry is not ours]
    metadata = live["metadata"]
    patch = [
        {"op": "replace", "path": "/metadata/managedFields", "value": [*kept, owned]},
        {"op": "replace", "path": "/metadata/resourceVersion", "value": metadata["resourceVersion"]},
    ]
    client.patch(Ref.of(live), patch, manager, how="json")


def relinquish(client: Client, ref: Ref, manager: str) -> None:
    """Give up every field of an object: what nobody else owns goes, the rest stays. An object that is gone is no error."""
    nothing = {
        "apiVersion": ref.api_version,
        "kind": ref.kind,
        "metadata": {"name": ref.name, **({"namespace": ref.namespace} if ref.namespace else {})},
    }
    live = client.find(ref)
    if live is None or manager not in managers(live):
        return
    try:
        client.apply(nothing, manager, force=True)
    except ApiError as error:
        if error.code != 404:
            raise


def _entries(obj: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (obj.get("metadata") or {}).get("managedFields") or ()


def _union(left: Any, right: Any) -> Any:
    if not isinstance(left, Mapping) or not isinstance(right, Mapping):
        return left
    both = {**right, **left}
    return {key: _union(left[key], right[key]) if key in left and key in right else both[key] for key in both}
