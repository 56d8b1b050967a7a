"""Nodes that come and go, on a real control plane."""

import threading
from dataclasses import replace
from typing import Any, cast

import pytest

from rehearsal.life.autoscaler import Autoscaler
from rehearsal.life.cluster import Cluster, Taint
from rehearsal.life.nodes import POOL_LABEL
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import GENERAL, ZONES, Living, deployment, soon

pytestmark = pytest.mark.engine
SPOT = replace(
    GENERAL, name="spot", least=0, desired=0, most=2, labels={"for": "batch"}, taints=(Taint("spot", "true", "NoSchedule"),)
)  # fmt: skip
TOLERATED: dict[str, Any] = {
    "nodeSelector": {"for": "batch"},
    "tolerations": [{"key": "spot", "operator": "Exists"}],
}


def count(living: Living, pool: str) -> int:
    return len(living.client.list("v1", "Node", labels=f"{POOL_LABEL}={pool}"))


def ready_pods(living: Living, namespace: str) -> int:
    found = living.client.list("apps/v1", "Deployment", namespace)
    return sum(int(one.get("status", {}).get("readyReplicas") or 0) for one in found)


def test_the_node_count_follows_the_pools_bounds_and_the_zones_stay_even(living: Living) -> None:
    living.tell(replace(GENERAL, least=0, most=0))  # what other tests left need not be even
    assert soon(lambda: count(living, "general") == 0)
    living.tell(GENERAL)
    assert soon(lambda: count(living, "general") == 3)

    living.tell(replace(GENERAL, least=4, desired=4))
    assert soon(lambda: count(living, "general") == 4)

    living.tell(GENERAL)
    assert soon(lambda: count(living, "general") == 3)
    zones = [
        node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in living.client.list("v1", "Node")
    ]
    assert sorted(zones) == sorted(ZONES)


def test_pods_that_wait_get_nodes_up_to_the_bound_and_empty_nodes_go(living: Living) -> None:
    home = living.namespace("waiting")
    living.tell(GENERAL, SPOT)

    living.put(deployment(home, "batch", 3, "3", **TOLERATED))

    assert soon(lambda: count(living, "spot") == 2 and ready_pods(living, home) == 2)
    pending = living.client.list("v1", "Pod", home, fields="status.phase=Pending")
    assert len(pending) == 1, "two nodes are all that the pool may have, and each has room for one pod"
    assert count(living, "general") == 3, "a pod that selects the other pool gets none of this one"

    living.client.delete(Ref("apps/v1", "Deployment", "batch", home))
    assert soon(lambda: count(living, "spot") == 0)


def test_a_pool_that_is_no_more_takes_its_nodes_along(living: Living) -> None:
    living.tell(GENERAL, replace(SPOT, name="other", least=1, desired=1))
    assert soon(lambda: count(living, "other") == 1)

    living.tell(GENERAL)

    assert soon(lambda: count(living, "other") == 0)


def test_a_node_that_is_taken_away_by_hand_is_made_again(living: Living) -> None:
    living.tell(GENERAL)
    assert soon(lambda: count(living, "general") == 3)
    name = living.client.list("v1", "Node")[0]["metadata"]["name"]

    living.client.delete(Ref("v1", "Node", name))

    assert soon(lambda: count(living, "general") == 3 and living.client.find(Ref("v1", "Node", name)) is None)


class Bound:
    """An API server with pods that are bound to nodes: name -> node."""

    def __init__(self, **pods: str) -> None:
        self.pods, self.deleted = pods, list[tuple[str, Any]]()

    def list(self, api_version: str, kind: str, *, fields: str = "") -> list[dict[str, Any]]:
        chosen = [name for name, node in self.pods.items() if fields == f"spec.nodeName={node}"]
        return [
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop"}}
            for name in chosen
        ]

    def path(self, ref: Ref) -> str:
        return ref.name

    def request(self, method: str, path: str, body: Any) -> None:
        self.deleted.append((path, body["gracePeriodSeconds"]))
        if self.pods.pop(path) == "one" and path == "late":
            raise ApiError(404, "NotFound", "it has gone by itself meanwhile")

    def delete(self, ref: Ref, propagation: str) -> None:
        self.deleted.append((ref.name, propagation))


