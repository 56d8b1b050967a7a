"""docs/runbooks/upgrade.md and drains.md: a pool is closed, drained by kubectl under a budget, and taken away."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest

from rehearsal.life.cluster import Pool, Taint
from rehearsal.life.nodes import POOL_LABEL
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.stackfile import ROOT
from settings.clusters.base import CLOSED
from tests.rehearsal.kubectl import Kubectl
from tests.rehearsal.life.living import GENERAL, Living, deployment, soon

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

OLD = replace(GENERAL, name="general-1", labels={"pool": "general"})
OLD_CLOSED = replace(OLD, taints=(Taint(CLOSED, "true", "NoSchedule"),))
NEW = replace(GENERAL, name="generalb-1", least=0, desired=0, most=6, labels={"pool": "generalb"})
DRAIN = "drain --selector pool=general --ignore-daemonsets --delete-emptydir-data"
PATCH = """patch poddisruptionbudget NAME --type merge -p '{"spec":{"minAvailable":0}}'"""


@pytest.fixture
def kubectl(living: Living, tmp_path: Path) -> Kubectl:
    return Kubectl(living.access, tmp_path)


def budget(home: str, least: int) -> dict[str, Any]:
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web", "namespace": home},
        "spec": {"minAvailable": least, "selector": {"matchLabels": {"app": "web"}}},
    }


def ready(living: Living, home: str) -> int:
    status = living.client.get(Ref("apps/v1", "Deployment", "web", home)).get("status") or {}
    return int(status.get("readyReplicas") or 0)


def places(living: Living, home: str) -> set[str]:
    """The pools that the namespace's pods are on; empty for a pod that has no node."""
    nodes = {
        one["metadata"]["name"]: one["metadata"]["labels"][POOL_LABEL]
        for one in living.client.list("v1", "Node")
    }
    pods = living.client.list("v1", "Pod", home)
    return {nodes.get(str(pod["spec"].get("nodeName")), "") for pod in pods}


def serving(living: Living, home: str, replicas: int, least: int) -> None:
    """So many pods on the old pool, and a budget that knows of them."""
    only(living, OLD)
    living.put(deployment(home, "web", replicas, "500m"), budget(home, least))
    assert soon(lambda: ready(living, home) == replicas)
    ref = Ref("policy/v1", "PodDisruptionBudget", "web", home)
    assert soon(lambda: (living.client.get(ref).get("status") or {}).get("currentHealthy") == replicas)


def only(living: Living, *pools: Pool) -> None:
    """The cluster has these pools, and no node is left of those that other tests had."""
    living.tell(*pools)
    names = {pool.name for pool in pools}
    assert soon(lambda: counted(living).keys() <= names and counted(living)[OLD.name] == OLD.desired)


def counted(living: Living) -> Counter[str]:
    """How many nodes each pool has."""
    return Counter(one["metadata"]["labels"][POOL_LABEL] for one in living.client.list("v1", "Node"))


class Watched:
    """How few pods were ready at any moment, while something is done."""

    def __init__(self, living: Living, home: str) -> None:
        self._look: Callable[[], int] = lambda: ready(living, home)
        self.fewest = self._look()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._done.wait(0.05):
            self.fewest = min(self.fewest, self._look())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()


def test_a_closed_pool_keeps_its_pods_until_it_is_drained_and_the_budget_holds_throughout(
    living: Living, kubectl: Kubectl
) -> None:
    home = living.namespace("moved")
    serving(living, home, replicas=4, least=3)

    living.tell(OLD_CLOSED, NEW)
    columns = "get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints[*].key"
    assert soon(lambda: kubectl(columns).count(CLOSED) == OLD.desired)
    assert (places(living, home), ready(living, home)) == ({OLD.name}, 4)

    with Watched(living, home) as watched:
        kubectl(f"{DRAIN} --timeout=4m")
        assert soon(lambda: ready(living, home) == 4)
    assert watched.fewest >= 3
    assert places(living, home) == {NEW.name}

    living.tell(NEW)
    assert soon(lambda: not living.client.list("v1", "Node", labels=f"{POOL_LABEL}={OLD.name}"))
    assert (places(living, home), ready(living, home)) == ({NEW.name}, 4)


def test_nobody_new_comes_onto_a_closed_pool_and_it_does_not_grow(living: Living) -> None:
    home = living.namespace("closed")
    only(living, OLD_CLOSED, NEW)

    living.put(deployment(home, "web", 2))

    assert soon(lambda: ready(living, home) == 2)
    assert places(living, home) == {NEW.name}
    assert len(of(living, OLD.name)) == OLD.desired


def of(living: Living, pool: str) -> list[dict[str, Any]]:
    return living.client.list("v1", "Node", labels=f"{POOL_LABEL}={pool}")


def test_a_budget_that_lets_nobody_go_holds_a_drain_until_it_is_lowered(
    living: Living, kubectl: Kubectl
) -> None:
    home = living.namespace("held")
    serving(living, home, replicas=2, least=2)
    living.tell(OLD_CLOSED, NEW)
    budgets = [line.split()[:5] for line in kubectl("get poddisruptionbudgets -A").splitlines()]
    assert [home, "web", "2", "N/A", "0"] in budgets  # other tests' may be there too

    told = kubectl(f"{DRAIN} --timeout=5s", fails=True)
    assert "would violate the pod's disruption budget" in told
    assert ready(living, home) == 2

    way_out = f"-n {home} {PATCH.replace('NAME', 'web')}".replace("'", "")
    kubectl(way_out)
    kubectl(f"{DRAIN} --timeout=4m")
    assert soon(lambda: ready(living, home) == 2)
    assert places(living, home) == {NEW.name}


def test_the_runbooks_say_what_was_tried_here() -> None:
    upgrade = (ROOT / "docs" / "runbooks" / "upgrade.md").read_text()
    drains = (ROOT / "docs" / "runbooks" / "drains.md").read_text()

    assert "--ignore-daemonsets --delete-emptydir-data --timeout=1h" in upgrade
    assert "TAINTS:.spec.taints[*].key" in upgrade
    assert PATCH in drains
    assert f"`{CLOSED}`" in upgrade
