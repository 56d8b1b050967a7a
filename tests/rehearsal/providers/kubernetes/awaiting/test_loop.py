"""Waiting ends when the object is ready, when it never will be, when it is gone, when the time is up or the user gives up."""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import feed, loop
from rehearsal.providers.kubernetes.awaiting.kinds import SPECS, Spec
from rehearsal.providers.kubernetes.awaiting.loop import Deleted, NotReady, look, until_ready
from rehearsal.providers.kubernetes.awaiting.verdict import Object, Verdict, hopeless, missing
from tests.rehearsal.providers.kubernetes.awaiting.server import Server, made

WIDGET = Spec(
    lambda live, _: Verdict(True, warnings=("mind it",)) if phase(live) == "Ready" else judged(live)
)


def phase(live: Object) -> Any:
    return live.get("status", {}).get("phase")


def judged(live: Object) -> Verdict:
    return (
        hopeless("it is broken") if phase(live) == "Broken" else missing("it is not there yet", "be patient")
    )


def widget(server: Server, status: str = "", name: str = "a") -> Object:
    return server.put(made("Widget", name, api_version="example.com/v1", status={"phase": status}))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SECONDS", 0.5)
    monkeypatch.setattr(loop, "TICK", 0.05)


@pytest.fixture
def server() -> Server:
    return Server()


def after(seconds: float, act: Callable[[], Any]) -> None:
    threading.Timer(seconds, act).start()


def wait(
    server: Server, live: Object, seconds: float = 60.0, spec: Spec = WIDGET
) -> tuple[Object, list[str]]:
    said: list[str] = []
    return until_ready(server.client, spec, live, seconds, said.append, lambda: False), said


def test_what_is_ready_is_given_as_it_is_now_with_its_warnings(server: Server) -> None:
    live = widget(server)
    now = widget(server, "Ready")

    assert wait(server, live) == (now, ["Widget shop/a: mind it"])


def test_it_waits_until_it_is_ready(server: Server) -> None:
    live = widget(server)
    after(0.2, lambda: widget(server, "Ready"))

    assert phase(wait(server, live)[0]) == "Ready"


def test_hundreds_wait_with_one_watch_and_one_reading_each(server: Server) -> None:
    lives = [widget(server, name=f"w{number}") for number in range(200)]
    after(0.5, lambda: [widget(server, "Ready", f"w{number}") for number in range(200)])
    with ThreadPoolExecutor(200) as pool:
        ready = list(pool.map(lambda live: wait(server, live)[0], lives))

    assert {phase(each) for each in ready} == {"Ready"}
    assert server.asked["begin"] == 1
    # Those that began before the watch read once more when it did.
    assert server.asked["find"] <= 400


def test_when_the_time_is_up_it_says_what_is_missing_and_gives_the_newest_state(server: Server) -> None:
    live = widget(server)
    after(0.1, lambda: widget(server, "Starting"))
    with pytest.raises(NotReady) as failed:
        wait(server, live, seconds=3.0)

    first, second = failed.value.reasons
    assert re.fullmatch(r"Widget shop/a: it is not there yet after \d+ s", first)
    assert second == "be patient"
    assert str(failed.value) == f"{first}; be patient"
    assert phase(failed.value.live) == "Starting"


def test_what_never_will_be_ready_is_not_waited_for(server: Server) -> None:
    live = widget(server)
    after(0.1, lambda: widget(server, "Broken"))
    with pytest.raises(NotReady, match=r"^Widget shop/a: it is broken$"):
        wait(server, live)


def test_what_somebody_else_deletes_is_not_waited_for(server: Server) -> None:
    live = widget(server)
    after(0.1, lambda: server.remove(live))
    with pytest.raises(
        Deleted, match=r"^Widget shop/a was deleted by somebody else while it was waited for$"
    ):
        wait(server, live)


def test_what_somebody_else_replaces_is_not_waited_for(server: Server) -> None:
    live = widget(server)
    server.remove(live)
    widget(server, "Ready")
    with pytest.raises(
        Deleted, match=r"^Widget shop/a was replaced by another of the same name by somebody else"
    ):
        wait(server, live)


def test_the_user_may_give_up(server: Server) -> None:
    live, cancelled = widget(server), threading.Event()
    after(0.2, cancelled.set)
    begun = time.monotonic()
    with pytest.raises(
        NotReady, match=r"^Widget shop/a: the wait for it was cancelled after \d+ s; it is not there yet"
    ):
        until_ready(server.client, WIDGET, live, 60.0, print, cancelled.is_set)

    assert time.monotonic() - begun < 30.0


@pytest.mark.parametrize("trouble", ["away", "refuses"])
def test_a_server_that_is_away_for_a_while_is_waited_for(server: Server, trouble: str) -> None:
    live = widget(server)
    setattr(server, trouble, True)
    server.expire()

    def back() -> None:
        widget(server, "Ready")
        setattr(server, trouble, False)

    after(0.5, back)

    assert phase(wait(server, live)[0]) == "Ready"


def test_a_server_that_stays_away_ends_the_wait(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "AWAY", 0.3)
    live = widget(server)
    server.away = True
    with pytest.raises(NotReady, match=r"^Widget shop/a: the rehearsal's API server at \S+ does not answer"):
        wait(server, live)


def test_the_time_may_be_up_before_the_server_has_answered(server: Server) -> None:
    live = widget(server)
    server.away = True
    with pytest.raises(
        NotReady,
        match=r"^Widget shop/a: nothing is known of it, as the API server did not answer after \d+ s$",
    ):
        wait(server, live, seconds=0.2)


def test_the_user_is_told_what_is_waited_for_once_and_later_all_there_is_to_say(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "PATIENCE", 0.1)
    monkeypatch.setattr(loop, "LOOK", 2.0)
    live = widget(server)
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            widget(server, "Ready")

    until_ready(server.client, WIDGET, live, 60.0, say, lambda: False)

    assert said == [
        "Widget shop/a: it is not there yet",
        "Widget shop/a: it is not there yet; be patient",
        "Widget shop/a: mind it",
    ]


def test_what_is_ready_soon_says_nothing_of_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "PATIENCE", 60.0)
    live = widget(server)
    after(0.3, lambda: widget(server, "Ready"))

    assert wait(server, live)[1] == ["Widget shop/a: mind it"]


def test_what_stands_around_an_object_is_waited_for_too(server: Server) -> None:
    spec = SPECS["v1", "Service"]
    live = server.put(made("Service", "web", spec={"type": "ClusterIP", "selector": {"app": "web"}}))
    labels = {"labels": {"kubernetes.io/service-name": "web"}}

    def slice_of(ready: bool) -> None:
        endpoints = [{"conditions": {"ready": ready}}]
        server.put(
            made(
                "EndpointSlice",
                "web-x",
                api_version="discovery.k8s.io/v1",
                metadata=labels,
                endpoints=endpoints,
            )
        )

    slice_of(ready=False)
    after(0.2, lambda: slice_of(ready=True))
    begun = time.monotonic()
    wait(server, live, spec=spec)

    assert 0.4 < time.monotonic() - begun < 60.0


def test_a_look_says_why_it_is_not_ready_now(server: Server) -> None:
    assert look(server.client, WIDGET, widget(server)) == ("Widget shop/a: it is not there yet", "be patient")
    assert look(server.client, WIDGET, widget(server, "Ready")) == ()
