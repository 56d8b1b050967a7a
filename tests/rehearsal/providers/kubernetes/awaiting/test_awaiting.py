"""On a real control plane: what gets ready is waited for, what does not says why, what is deleted is waited for too."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.planes import API_SERVER
from rehearsal.providers.kubernetes import awaiting
from rehearsal.providers.kubernetes.awaiting import Deleted, StillThere
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.planes import running, the_one
from tests.rehearsal.providers.kubernetes.awaiting.cluster import (
    ME,
    SPACE,
    Object,
    made,
    refused,
    soon,
    told,
    wait,
    waiting_map,
    workload,
)


def test_a_deployment_gets_ready_and_so_does_its_next_revision(client: Client) -> None:
    first = wait(client, workload("Deployment", "web", 3))
    second = wait(client, workload("Deployment", "web", 2, containers=[{"name": "app", "image": "app:2"}]))

    assert (first["status"]["availableReplicas"], second["status"]["updatedReplicas"]) == (3, 2)
    assert second["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "2"
    assert awaiting.unready(client, {}, second) == ()


def test_a_deployment_that_no_node_takes_says_so(client: Client) -> None:
    obj = workload("Deployment", "homeless", 2, nodeSelector={"disk": "none"})
    client.apply(obj, ME)
    told(client, "homeless-", "FailedScheduling")
    reasons = refused(client, obj)

    assert re.fullmatch(
        r"Deployment awaiting/homeless: 0 of 2 replicas are available after \d+ s", reasons[0]
    )
    assert any(each.startswith("event FailedScheduling: 0/") for each in reasons), reasons
    assert awaiting.unready(client, obj, client.get(Ref.of(obj)))[0].endswith("0 of 2 replicas are available")


def test_what_is_not_waited_for_is_given_back_as_it_is(client: Client) -> None:
    live = client.apply(made("v1", "ConfigMap", "plain"), ME)

    assert awaiting.wait(client, {}, live) is live
    assert awaiting.unready(client, {}, live) == ()


def test_a_wait_for_that_cannot_be_read_is_found_before_and_after(client: Client) -> None:
    wrong = made(
        "v1", "ConfigMap", "wrong", metadata={"annotations": {"pulumi.com/waitFor": "jsonpath={.a[}"}}
    )

    assert "at character 4, after '.a['" in awaiting.problem(wrong)
    assert awaiting.problem(waiting_map("right")) == ""
    assert "at character 4, after '.a['" in refused(client, wrong)[0]


def test_what_is_deleted_by_hand_ends_the_wait(client: Client) -> None:
    obj = waiting_map("doomed")
    with (
        soon(lambda: client.delete(Ref.of(obj))),
        pytest.raises(Deleted, match=r"doomed was deleted by somebody else"),
    ):
        wait(client, obj)


def test_two_hundred_wait_at_once_at_the_cost_of_one_watch(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[str] = []
    request = client.request

    def counted(method: str, path: str, *given: Any, **more: Any) -> Object:
        requests.append(path)
        return request(method, path, *given, **more)

    monkeypatch.setattr(client, "request", counted)
    names = [f"m{number}" for number in range(200)]
    lives = [client.apply(waiting_map(name, state="new"), ME) for name in names]
    made_by, before = len(requests), time.monotonic()

    def finish() -> None:
        for name in names:
            client.patch(Ref("v1", "ConfigMap", name, SPACE), {"data": {"state": "done"}}, ME)

    with soon(finish, 1.0), ThreadPoolExecutor(200) as pool:
        ready = list(pool.map(lambda live: awaiting.wait(client, live, live, 300.0), lives))

    assert {each["data"]["state"] for each in ready} == {"done"}
    assert (
        len(requests) - made_by <= 200 * 3 + 10
    )  # two readings at most, one change, and the watch's beginning
    assert time.monotonic() - before < 150.0


def test_a_namespace_that_a_finalizer_keeps_is_reported_and_goes_when_it_is_let_go(client: Client) -> None:
    space = Ref("v1", "Namespace", "awaiting-stuck")
    client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space.name}}, ME)
    kept = made(
        "v1", "ConfigMap", "kept", metadata={"namespace": space.name, "finalizers": ["example.com/hold"]}
    )
    client.apply(kept, ME)
    client.delete(space)
    begun = time.monotonic()
    with pytest.raises(StillThere) as failed:
        awaiting.wait_gone(client, space, 600.0)

    assert time.monotonic() - begun < 300.0
    assert failed.value.reasons[:2] == (
        "Namespace awaiting-stuck cannot be deleted",
        "ConfigMap awaiting-stuck/kept is held by its finalizers: example.com/hold",
    )
    assert any("NamespaceFinalizersRemaining" in each for each in failed.value.reasons)
    client.patch(Ref.of(kept), {"metadata": {"finalizers": None}}, ME)
    awaiting.wait_gone(client, space, 600.0)


def test_a_namespace_full_of_pods_goes_without_a_complaint(client: Client) -> None:
    space = Ref("v1", "Namespace", "awaiting-full")
    client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space.name}}, ME)
    obj = workload("Deployment", "web", 20)
    wait(client, {**obj, "metadata": {**obj["metadata"], "namespace": space.name}})
    client.delete(space)

    awaiting.wait_gone(client, space, 600.0)


def test_the_deletion_of_what_is_made_anew_at_once_is_no_endless_wait(client: Client) -> None:
    account = client.get(Ref("v1", "ServiceAccount", "default", SPACE))
    client.delete(Ref.of(account))
    awaiting.wait_gone(client, Ref.of(account), 120.0, inputs=account)


def test_the_deletion_is_not_waited_for_where_skip_await_says_so(client: Client) -> None:
    skipped = {"pulumi.com/skipAwait": "true"}
    obj = workload("Deployment", "skipped", 0)
    obj["metadata"] |= {"annotations": skipped, "finalizers": ["example.com/hold"]}
    live = wait(client, obj)
    client.delete(Ref.of(live))

    awaiting.wait_gone(client, Ref.of(live), 30.0, inputs=obj)

    assert client.find(Ref.of(live)) is not None
    client.patch(Ref.of(live), {"metadata": {"finalizers": None}}, ME)


def test_an_api_server_that_is_away_for_seconds_is_waited_for(tmp_path: Path, programs: Binaries) -> None:
    with running(tmp_path / "away", programs=programs) as planes:
        here = the_one(planes)
        obj = {
            **waiting_map("patient"),
            "metadata": {**waiting_map("patient")["metadata"], "namespace": "default"},
        }
        gone = {**obj, "metadata": {"name": "gone", "namespace": "default"}}
        live, doomed = here.client.apply(obj, ME), here.client.apply(gone, ME)
        with ThreadPoolExecutor(2) as pool:
            ready = pool.submit(awaiting.wait, here.client, obj, live, 300.0)
            over = pool.submit(awaiting.wait_gone, here.client, Ref.of(doomed), 300.0)
            time.sleep(0.5)
            planes.kill(here.plane, API_SERVER)
            time.sleep(3.0)
            planes.run(here.plane, API_SERVER)
            until = time.monotonic() + 120
            while not here.client.ready() and time.monotonic() < until:
                time.sleep(0.1)
            here.client.patch(Ref.of(live), {"data": {"state": "done"}}, ME)
            here.client.delete(Ref.of(doomed))

            assert ready.result(300)["data"]["state"] == "done"
            over.result(300)
