"""An API server in a few lines, as far as waiting needs one: objects, their versions, watches, and being away."""

import copy
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.discovery import Resource
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
VERBS = frozenset({"list", "delete"})
CLUSTER_WIDE = frozenset({"Namespace", "StorageClass", "Node"})


class Discovery:
    """What kinds there are: any."""

    def __init__(self) -> None:
        self.known = [
            Resource("v1", "ConfigMap", "configmaps", True, VERBS),
            Resource("v1", "Node", "nodes", False, VERBS),
        ]

    def resource(self, api_version: str, kind: str) -> Resource:
        return Resource(api_version, kind, f"{kind.lower()}s", kind not in CLUSTER_WIDE, VERBS)

    def resources(self) -> list[Resource]:
        return self.known


class Server:
    """The client and the server in one. `asked` counts the requests; `away`: nobody answers; `expire`: old watches end."""

    def __init__(self) -> None:
        self.discovery = Discovery()
        self.asked: Counter[str] = Counter()
        self.away = False
        self.refuses = False
        self.silent = False
        self._epoch = 0
        self._log: list[tuple[int, str, Object]] = []
        self._objects: dict[Ref, Object] = {}
        self._changed = threading.Condition()

    @property
    def client(self) -> Client:
        return cast(Client, self)

    def put(self, obj: Object) -> Object:
        """Make it or change it, as anybody might."""
        ref = Ref.of(obj)
        with self._changed:
            version = len(self._log) + 1
            before = self._objects.get(ref)
            uid = before["metadata"]["uid"] if before else f"uid-{version}"
            metadata = {"uid": uid, **obj["metadata"], "resourceVersion": str(version)}
            live = self._objects[ref] = {**obj, "metadata": metadata}
            self._tell("MODIFIED" if before else "ADDED", live)
        return copy.deepcopy(live)

    def remove(self, obj: Object) -> None:
        """Delete it."""
        with self._changed:
            gone = self._objects.pop(Ref.of(obj))
            metadata = {**gone["metadata"], "resourceVersion": str(len(self._log) + 1)}
            self._tell("DELETED", {**gone, "metadata": metadata})

    def expire(self) -> None:
        """All watches there are have to begin anew."""
        with self._changed:
            self._epoch += 1
            self._changed.notify_all()

    def find(self, ref: Ref) -> Object | None:
        self._ask("find")
        found = self._objects.get(ref)
        return copy.deepcopy(found)

    def list(
        self, api_version: str, kind: str, namespace: str = "", *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        self._ask(f"list {kind}")
        wanted = [part.partition("=") for part in labels.split(",") if part]
        return [
            copy.deepcopy(obj)
            for ref, obj in self._objects.items()
            if (ref.api_version, ref.kind) == (api_version, kind)
            and namespace in {"", ref.namespace}
            and all((obj["metadata"].get("labels") or {}).get(key) == value for key, _, value in wanted)
        ]

    def request(self, method: str, path: str, *, query: Any = None) -> Object:
        self._ask("begin")
        return {"metadata": {"resourceVersion": str(len(self._log))}}

    def watch(
        self, api_version: str, kind: str, *, since: str, seconds: float
    ) -> Iterator[tuple[str, Object]]:
        self._ask("watch")
        until, at, epoch = time.monotonic() + seconds, int(since), self._epoch
        while time.monotonic() < until:
            if self.away:
                raise Unreachable("https://127.0.0.1:1", "connection refused")
            if epoch != self._epoch:
                raise ApiError(410, "Expired", "too old resource version")
            while not self.silent and at < len(self._log):
                at, event, obj = self._log[at]
                if (obj["apiVersion"], obj["kind"]) == (api_version, kind):
                    yield event, copy.deepcopy(obj)
            with self._changed:
                self._changed.wait(0.02)

    def resource(self, ref: Ref) -> Resource:
        return self.discovery.resource(ref.api_version, ref.kind)

    def _ask(self, what: str) -> None:
        self.asked[what] += 1
        if self.away:
            raise Unreachable("https://127.0.0.1:1", "connection refused")
        if self.refuses:
            raise ApiError(403, "Forbidden", "not yet")

    def _tell(self, event: str, obj: Object) -> None:
        self._log.append((len(self._log) + 1, event, obj))
        self._changed.notify_all()


def made(kind: str, name: str, namespace: str = "shop", api_version: str = "v1", **parts: Any) -> Object:
    """An object; `metadata` among the parts is added to its names."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **parts.pop("metadata", {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}
