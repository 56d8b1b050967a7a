"""Beside what an object lacks, its pods and the newest warnings say why."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting.reasons import reasons
from tests.rehearsal.providers.kubernetes.awaiting.server import Object, Server, made

WEB = {"app": "web"}


@pytest.fixture
def server() -> Server:
    return Server()


def workload(server: Server, kind: str = "StatefulSet", name: str = "web", **spec: Any) -> Object:
    given = {"selector": {"matchLabels": WEB}} | spec
    return server.put(made(kind, name, api_version="apps/v1", spec=given))


def owned(
    server: Server, kind: str, name: str, owner: Object, waiting: str = "", message: str = "", **spec: Any
) -> Object:
    metadata = {"labels": WEB, "ownerReferences": [{"uid": owner["metadata"]["uid"]}]}
    state = {"state": {"waiting": {"reason": waiting, "message": message}}} if waiting else {}
    api_version = "apps/v1" if kind == "ReplicaSet" else "v1"
    status = {"containerStatuses": [{"name": "app", **state}]}
    return server.put(made(kind, name, api_version=api_version, metadata=metadata, spec=spec, status=status))


def event(server: Server, about: Object, reason: str, message: str, minute: int = 0, **more: Any) -> None:
    involved = {"kind": about["kind"], "name": about["metadata"]["name"], "uid": about["metadata"].get("uid")}
    time = {"lastTimestamp": f"2026-01-01T00:{minute:02}:00Z"} | more
    name = f"{about['metadata']['name']}.{reason}.{minute}"
    server.put(
        made("Event", name, involvedObject=involved, reason=reason, message=message, type="Warning", **time)
    )


def test_its_pods_say_what_keeps_them_and_alike_ones_are_told_once(server: Server) -> None:
    live = workload(server)
    for number in range(4):
        owned(server, "Pod", f"web-{number}", live, "ImagePullBackOff", f"web-{number} cannot pull")
    owned(server, "Pod", "web-4", live, "CreateContainerError", "no such volume")
    owned(server, "Pod", "web-5", live)

    assert reasons(server.client, live) == [
        "Pod web-0: ImagePullBackOff: web-0 cannot pull (3 more alike)",
        "Pod web-4: CreateContainerError: no such volume",
    ]


def test_a_deployments_pods_are_those_of_its_replica_sets(server: Server) -> None:
    live, stranger = workload(server, "Deployment"), workload(server, "Deployment", "other")
    mine = owned(server, "ReplicaSet", "web-1", live)
    event(server, mine, "FailedCreate", 'pods "web-1-x" is forbidden: exceeded quota')
    owned(server, "Pod", "web-1-a", mine, "ErrImagePull", "denied")
    owned(
        server, "Pod", "other-1-a", owned(server, "ReplicaSet", "other-1", stranger), "Trouble", "of another"
    )

    assert reasons(server.client, live) == [
        "Pod web-1-a: ErrImagePull: denied",
        'event FailedCreate: pods "web-1-x" is forbidden: exceeded quota',
    ]


def test_a_services_pods_are_those_it_selects_whoever_owns_them(server: Server) -> None:
    live = server.put(made("Service", "web", spec={"selector": WEB}))
    owned(server, "Pod", "web-0", workload(server), "ErrImagePull", "denied")

    assert reasons(server.client, live) == ["Pod web-0: ErrImagePull: denied"]


def test_warnings_are_told_newest_first_once_for_each_reason_and_how_often(server: Server) -> None:
    live = workload(server)
    pod = owned(server, "Pod", "web-0", live)
    event(server, pod, "Unhealthy", "old", minute=1, count=4)
    event(server, pod, "Unhealthy", "new", minute=3, count=2)
    event(server, live, "FailedUpdate", "in between", minute=2)
    event(server, workload(server, name="other"), "Unhealthy", "of another", minute=9)
    event(
        server,
        pod,
        "Later",
        "by a series",
        minute=4,
        lastTimestamp=None,
        series={"count": 7, "lastObservedTime": "2027"},
    )

    assert reasons(server.client, live) == [
        "event Later: by a series (7 times)",
        "event Unhealthy: new (6 times)",
        "event FailedUpdate: in between",
    ]


def test_warnings_about_the_claims_that_pods_mount_are_told(server: Server) -> None:
    live = workload(server)
    owned(
        server,
        "Pod",
        "web-0",
        live,
        volumes=[{"persistentVolumeClaim": {"claimName": "data"}}, {"emptyDir": {}}],
    )
    event(server, made("PersistentVolumeClaim", "data"), "ProvisioningFailed", "no such class")

    assert reasons(server.client, live) == ["event ProvisioningFailed: no such class"]


def test_what_an_event_says_is_not_said_by_the_pod_too(server: Server) -> None:
    live = workload(server)
    pod = owned(server, "Pod", "web-0", live, "Unschedulable", "0/3 nodes are available")
    event(server, pod, "FailedScheduling", "0/3 nodes are available")

    assert reasons(server.client, live) == ["event FailedScheduling: 0/3 nodes are available"]


def test_it_says_only_so_much(server: Server) -> None:
    live = workload(server)
    for number in range(9):
        event(
            server,
            owned(server, "Pod", f"web-{number}", live, f"Trouble{number}", "x" * 999),
            f"Reason{number}",
            "y" * 999,
        )

    found = reasons(server.client, live)

    assert len(found) == 8
    assert all(len(each) < 450 for each in found)
    assert found[0].endswith("x…")


def test_selectors_of_all_kinds_find_the_pods(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    expressions = [
        {"key": "tier", "operator": "In", "values": ["a", "b"]},
        {"key": "tier", "operator": "NotIn", "values": ["c"]},
        {"key": "app", "operator": "Exists"},
        {"key": "old", "operator": "DoesNotExist"},
    ]
    asked: list[str] = []

    def listed(*_: Any, labels: str = "", **__: Any) -> list[Object]:
        asked.append(labels)
        return []

    monkeypatch.setattr(server, "list", listed)

    reasons(server.client, workload(server, selector={"matchExpressions": expressions}))
    reasons(server.client, workload(server, "ReplicationController", selector=WEB))

    assert [each for each in asked if each] == ["tier in (a,b),tier notin (c),app,!old", "app=web"]


def test_what_runs_no_pods_is_told_by_its_events(server: Server) -> None:
    live = server.put(made("PersistentVolumeClaim", "data"))
    event(server, live, "ProvisioningFailed", "no such class")

    assert reasons(server.client, live) == ["event ProvisioningFailed: no such class"]


def test_an_object_outside_namespaces_and_a_server_that_does_not_answer_say_nothing(server: Server) -> None:
    live = workload(server)
    event(server, live, "Trouble", "x")

    assert reasons(server.client, server.put(made("PersistentVolume", "data", ""))) == []
    server.away = True
    assert reasons(server.client, live) == []
