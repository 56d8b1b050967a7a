"""The client of one API server: objects as plain JSON values, over a pool of connections that any thread may use.

    client = Client(access)
    client.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "b"}}, manager="me")
    client.get(Ref("v1", "ConfigMap", "a", "b"))

It reads no kubeconfig, no environment and no proxy setting. Every refusal is an ApiError, every failure to get an answer
an Unreachable.
"""

import copy
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError

from rehearsal.control_plane.access import Access
from rehearsal.providers.kubernetes.discovery import Discovery, Resource
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable, refusal
from rehearsal.providers.kubernetes.ref import DEFAULT_NAMESPACE, Ref

Object = dict[str, Any]
Propagation = Literal["Foreground", "Background", "Orphan"]

CONNECTIONS = 32
"""Kept open; one more than these is made when needed and closed afterwards."""
PAGE = 500
"""Objects in one answer of a list, as kubectl asks for them."""
PATCHES = {
    "apply": "application/apply-patch+yaml",
    "merge": "application/merge-patch+json",
    "strategic": "application/strategic-merge-patch+json",
    "json": "application/json-patch+json",
}
BUSY = frozenset({429, 503, 504})
"""Answers after which the same request is made again, as client-go does when they carry Retry-After."""


def ignore(warning: str) -> None:
    """What is done with the server's warnings by who does not ask for them."""


