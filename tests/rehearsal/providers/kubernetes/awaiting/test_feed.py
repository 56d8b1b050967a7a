"""All who wait for a kind share one watch, and miss nothing when it breaks."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import feed
from rehearsal.providers.kubernetes.awaiting.feed import following
from rehearsal.providers.kubernetes.awaiting.sight import Sight
from rehearsal.providers.kubernetes.awaiting.verdict import Interest
from tests.rehearsal.providers.kubernetes.awaiting.server import Server, made


def pod(name: str) -> Interest:
    return Interest("v1", "Pod", "shop", name)


def names(sight: Sight) -> list[str]:
    return [obj["metadata"]["name"] for obj in sight.of(sight.interests[0])]


def soon(check: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60.0
    while not check() and time.monotonic() < until:
        time.sleep(0.01)
    return check()


def begun(server: Server) -> bool:
    return soon(lambda: server.asked["watch"] > 0)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SECONDS", 0.3)


def test_one_watch_serves_many_and_each_hears_of_its_own() -> None:
    server = Server()
    sights = [Sight([pod(f"web-{number}")]) for number in range(50)]
    with ExitStack() as stack:
        for sight in sights:
            stack.enter_context(following(server.client, sight))
        assert begun(server)
        for number in range(50):
            server.put(made("Pod", f"web-{number}"))

        assert soon(lambda: all(names(sight) for sight in sights))
        assert [names(sight) for sight in sights] == [[f"web-{number}"] for number in range(50)]

    assert server.asked["begin"] == 1


def test_a_deletion_is_heard_of() -> None:
    server, sight = Server(), Sight([pod("web")])
    server.put(made("Pod", "web"))
    with following(server.client, sight):
        assert begun(server)
        sight.refresh(server.client)
        server.remove(made("Pod", "web"))

        assert soon(lambda: names(sight) == [])


def test_objects_of_a_label_are_heard_of_by_its_value() -> None:
    server, sight = Server(), Sight([Interest("v1", "EndpointSlice", "shop", "web", "service")])
    with following(server.client, sight):
        assert begun(server)
        server.put(made("EndpointSlice", "web-x", metadata={"labels": {"service": "web"}}))
        server.put(made("EndpointSlice", "web-y"))

        assert soon(lambda: names(sight) == ["web-x"])


@pytest.mark.parametrize("broken", ["expired", "away"])
def test_after_a_watch_that_broke_everybody_reads_again(broken: str) -> None:
    server, sight = Server(), Sight([pod("web")])
    with following(server.client, sight):
        assert begun(server)
        sight.refresh(server.client)
        server.away = broken == "away"
        server.expire()
        time.sleep(0.1)
        server.put(made("Pod", "web"))
        server.away = False

        def seen() -> bool:
            sight.refresh(server.client)
            return names(sight) == ["web"]

        assert soon(seen)


def test_a_watch_that_breaks_in_an_unexpected_way_begins_anew_too(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, sight = Server(), Sight([pod("web")])
    watch, broken = server.watch, threading.Event()

    def once_broken(*given: Any, **more: Any) -> Any:
        if not broken.is_set():
            broken.set()
            raise TypeError("no answer of any known kind")
        return watch(*given, **more)

    monkeypatch.setattr(server, "watch", once_broken)
    with following(server.client, sight):
        assert begun(server)
        server.put(made("Pod", "web"))

        assert soon(lambda: names(sight) == ["web"])

    assert "the watch of Pod broke and begins anew" in caplog.text


def test_a_watch_that_nobody_follows_ends() -> None:
    server, sight = Server(), Sight([pod("web")])
    with following(server.client, sight):
        assert begun(server)

    assert soon(lambda: not any(thread.name == "watch Pod" for thread in threading.enumerate()))


def test_one_who_comes_later_shares_the_watch_that_is_still_running() -> None:
    server = Server()
    for name in ("one", "two"):
        sight = Sight([pod(name)])
        with following(server.client, sight):
            assert begun(server)
            server.put(made("Pod", name))
            assert soon(lambda sight=sight, name=name: names(sight) == [name])  # type: ignore[misc]

    assert server.asked["begin"] == 1