def test_the_pods_of_a_node_that_is_taken_away_go_too_and_so_do_those_that_come_afterwards() -> None:
    server = Bound(mine="one", other="two")
    autoscaler = Autoscaler(
        cast("Client", server),
        lambda: Cluster("gke", "main", "europe-west4", (replace(GENERAL, least=0, desired=0, most=0),)),
        threading.Event(),
    )
    autoscaler._node("ADDED", {"metadata": {"name": "one", "labels": {POOL_LABEL: "general"}}})

    autoscaler.look()
    assert server.deleted == [("one", "Background"), ("mine", 0)]

    server.pods = {"late": "one", "other": "two"}
    autoscaler.look()
    assert server.deleted[2:] == [("late", 0)]


class Slow(Bound):
    """A big one: to list every pod takes it ten seconds."""

    def __init__(self, clock: "Clock", **pods: str) -> None:
        super().__init__(**pods)
        self.clock, self.asked = clock, 0

    def list(self, api_version: str, kind: str, *, fields: str = "") -> list[dict[str, Any]]:
        if not fields.startswith("status.phase"):
            return super().list(api_version, kind, fields=fields)
        self.asked += 1
        self.clock.now += 10
        return [{"metadata": {}, "spec": {"nodeName": node}} for node in self.pods.values()]


class Clock:
    """What time.monotonic says."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("rehearsal.life.autoscaler.time.monotonic", clock)
    return clock


def scaled_by_the_cloud(server: Slow, nodes: tuple[str, ...]) -> Autoscaler:
    pool = replace(GENERAL, least=0, desired=len(nodes), most=9)
    autoscaler = Autoscaler(
        cast("Client", server), lambda: Cluster("gke", "main", "europe-west4", (pool,)), threading.Event()
    )
    for name in nodes:
        autoscaler._node("ADDED", {"metadata": {"name": name, "labels": {POOL_LABEL: "general"}}})
    return autoscaler


def test_the_longer_it_takes_to_list_every_pod_the_more_seldom_that_is_done(clock: Clock) -> None:
    server = Slow(clock, mine="one")
    autoscaler = scaled_by_the_cloud(server, ("one",))

    for _ in range(300):
        autoscaler.look()
        clock.now += 1

    assert server.asked == 2, (
        "once at the beginning, and again after twenty times the ten seconds that it took"
    )


def test_a_node_that_has_got_pods_since_is_not_taken_away(clock: Clock) -> None:
    server = Slow(clock, mine="one")
    autoscaler = scaled_by_the_cloud(server, ("one", "two"))
    autoscaler.look()
    server.pods["new"] = "two"
    clock.now += 100

    autoscaler.look()
    assert server.asked == 2, "it is asked again before anything goes"
    assert server.deleted == []

    del server.pods["new"]
    for _ in range(500):
        autoscaler.look()
        clock.now += 1
    assert server.deleted[0] == ("two", "Background")


def test_pods_run_and_those_of_a_job_complete(living: Living) -> None:
    home = living.namespace("pods")
    pod = {"restartPolicy": "Never", "containers": [{"name": "main", "image": "registry.example.com/it:1"}]}
    job = {"metadata": {"name": "once", "namespace": home}, "spec": {"template": {"spec": pod}}}

    living.put(deployment(home, "stays", 2), {"apiVersion": "batch/v1", "kind": "Job", **job})

    assert soon(lambda: ready_pods(living, home) == 2)
    done = soon(
        lambda: living.client.get(Ref("batch/v1", "Job", "once", home)).get("status", {}).get("succeeded")
    )
    assert done == 1