class Client:
    """One API server, as its administrator. `seconds`: how long an answer may take. `patience`: for how many seconds a
    request that got no answer is made again before it is Unreachable; 0 gives up at once."""

    def __init__(self, access: Access, *, seconds: float = 30.0, patience: float = 0.0) -> None:
        address = urlsplit(access.server)
        self.server = access.server
        self._pool = urllib3.HTTPSConnectionPool(
            address.hostname or "", address.port, maxsize=CONNECTIONS, retries=False,
            cert_file=access.certificate, key_file=access.key, ca_certs=access.authority, cert_reqs="CERT_REQUIRED",
        )  # fmt: skip
        self._seconds = seconds
        self._patience = patience
        self._warn: Callable[[str], None] = ignore
        self.discovery = Discovery(lambda path, accept: self.request("GET", path, accept=accept))

    def warning(self, warn: Callable[[str], None]) -> "Client":
        """The same client, which tells `warn` each warning that an answer carries (deprecations, Pod Security)."""
        other = copy.copy(self)
        other._warn = warn
        return other

    def ready(self) -> bool:
        """Whether the server is up and all that it waits for at its start is done."""
        try:
            return self._once("GET", "/readyz", None, {}, 5.0).status == 200
        except Unreachable:
            return False

    def get(self, ref: Ref) -> Object:
        """The object; ApiError NotFound when there is none, NoKindMatch when there is no such kind."""
        return self.request("GET", self.path(ref))

    def find(self, ref: Ref) -> Object | None:
        """The object; None when there is none, or no such kind."""
        try:
            return self.get(ref)
        except ApiError as error:
            if error.code == 404:
                return None
            raise

    def list(
        self, api_version: str, kind: str, namespace: str = "", *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        """The objects of a kind, of one namespace or of all, that match the selectors. `apiVersion` and `kind` are set."""
        resource = self.discovery.resource(api_version, kind)
        items, more = [], ""
        while True:
            query = {"labelSelector": labels, "fieldSelector": fields, "limit": str(PAGE), "continue": more}
            answer = self.request("GET", resource.path(namespace), query=query)
            items += [{"apiVersion": api_version, "kind": kind, **item} for item in answer.get("items") or ()]
            more = (answer.get("metadata") or {}).get("continue", "")
            if not more:
                return items

    def create(self, obj: Mapping[str, Any], manager: str, *, dry_run: bool = False) -> Object:
        """Make a new object (strict field validation); ApiError AlreadyExists when there is one of that name."""
        ref = Ref.of(obj)
        path = self.resource(ref).path(ref.namespace or DEFAULT_NAMESPACE)
        return self.request("POST", path, obj, query=_writing(manager, dry_run))

    def apply(
        self,
        obj: Mapping[str, Any],
        manager: str,
        *,
        force: bool = False,
        dry_run: bool = False,
        subresource: str = "",
    ) -> Object:
        """Server-side apply (strict field validation): the object has these fields afterwards, and `manager` owns them.
        ApiError Conflict when another manager owns one with another value and `force` is not set."""
        query = {**_writing(manager, dry_run), "force": "true" if force else "false"}
        path = self.path(Ref.of(obj), subresource)
        return self.request("PATCH", path, obj, query=query, content=PATCHES["apply"])

    def replace(
        self, obj: Mapping[str, Any], manager: str, *, dry_run: bool = False, subresource: str = ""
    ) -> Object:
        """Put the whole object in place of what is there; ApiError Conflict when its resourceVersion is an old one."""
        return self.request("PUT", self.path(Ref.of(obj), subresource), obj, query=_writing(manager, dry_run))

    def patch(
        self, ref: Ref, body: Any, manager: str, *, how: Literal["merge", "strategic", "json"] = "merge",
        dry_run: bool = False, subresource: str = "",
    ) -> Object:  # fmt: skip
        """Change an object that exists, by a patch of the given kind."""
        path = self.path(ref, subresource)
        return self.request("PATCH", path, body, query=_writing(manager, dry_run), content=PATCHES[how])

    def delete(
        self, ref: Ref, propagation: Propagation = "Foreground", *, uid: str = "", dry_run: bool = False
    ) -> Object:
        """Ask for an object's deletion, which finalizers may delay. `uid`: only if it is still that very object."""
        options: Object = {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": propagation}
        if uid:
            options["preconditions"] = {"uid": uid}
        if dry_run:
            options["dryRun"] = ["All"]
        return self.request("DELETE", self.path(ref), options)

    def watch(
        self, api_version: str, kind: str, namespace: str = "", *, labels: str = "", fields: str = "", since: str = "",
        seconds: float = 60.0,
    ) -> Iterator[tuple[str, Object]]:  # fmt: skip
        """Events ("ADDED" | "MODIFIED" | "DELETED", object) for at most that many seconds; then it just ends.

        Without `since` (a resourceVersion) it begins with an ADDED for each object there is. One object:
        fields="metadata.name=NAME". Raises ApiError (410 Gone: begin again without `since`) and Unreachable; what was missed
        then is learnt by beginning again. Close the iterator, or use it up, to give the connection back.
        """
        path = self.discovery.resource(api_version, kind).path(namespace)
        query = {
            "watch": "true", "labelSelector": labels, "fieldSelector": fields, "resourceVersion": since,
            "timeoutSeconds": str(max(1, round(seconds))),
        }  # fmt: skip
        answer = self._once("GET", _with_query(path, query), None, {}, seconds + 5.0, stream=True)
        try:
            if answer.status >= 400:
                raise refusal(answer.status, answer.data)
            for line in self._lines(answer):
                event = json.loads(line)
                if event["type"] == "ERROR":
                    raise refusal(int(event["object"].get("code") or 500), event["object"])
                yield event["type"], event["object"]
        finally:
            answer.close()

    def resource(self, ref: Ref) -> Resource:
        """The kind of an object: its plural name and its scope. Raises NoKindMatch."""
        return self.discovery.resource(ref.api_version, ref.kind)

    def path(self, ref: Ref, subresource: str = "") -> str:
        """Where an object is; one without a namespace that needs one is in `default`."""
        found = self.resource(ref).path(ref.namespace or DEFAULT_NAMESPACE, ref.name)
        return f"{found}/{subresource}" if subresource else found

    def request(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None,
        content: str = "application/json", accept: str = "application/json",
    ) -> Object:  # fmt: skip
        """Any request: its answer, or ApiError or Unreachable."""
        headers = {"Accept": accept, **({"Content-Type": content} if body is not None else {})}
        data = None if body is None else json.dumps(body).encode()
        answer = self._patiently(method, _with_query(path, query or {}), data, headers)
        for warning in answer.headers.getlist("Warning"):
            self._warn(warning.split('"', 1)[-1].removesuffix('"').replace('\\"', '"'))
        if answer.status >= 400:
            error = refusal(answer.status, answer.data)
            raise (self.discovery.gone(path) if error.no_path and path.count("/") > 1 else None) or error
        value: Object = json.loads(answer.data)
        return value

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._pool.close()

    def _patiently(
        self, method: str, url: str, data: bytes | None, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        until = time.monotonic() + self._patience
        pause = 0.1
        while True:
            last = time.monotonic() + pause > until
            try:
                answer = self._once(method, url, data, headers)
                if last or answer.status not in BUSY:
                    return answer
            except Unreachable as error:
                # What was sent may have been done: a second POST would find its own object in the way.
                if last or (method == "POST" and not isinstance(error.__cause__, NewConnectionError)):
                    raise
            time.sleep(pause)
            pause = min(pause * 2, 1.0)

    def _once(
        self, method: str, url: str, data: bytes | None, headers: Mapping[str, str], seconds: float | None = None,
        *, stream: bool = False,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        limit = self._seconds if seconds is None else seconds
        try:
            return self._pool.urlopen(
                method,
                url,
                body=data,
                headers=headers,
                preload_content=not stream,
                redirect=False,
                timeout=limit,
            )
        except (HTTPError, OSError) as error:
            raise Unreachable(self.server, _why(error)) from error

    def _lines(self, answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        rest = b""
        try:
            for piece in answer.stream(65536):
                *lines, rest = (rest + piece).split(b"\n")
                yield from lines
        except (HTTPError, OSError) as error:
            raise Unreachable(self.server, _why(error)) from error


def _writing(manager: str, dry_run: bool) -> dict[str, str]:
    query = {"fieldManager": manager, "fieldValidation": "Strict"}
    return {**query, "dryRun": "All"} if dry_run else query


def _with_query(path: str, query: Mapping[str, str]) -> str:
    given = urlencode({key: value for key, value in query.items() if value})
    return f"{path}?{given}" if given else path


def _why(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error).rsplit(">: ", 1)[-1]
