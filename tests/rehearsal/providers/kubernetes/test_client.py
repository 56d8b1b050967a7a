"""The client against a real API server: every verb, every refusal, and a server that is not there."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch, Unreachable
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.planes import Running
from tests.rehearsal.providers.kubernetes.things import config_map, thing

SETTINGS = "settings"


def ref(namespace: str) -> Ref:
    return Ref("v1", "ConfigMap", SETTINGS, namespace)


@pytest.mark.kubernetes
def test_an_object_is_made_changed_listed_and_removed(client: Client, namespace: str) -> None:
    made = client.create(config_map(namespace, colour="blue"), "me")
    patched = client.patch(ref(namespace), {"data": {"colour": "red"}}, "me")
    replaced = client.replace({**patched, "data": {"size": "1"}}, "me")
    listed = client.list("v1", "ConfigMap", namespace, fields=f"metadata.name={SETTINGS}")
    client.delete(ref(namespace), "Background", uid=made["metadata"]["uid"])

    assert patched["data"] == {"colour": "red"}
    assert replaced["data"] == {"size": "1"}
    assert [(each["apiVersion"], each["kind"], each["data"]) for each in listed] == [
        ("v1", "ConfigMap", {"size": "1"})
    ]
    assert client.find(ref(namespace)) is None


@pytest.mark.kubernetes
def test_a_dry_run_changes_nothing(client: Client, namespace: str) -> None:
    applied = client.apply(config_map(namespace, colour="blue"), "me", dry_run=True)
    client.create(config_map(namespace, colour="red"), "me")
    client.delete(ref(namespace), dry_run=True)

    assert applied["data"] == {"colour": "blue"}
    assert client.get(ref(namespace))["data"] == {"colour": "red"}


@pytest.mark.kubernetes
def test_a_list_of_many_pages_is_whole(
    client: Client, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehearsal.providers.kubernetes.client.PAGE", 2)
    for number in range(5):
        client.create(config_map(namespace, f"many-{number}"), "me")

    names = {each["metadata"]["name"] for each in client.list("v1", "ConfigMap", namespace)}

    assert {f"many-{number}" for number in range(5)} <= names


@pytest.mark.kubernetes
def test_a_refusal_says_why_field_by_field(client: Client, namespace: str) -> None:
    client.apply(config_map(namespace, colour="blue"), "somebody")

    with pytest.raises(ApiError) as conflict:
        client.apply(config_map(namespace, colour="red"), "me")
    with pytest.raises(ApiError) as wrong:
        client.create(
            thing("v1", "Service", namespace, "web", spec={"ports": [{"port": 0, "targetPort": 80}]}), "me"
        )
    with pytest.raises(ApiError) as other:
        client.delete(ref(namespace), uid="0000")

    assert (conflict.value.code, conflict.value.reason) == (409, "Conflict")
    assert [cause.field for cause in conflict.value.causes] == [".data.colour"]
    assert (wrong.value.code, wrong.value.reason) == (422, "Invalid")
    assert [cause.field for cause in wrong.value.causes] == ["spec.ports[0].port"]
    assert other.value.reason == "Conflict"
    assert client.apply(config_map(namespace, colour="red"), "me", force=True)["data"] == {"colour": "red"}


@pytest.mark.kubernetes
def test_what_is_not_there_and_what_cannot_be_there_are_told_apart(client: Client, namespace: str) -> None:
    with pytest.raises(ApiError, match='configmaps "settings" not found') as missing:
        client.get(ref(namespace))
    with pytest.raises(NoKindMatch, match=r'no matches for kind "Nothing" in version "example.com/v1"'):
        client.get(Ref("example.com/v1", "Nothing", "a", namespace))

    assert missing.value.reason == "NotFound"
    assert client.find(Ref("example.com/v1", "Nothing", "a", namespace)) is None


@pytest.mark.kubernetes
def test_warnings_reach_who_asks_for_them(client: Client, namespace: str) -> None:
    heard: list[str] = []
    pod = thing("v1", "Pod", namespace, "web", spec={"containers": [{"name": "a", "image": "a"}]})
    pod["metadata"]["annotations"] = {"scheduler.alpha.kubernetes.io/critical-pod": ""}

    client.create(pod, "me", dry_run=True)
    client.warning(heard.append).create(pod, "me", dry_run=True)

    (warning,) = heard
    assert "scheduler.alpha.kubernetes.io/critical-pod" in warning


@pytest.mark.kubernetes
def test_a_watch_tells_what_happens_and_ends_in_time(client: Client, namespace: str) -> None:
    client.create(config_map(namespace), "me")
    events = []
    for kind, each in client.watch(
        "v1", "ConfigMap", namespace, fields=f"metadata.name={SETTINGS}", seconds=60
    ):
        events.append(kind)
        if kind == "ADDED":
            client.patch(Ref.of(each), {"data": {"size": "1"}}, "me")
        if kind == "MODIFIED" and each.get("data"):
            client.delete(Ref.of(each), "Background")
        if kind == "DELETED":
            break

    assert events[0] == "ADDED"
    assert events[1] == "MODIFIED"
    assert events[-1] == "DELETED"
    assert (
        list(client.watch("v1", "ConfigMap", namespace, fields=f"metadata.name={SETTINGS}", seconds=1)) == []
    )


@pytest.mark.kubernetes
def test_a_watch_that_the_server_refuses_says_why(client: Client, namespace: str) -> None:
    with pytest.raises(ApiError, match='resourceVersion: Invalid value: "yesterday"'):
        list(client.watch("v1", "ConfigMap", namespace, since="yesterday", seconds=1))


@pytest.mark.kubernetes
def test_a_server_with_another_authority_is_not_trusted(plane: Running, tmp_path: Any) -> None:
    own = plane.access.certificate  # a certificate, but not one that signs the server's

    with pytest.raises(Unreachable, match=r"CERTIFICATE_VERIFY_FAILED|certificate"):
        Client(replace(plane.access, authority=own)).get(Ref("v1", "Namespace", "default"))


class Moody(BaseHTTPRequestHandler):
    """Answers as the list says, in turn, each (status, body)."""

    answers: list[tuple[int, bytes]]
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        status, body = self.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def moody() -> Iterator[tuple[int, type[Moody]]]:
    handler = type("Handler", (Moody,), {"answers": [], "asked": 0})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, handler
    server.shutdown()
    thread.join()
    server.server_close()


class Plain(Client):
    """A client without certificates, for a server without any."""

    def __init__(self, port: int, patience: float) -> None:
        import urllib3

        from rehearsal.control_plane.access import Access

        super().__init__(Access(f"http://127.0.0.1:{port}", "", "", ""), patience=patience)
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", port, retries=False)  # type: ignore[assignment]


def test_a_server_that_is_busy_is_asked_again(moody: tuple[int, type[Moody]]) -> None:
    port, handler = moody
    handler.answers = [(429, b"{}"), (503, b"not yet"), (200, b'{"kind": "Yes"}')]

    assert Plain(port, patience=60).request("GET", "/") == {"kind": "Yes"}
    assert handler.asked == 3


def test_a_server_that_stays_busy_is_told_in_its_own_words(moody: tuple[int, type[Moody]]) -> None:
    port, handler = moody
    handler.answers = [(503, b"apiserver not ready")]

    with pytest.raises(ApiError, match=r"^apiserver not ready$"):
        Plain(port, patience=0).request("GET", "/")


def test_a_server_that_is_not_there_is_unreachable_and_says_what_to_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Plain(port, patience=0.3)

    with pytest.raises(Unreachable) as error:
        client.request("POST", "/", {})

    assert str(error.value).startswith(
        f"the rehearsal's API server at http://127.0.0.1:{port} does not answer ("
    )
    assert "refused" in str(error.value)
    assert str(error.value).endswith(
        "see kube-apiserver's log in the session's folder, and run the same command again"
    )
    assert not client.ready()
