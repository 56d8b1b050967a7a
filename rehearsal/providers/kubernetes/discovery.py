"""Which kinds an API server has: their plural names and whether their objects live in a namespace.

Two requests tell all of it (aggregated discovery, Kubernetes 1.30 and newer). A kind that is not among them is asked for
again, since its definition may have arrived in the meantime.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.errors import NoKindMatch

ACCEPT = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


@dataclass(frozen=True)
class Resource:
    """One kind of an API server. `verbs` are what may be done with its objects."""

    api_version: str
    kind: str
    plural: str
    namespaced: bool
    verbs: frozenset[str]

    def path(self, namespace: str = "", name: str = "") -> str:
        """Where its objects are: all of them, those of a namespace, or one."""
        home = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        return f"{self._root}{home}/{self.plural}" + (f"/{name}" if name else "")

    def has(self, path: str) -> bool:
        """Whether that is the path of objects of this kind, or of one of them."""
        if not path.startswith(f"{self._root}/"):
            return False
        parts = path.partition("?")[0].removeprefix(f"{self._root}/").split("/")
        return self.plural in (parts[2:3] if self.namespaced and parts[0] == "namespaces" else parts[:1])

    @property
    def _root(self) -> str:
        return f"/apis/{self.api_version}" if "/" in self.api_version else f"/api/{self.api_version}"


class Discovery:
    """What an API server has, remembered. `fetch(path, accept)` asks it; safe to use from several threads."""

    def __init__(self, fetch: Callable[[str, str], Mapping[str, Any]]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Resource] = {}
        self._gone: dict[tuple[str, str], Resource] = {}

    def resource(self, api_version: str, kind: str) -> Resource:
        """The kind; raises NoKindMatch when the server has none such now."""
        found = self._known.get((api_version, kind))
        if found is None:
            self.refresh()
            found = self._known.get((api_version, kind))
        if found is None:
            raise NoKindMatch(api_version, kind)
        return found

    def resources(self) -> list[Resource]:
        """Every kind the server has now, in each version it serves; subresources left out."""
        self.refresh()
        return list(self._known.values())

    def refresh(self) -> None:
        """Ask again; what is no longer there is forgotten."""
        with self._lock:
            answers = [self._fetch(path, ACCEPT) for path in ("/api", "/apis")]
            before = {**self._gone, **self._known}
            self._known = {(r.api_version, r.kind): r for answer in answers for r in _resources(answer)}
            self._gone = {key: resource for key, resource in before.items() if key not in self._known}

    def gone(self, path: str) -> NoKindMatch | None:
        """Why the server does not have a path that it once had: its kind's definition was deleted. None when it has not."""
        self.refresh()
        return next((NoKindMatch(*key) for key, each in self._gone.items() if each.has(path)), None)


def _resources(answer: Mapping[str, Any]) -> Iterator[Resource]:
    for group in answer.get("items") or ():
        name = (group.get("metadata") or {}).get("name", "")
        for version in group.get("versions") or ():
            api_version = f"{name}/{version['version']}" if name else version["version"]
            for resource in version.get("resources") or ():
                kind = (resource.get("responseKind") or {}).get("kind", "")
                verbs = frozenset(resource.get("verbs") or ())
                namespaced = resource.get("scope") == "Namespaced"
                yield Resource(api_version, kind, resource["resource"], namespaced, verbs)
