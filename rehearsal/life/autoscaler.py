"""Keeps the nodes of a cluster: makes and removes them on its API server, as a cloud and its node autoscaler would."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rehearsal.life import nodes as forms
from rehearsal.life import scaling
from rehearsal.life.cluster import Cluster, Pool
from rehearsal.life.following import AGAIN, MANAGER, attempt, ensure, now, start
from rehearsal.life.nodes import POOL_LABEL
from rehearsal.life.placing import Needs, needs, waiting
from rehearsal.life.pools import karpenter
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
SCALERS = {
    "karpenter": "karpenter", "aws-cluster-autoscaler": "cluster-autoscaler", "cluster-autoscaler": "cluster-autoscaler",
}  # fmt: skip
"""The label app.kubernetes.io/name of a Deployment -> the `scaled_by` of the pools that are its own."""
EVERY = 0.5
"""Seconds between two looks, unless a pod asks for one."""
LOOK_AGAIN = 1.0
"""Seconds between two questions about what changes seldom."""
SELDOM = 20
"""How often longer than a question about every pod takes nobody asks it again: with thousands of pods its answer is tens of
megabytes, and would keep the API server from all else."""
PATIENCE = 5.0
"""Seconds for which a pod is left to the scheduler once there is a node for it."""
AFTERWARDS = 10.0
"""Seconds for which pods may still come to a node that is gone, by a scheduler that has not heard of it."""
AT_ONCE: Object = {"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0}
"""How a pod is deleted that no kubelet ends."""


@dataclass(frozen=True)
class Target:
    """How many nodes a pool should have now; desired: what its owner asked for when that was reckoned."""

    desired: int
    count: int


class Autoscaler:
    """The nodes of one cluster. `cluster` answers what is known of it now; None: nothing yet, so there is no node."""

    def __init__(
        self, client: Client, cluster: Callable[[], Cluster | None], stopped: threading.Event
    ) -> None:
        self._client, self._cluster, self._stopped = client, cluster, stopped
        self._asked = threading.Event()
        self._nodes: dict[str, Object] = {}
        self._unplaced: dict[str, Object] = {}
        self._helped: dict[str, float] = {}
        self._empty_since: dict[str, float] = {}
        self._targets: dict[str, Target] = {}
        self._known: dict[str, Pool] = {}
        self._gone: dict[str, float] = {}
        self._number = 0
        self._look_at = 0.0
        self._busy = set[str]()
        self._scalers: tuple[float, set[str], list[Pool]] = (0.0, set(), [])

    def start(self) -> None:
        """Follow nodes and the pods without one, and keep the pools, each in a thread of its own."""
        start(self._client, ("v1", "Node"), self._node, self._stopped)
        start(self._client, ("v1", "Pod"), self._pod, self._stopped, fields="spec.nodeName=")
        threading.Thread(target=self._run, daemon=True, name="autoscaler").start()

    def _node(self, event: str, obj: Object) -> None:
        if event == "DELETED":
            self._nodes.pop(obj["metadata"]["name"], None)
            self._asked.set()
        elif obj["metadata"].get("labels", {}).get(POOL_LABEL):
            self._nodes[obj["metadata"]["name"]] = obj

    def _pod(self, event: str, obj: Object) -> None:
        uid = obj["metadata"]["uid"]
        if event == "DELETED":
            self._unplaced.pop(uid, None)
        else:
            self._unplaced[uid] = obj
            self._asked.set()

    def _run(self) -> None:
        pools = {"kind": "Node", "metadata": {"name": "of the pools"}}
        while not self._stopped.is_set():
            self._asked.wait(EVERY)
            self._asked.clear()
            attempt(lambda event, obj: self.look(), "", pools)
            self._stopped.wait(AGAIN)

    def look(self) -> None:
        """One look at everything: what the bounds want, what the pods want, what nobody wants."""
        cluster = self._cluster()
        if cluster is None:
            return
        pools, active = self._pools(cluster)
        wanted = {pool.name for pool in pools}
        for node in list(self._nodes.values()):
            # What belongs to an object of the cluster goes with that, by Kubernetes' own garbage collector.
            if node["metadata"]["labels"][POOL_LABEL] not in wanted and not node["metadata"].get(
                "ownerReferences"
            ):
                self._remove(node)
        for pool in pools:
            if pool.scaled_by != "karpenter":
                self._keep(pool, pool.scaled_by in active, cluster)
        scaled = [pool for pool in pools if pool.scaled_by in active]
        self._grow(scaled, cluster)
        self._shrink(scaled)
        self._clear()

    def _keep(self, pool: Pool, scaled: bool, cluster: Cluster) -> None:
        """As many nodes as a pool should have: what was asked for, until an autoscaler knows better, within its bounds."""
        before = self._targets.get(pool.name)
        asked = before is None or (before.desired != pool.desired and not scaled)
        count = pool.desired if before is None or asked else before.count
        count = min(max(count, pool.least), pool.most)
        self._targets[pool.name] = Target(pool.desired, count)
        members = scaling.members(pool, list(self._nodes.values()))
        self._taint(self._known.get(pool.name, pool), pool, members)
        self._known[pool.name] = pool
        new, gone = scaling.kept(pool, count, members)
        for one in new:
            self._make(one, cluster)
        for node in gone:
            self._remove(node)

    def _taint(self, before: Pool, pool: Pool, members: Sequence[Mapping[str, Any]]) -> None:
        """New taints of a pool are put on the nodes that are there, as clouds do; Karpenter replaces its nodes instead."""
        for node in members if before.taints != pool.taints else ():
            ref = Ref("v1", "Node", node["metadata"]["name"])
            with _if_there():
                self._client.patch(ref, {"spec": {"taints": forms.retainted(node, before, pool)}}, MANAGER)

    def _grow(self, pools: list[Pool], cluster: Cluster) -> None:
        at = time.monotonic()
        self._helped = {uid: until for uid, until in self._helped.items() if until > at}
        pods = [pod for uid, pod in list(self._unplaced.items()) if uid not in self._helped]
        stuck = list(waiting(pods))
        if not stuck or not pools:
            return
        nodes = list(self._nodes.values())
        for one in scaling.needed(stuck, pools, nodes, cluster.cloud, cluster.region, self._daemons()):
            self._make(one, cluster)
            self._helped |= dict.fromkeys(one.pods, at + PATIENCE)
            self._change(one.pool, 1)

    def _shrink(self, pools: list[Pool]) -> None:
        candidates = {pool.name: scaling.members(pool, list(self._nodes.values())) for pool in pools}
        spare = [pool for pool in pools if len(candidates[pool.name]) > pool.least]
        if not spare:
            self._empty_since.clear()
            return
        at = time.monotonic()
        if at >= self._look_at:
            self._look()
        if any(self._idle(pool, candidates[pool.name], at) for pool in spare):
            self._look()  # or a node would go that has got pods since
            for pool in spare:
                for node in self._idle(pool, candidates[pool.name], at):
                    self._change(pool, -1)
                    self._remove(node)

    def _idle(self, pool: Pool, nodes: Sequence[Mapping[str, Any]], at: float) -> list[Mapping[str, Any]]:
        return scaling.idle(pool, nodes, self._busy, self._empty_since, at)

    def _look(self) -> None:
        """Which nodes have pods that are of no DaemonSet, and which have had none since when."""
        at = time.monotonic()
        pods = self._client.list("v1", "Pod", fields="status.phase!=Succeeded,spec.nodeName!=")
        owned = [(pod, pod["metadata"].get("ownerReferences") or ()) for pod in pods]
        self._busy = {
            pod["spec"]["nodeName"] for pod, owners in owned if all(o["kind"] != "DaemonSet" for o in owners)
        }
        self._empty_since = {
            name: self._empty_since.get(name, at) for name in list(self._nodes) if name not in self._busy
        }
        ended = time.monotonic()
        self._look_at = ended + max(LOOK_AGAIN, SELDOM * (ended - at))

    def _daemons(self) -> list[Needs]:
        return [needs(one["spec"]["template"]["spec"]) for one in self._client.list("apps/v1", "DaemonSet")]

    def _pools(self, cluster: Cluster) -> tuple[list[Pool], set[str]]:
        """The pools, and who scales: the cloud, and whoever of SCALERS has a pod that is ready."""
        if cluster.cloud != "eks":
            return list(cluster.pools), {"cloud"}
        at = time.monotonic()
        if at - self._scalers[0] > LOOK_AGAIN:
            found = self._client.list(
                "apps/v1", "Deployment", labels=f"app.kubernetes.io/name in ({','.join(SCALERS)})"
            )
            ready = [one for one in found if (one.get("status") or {}).get("readyReplicas")]
            names = {SCALERS[one["metadata"]["labels"]["app.kubernetes.io/name"]] for one in ready}
            self._scalers = (at, names, self._karpenter(cluster) if "karpenter" in names else [])
        return [*cluster.pools, *self._scalers[2]], self._scalers[1]

    def _karpenter(self, cluster: Cluster) -> list[Pool]:
        zones = sorted({zone for pool in cluster.pools for zone in pool.zones})
        try:
            made = self._client.list(*karpenter.NODE_POOL)
        except NoKindMatch:
            return []
        live = [one for one in made if "deletionTimestamp" not in one["metadata"]]
        return [pool for one in live if (pool := karpenter.pool(one, zones))]

    def _change(self, pool: Pool, by: int) -> None:
        if pool.name in self._targets:
            self._targets[pool.name] = Target(pool.desired, self._targets[pool.name].count + by)

    def _make(self, new: scaling.New, cluster: Cluster) -> None:
        made = None
        while made is None:
            self._number += 1
            made = ensure(
                self._client,
                forms.node(new.pool, self._number, new.zone, cluster.cloud, cluster.region, now()),
            )
        self._nodes[made["metadata"]["name"]] = made

    def _remove(self, old: Mapping[str, Any]) -> None:
        ref = Ref("v1", "Node", old["metadata"]["name"])
        self._nodes.pop(ref.name, None)
        self._empty_since.pop(ref.name, None)
        self._gone[ref.name] = time.monotonic() + AFTERWARDS
        with _if_there():
            self._client.delete(ref, "Background")

    def _clear(self) -> None:
        """The pods of a node that is gone go too, for which it is drained in reality. Nobody runs them any more, and
        Kubernetes' own collector takes a minute to find them (pkg/controller/podgc, quarantineTime and gcCheckPeriod)."""
        at = time.monotonic()
        self._gone = {name: until for name, until in self._gone.items() if until > at}
        for name in self._gone:
            for pod in self._client.list("v1", "Pod", fields=f"spec.nodeName={name}"):
                with _if_there():
                    self._client.request("DELETE", self._client.path(Ref.of(pod)), AT_ONCE)


@contextmanager
def _if_there() -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        if error.code != 404:
            raise
