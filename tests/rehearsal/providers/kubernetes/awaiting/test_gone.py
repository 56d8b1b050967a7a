"""A deletion is waited for, and a namespace that something keeps says so soon."""

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import feed, gone
from rehearsal.providers.kubernetes.awaiting.gone import StillThere, until_gone
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.awaiting.server import Object, Server, made

SHOP = Ref("v1", "Namespace", "shop")
MAP = Ref("v1", "ConfigMap", "a", "shop")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SECONDS", 0.5)
    monkeypatch.setattr(gone, "TICK", 0.05)
    monkeypatch.setattr(gone, "STANDS", 0.3)


@pytest.fixture
def server() -> Server:
    return Server()


def after(seconds: float, act: Callable[[], Any]) -> None:
    threading.Timer(seconds, act).start()


def wait(server: Server, ref: Ref = MAP, seconds: float = 60.0, uid: str = "") -> None:
    until_gone(server.client, ref, seconds, uid, lambda: False)


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def held(name: str, *finalizers: str, deleted: float | None = 60.0) -> Object:
    asked = {} if deleted is None else {"deletionTimestamp": ago(deleted)}
    return made("ConfigMap", name, metadata={"finalizers": list(finalizers), **asked})


def namespace(**conditions: str) -> Object:
    found = [
        {"type": f"Namespace{name}", "status": "True", "message": text} for name, text in conditions.items()
    ]
    return made("Namespace", "shop", "", status={"phase": "Terminating", "conditions": found})


def test_it_returns_once_the_object_is_gone(server: Server) -> None:
    live = server.put(made("ConfigMap", "a"))
    after(0.2, lambda: server.remove(live))

    wait(server)


def test_it_returns_when_the_name_is_another_objects(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    live, find = server.put(made("ConfigMap", "a")), server.find

    def seen(ref: Ref) -> Object | None:
        found = find(ref)
        if found == live:
            server.remove(live)
            server.put(made("ConfigMap", "a"))
        return found

    monkeypatch.setattr(server, "find", seen)

    wait(server)
    assert find(MAP) is not None


def test_it_returns_at_once_when_the_name_is_another_objects_already(server: Server) -> None:
    server.put(made("ConfigMap", "a"))

    wait(server, uid="of-the-one-before")


def test_an_object_without_a_namespace_is_in_the_default_one(server: Server) -> None:
    live = server.put(made("ConfigMap", "a", "default"))
    after(0.2, lambda: server.remove(live))

    wait(server, Ref("v1", "ConfigMap", "a"))


def test_what_stays_is_told_with_its_finalizers(server: Server) -> None:
    server.put(held("a", "example.com/hold", "foregroundDeletion"))
    with pytest.raises(StillThere) as failed:
        wait(server, seconds=0.6)

    first, *others = failed.value.reasons
    assert re.fullmatch(r"ConfigMap shop/a is still there after \d+ s", first)
    assert others == [
        "its finalizers are still there: example.com/hold, foregroundDeletion",
    ]


def test_what_nobody_has_deleted_is_told_as_such(server: Server) -> None:
    server.put(made("ConfigMap", "a"))
    with pytest.raises(
        StillThere, match=r"^ConfigMap shop/a is still there after \d+ s; nobody has asked for its deletion$"
    ):
        wait(server, seconds=0.2)


def test_a_condition_that_says_what_keeps_it_is_told(server: Server) -> None:
    said = [
        {"type": "Terminating", "status": "True", "reason": "InstanceDeletionFailed", "message": "3 left"}
    ]
    server.put(held("a", "cleanup") | {"status": {"conditions": said}})
    with pytest.raises(StillThere, match=r"Terminating: InstanceDeletionFailed: 3 left$"):
        wait(server, seconds=0.2)


def test_the_user_may_give_up(server: Server) -> None:
    server.put(held("a", "example.com/hold"))
    with pytest.raises(
        StillThere, match=r"^ConfigMap shop/a is still there: the wait was cancelled after \d+ s"
    ):
        until_gone(server.client, MAP, 10.0, "", lambda: True)


def test_a_server_that_is_away_for_a_while_is_waited_for(server: Server) -> None:
    live = server.put(held("a"))
    server.away = True
    server.expire()

    def back() -> None:
        server.remove(live)
        server.away = False

    after(0.3, back)

    wait(server)


def test_a_server_that_stays_away_ends_the_wait(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gone, "AWAY", 0.2)
    server.put(held("a"))
    server.away = True
    with pytest.raises(StillThere, match=r"the rehearsal's API server at \S+ does not answer"):
        wait(server)


@pytest.mark.parametrize("failure", ["DeletionDiscoveryFailure", "DeletionContentFailure"])
def test_a_namespace_whose_content_cannot_be_deleted_says_so_soon(server: Server, failure: str) -> None:
    server.put(namespace(**{failure: "an API group does not answer"}))
    with pytest.raises(StillThere) as failed:
        wait(server, SHOP)

    assert failed.value.reasons == (
        "Namespace shop cannot be deleted",
        f"Namespace{failure}: an API group does not answer",
    )


def test_a_namespace_that_finalizers_keep_says_which_of_which_objects(server: Server) -> None:
    for number in range(7):
        server.put(held(f"m{number}", "example.com/hold"))
    server.put(namespace(ContentRemaining="7 left", FinalizersRemaining="example.com/hold in 7"))
    with pytest.raises(StillThere) as failed:
        wait(server, SHOP)

    assert failed.value.reasons == (
        "Namespace shop cannot be deleted",
        *(f"ConfigMap shop/m{number} is held by its finalizers: example.com/hold" for number in range(5)),
        "and 2 more objects",
        "NamespaceContentRemaining: 7 left",
        "NamespaceFinalizersRemaining: example.com/hold in 7",
    )


@pytest.mark.parametrize(
    "content",
    [
        None,
        made("ConfigMap", "without-finalizers", metadata={"deletionTimestamp": ago(60)}),
        held("not-deleted-yet", "example.com/hold", deleted=None),
        held("a-moment-ago", "example.com/hold", deleted=-3600),
    ],
)
def test_a_namespace_that_may_still_go_by_itself_is_waited_for(
    server: Server, content: Object | None
) -> None:
    if content:
        server.put(content)
    live = server.put(namespace(ContentRemaining="1 left", FinalizersRemaining="example.com/hold in 1"))
    after(1.2, lambda: server.remove(live))

    wait(server, SHOP)


def test_a_namespace_that_says_something_else_each_time_is_waited_for(server: Server) -> None:
    server.put(held("a", "example.com/hold"))
    live = server.put(namespace(ContentRemaining="9 left"))
    for number in range(8):
        after(0.1 * number, lambda number=number: server.put(namespace(ContentRemaining=f"{number} left")))  # type: ignore[misc]
    after(0.9, lambda: server.remove(live))

    wait(server, SHOP)


def test_a_kind_that_cannot_be_listed_does_not_hide_what_keeps_the_namespace(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(held("a", "example.com/hold"))
    server.discovery.known *= 2
    listed = server.list
    first: list[Any] = []

    def refusing(*given: Any, **more: Any) -> list[Object]:
        if not first:
            first.append(given)
            raise ApiError(500, "InternalError", "conversion webhook")
        return listed(*given, **more)

    monkeypatch.setattr(server, "list", refusing)
    server.put(namespace(FinalizersRemaining="example.com/hold in 1"))
    begun = time.monotonic()
    with pytest.raises(StillThere, match=r"ConfigMap shop/a is held by its finalizers: example.com/hold"):
        wait(server, SHOP)

    assert time.monotonic() - begun < 30.0
