"""What a waiter sees is the newest state of its objects, whichever way it came to know it."""

import threading

import pytest

from rehearsal.providers.kubernetes.awaiting.sight import Sight
from rehearsal.providers.kubernetes.awaiting.verdict import Interest
from rehearsal.providers.kubernetes.errors import Unreachable
from tests.rehearsal.providers.kubernetes.awaiting.server import Object, Server, made

POD = Interest("v1", "Pod", "shop", "web")
SLICES = Interest("discovery.k8s.io/v1", "EndpointSlice", "shop", "web", "service")


def pod(version: int, phase: str, uid: str = "a") -> Object:
    return made("Pod", "web", metadata={"uid": uid, "resourceVersion": str(version)}, status={"phase": phase})


def phases(sight: Sight) -> list[str]:
    return [obj["status"]["phase"] for obj in sight.of(POD)]


def test_the_newer_version_wins_whichever_comes_first() -> None:
    sight = Sight([POD])
    sight.put(POD, pod(10, "Running"))
    sight.put(POD, pod(9, "Pending"))

    assert phases(sight) == ["Running"]


def test_what_is_gone_does_not_come_back_by_an_older_answer() -> None:
    sight = Sight([POD])
    sight.put(POD, pod(10, "Running"), gone=True)
    sight.put(POD, pod(9, "Pending"))

    assert phases(sight) == []


def test_another_object_of_the_same_name_is_another_object() -> None:
    sight = Sight([POD])
    sight.put(POD, pod(10, "Running"), gone=True)
    sight.put(POD, pod(11, "Pending", uid="b"))

    assert phases(sight) == ["Pending"]


def test_it_reads_its_objects_once_and_again_only_when_it_may_have_missed_something() -> None:
    server = Server()
    server.put(made("Pod", "web", status={"phase": "Pending"}))
    sight = Sight([POD, POD])

    sight.refresh(server.client)
    sight.refresh(server.client)

    assert (phases(sight), server.asked["find"]) == (["Pending"], 1)

    server.remove(made("Pod", "web"))
    sight.outdate()
    sight.refresh(server.client)

    assert (phases(sight), server.asked["find"]) == ([], 2)


def test_objects_are_read_by_label_where_the_interest_has_one() -> None:
    server = Server()
    for name, service in (("a", "web"), ("b", "web"), ("c", "other")):
        server.put(
            made(
                "EndpointSlice",
                name,
                api_version=SLICES.api_version,
                metadata={"labels": {"service": service}},
            )
        )
    sight = Sight([POD, SLICES])

    sight.refresh(server.client)

    assert {each["metadata"]["name"] for each in sight.around(0.0).of("EndpointSlice")} == {"a", "b"}


def test_a_failed_reading_is_made_up_for_by_the_next() -> None:
    server = Server()
    server.put(made("Pod", "web", status={"phase": "Pending"}))
    server.away = True
    sight = Sight([POD])
    with pytest.raises(Unreachable):
        sight.refresh(server.client)

    server.away = False
    sight.refresh(server.client)

    assert phases(sight) == ["Pending"]


def test_what_is_around_knows_for_how_long_nothing_has_changed() -> None:
    sight = Sight([POD])
    sight.put(POD, pod(1, "Pending"))

    assert sight.around(3.0).quiet < 30.0
    assert sight.around(3.0).waited == 3.0
    assert sight.around(3.0, quiet=60.0).quiet == 60.0


def test_a_change_ends_the_waiting_for_one() -> None:
    sight = Sight([POD])
    threading.Timer(0.05, lambda: sight.put(POD, pod(1, "Pending"))).start()

    sight.wait(30.0)

    assert phases(sight) == ["Pending"]
