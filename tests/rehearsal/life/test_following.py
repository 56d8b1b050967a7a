"""Following objects, whatever happens to the API server."""

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest

from rehearsal.life import following
from rehearsal.life.following import attempt, ensure, follow, holds, say
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch, Unreachable

THING = {"apiVersion": "v1", "kind": "Thing", "metadata": {"name": "one"}, "status": {"phase": "New"}}


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AGAIN", 0.0)


class Server:
    """An API server whose watches end as they are told to, and which keeps what it is asked."""

    def __init__(self, *watches: Any) -> None:
        self.watches, self.asked = list(watches), list[tuple[str, str]]()
        self.discovery = self
        self.refuse: list[ApiError] = []

    def refresh(self) -> None:
        self.asked.append(("refresh", ""))

    def watch(self, *kind: str, **more: Any) -> Iterator[tuple[str, Any]]:
        ending = self.watches.pop(0)
        yield "ADDED", THING
        raise ending

    def path(self, ref: Any, subresource: str = "") -> str:
        return f"/{ref.name}/{subresource}"

    def request(self, method: str, path: str, body: Any, **more: Any) -> Any:
        self.asked.append((method, path))
        if self.refuse:
            raise self.refuse.pop(0)

    def create(self, obj: Any, manager: str) -> Any:
        if self.refuse:
            raise self.refuse.pop(0)
        return obj


def test_a_watch_that_breaks_is_begun_again_until_the_kind_is_gone() -> None:
    gone = ApiError(404, "NotFound", "no such page")
    server = Server(
        Unreachable("there", "refused"), ApiError(410, "Gone", "too old"), gone, NoKindMatch("v1", "Thing")
    )
    seen: list[str] = []

    follow(cast(Client, server), ("v1", "Thing"), lambda event, obj: seen.append(event), threading.Event())

    assert seen == ["ADDED"] * 4
    assert server.asked == [("refresh", "")]


def test_what_is_refused_is_tried_again_and_what_is_gone_is_not(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def act(code: int) -> Any:
        def acting(event: str, obj: Any) -> None:
            tried.append(code)
            raise ApiError(code, "Why", "because")

        return acting

    attempt(act(409), "ADDED", THING)
    attempt(act(404), "ADDED", THING)

    assert tried == [409] * following.TRIES + [404]
    assert "Thing one: because" in caplog.text


def test_a_fault_of_ours_is_logged_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fault(event: str, obj: Any) -> None:
        raise KeyError("spec")

    attempt(fault, "ADDED", THING)

    assert "could not be done for one" in caplog.text


def test_a_status_is_written_only_where_it_says_something_new() -> None:
    server = Server()

    say(cast(Client, server), THING, {"phase": "New"})
    say(cast(Client, server), THING, {"phase": "Old"})

    assert server.asked == [("PATCH", "/one/status")]
    assert holds({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}})
    assert not holds({"a": None}, {"a": {"b": 1}})


def test_a_kind_without_a_subresource_keeps_its_status_among_its_fields() -> None:
    server = Server()
    server.refuse = [ApiError(404, "NotFound", "no such page")]

    say(cast(Client, server), THING, {"phase": "Old"})
    server.refuse = [ApiError(403, "Forbidden", "no")]

    assert server.asked == [("PATCH", "/one/status"), ("PATCH", "/one/")]
    with pytest.raises(ApiError, match="no"):
        say(cast(Client, server), THING, {"phase": "Old"})


def test_what_is_there_already_stays_as_it_is() -> None:
    server = Server()
    assert ensure(cast(Client, server), THING) == THING

    server.refuse = [ApiError(409, "AlreadyExists", "there"), ApiError(403, "Forbidden", "no")]

    assert ensure(cast(Client, server), THING) is None
    with pytest.raises(ApiError, match="no"):
        ensure(cast(Client, server), THING)
