"""A cluster as operators see it, without one."""

from typing import Any

Object = dict[str, Any]


class Found:
    """Finds what it was given."""

    def __init__(self, *objects: Object) -> None:
        self._objects = objects

    def __call__(self, api_version: str, kind: str, name: str, namespace: str) -> Object | None:
        for one in self._objects:
            metadata = one["metadata"]
            if (one["kind"], metadata["name"], metadata.get("namespace", "")) == (kind, name, namespace):
                return one
        return None


def obj(kind: str, name: str, namespace: str = "", ready: bool | None = None, **spec: Any) -> Object:
    """An object; `ready`: with that condition."""
    metadata = {
        "name": name,
        "uid": f"uid-{name}",
        "creationTimestamp": "2026-11-21T00:00:00+00:00",
        "generation": 1,
    }
    if namespace:
        metadata["namespace"] = namespace
    made: Object = {"apiVersion": "example.com/v1", "kind": kind, "metadata": metadata, "spec": spec}
    if ready is not None:
        made["status"] = {"conditions": [{"type": "Ready", "status": str(ready)}]}
    return made
