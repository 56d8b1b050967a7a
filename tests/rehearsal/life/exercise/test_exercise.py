"""The whole exercise of an application, on a real control plane."""

import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from rehearsal.life.exercise import exercise, load
from rehearsal.life.metrics.load import CONFIG_MAP
from rehearsal.life.nodes import POOL_LABEL
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import GENERAL, Living, deployment, soon

pytestmark = pytest.mark.engine
MARKS = {"app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "orion"}
HOMES = (f"exercised-{number}" for number in itertools.count())
BUDGET = ("policy/v1", "PodDisruptionBudget")
BEHAVIOR = {
    "scaleUp": {"policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}], "stabilizationWindowSeconds": 0},
    "scaleDown": {"policies": [{"type": "Percent", "value": 50, "periodSeconds": 60}], "stabilizationWindowSeconds": 300},
}  # fmt: skip


@dataclass(frozen=True)
class Application:
    """An application on a plane, and its autoscaler."""

    living: Living
    scaler: Ref


@pytest.fixture
def application(living: Living) -> Iterator[Application]:
    """From 3 to 10 pods, of which two fit on a node: ten need five nodes."""
    living.tell(GENERAL)
    home = living.namespace(next(HOMES))
    metadata = {"name": "web", "namespace": home, "labels": {**MARKS, "app": "web"}}
    cpu = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}
    living.put(
        deployment(home, "web", None, "1500m", MARKS),
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata, "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "minReplicas": 3,
            "maxReplicas": 10, "metrics": [{"type": "Resource", "resource": cpu}], "behavior": BEHAVIOR,
        }},
        {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata, "spec": {
            "minAvailable": 2, "selector": {"matchLabels": {"app": "web"}},
        }},
    )  # fmt: skip

    def settled() -> Any:
        status, budget = _status(living, "apps/v1", "Deployment", home), _status(living, *BUDGET, home)
        return status.get("readyReplicas") == 3 and budget.get("disruptionsAllowed") == 1

    assert soon(settled), _state(living, home)
    yield Application(living, Ref("autoscaling/v2", "HorizontalPodAutoscaler", "web", home))
    living.client.delete(Ref("apps/v1", "Deployment", "web", home))
    living.client.delete(Ref("autoscaling/v2", "HorizontalPodAutoscaler", "web", home))


def _status(living: Living, api_version: str, kind: str, home: str) -> dict[str, Any]:
    return living.client.get(Ref(api_version, kind, "web", home)).get("status") or {}


def _state(living: Living, home: str) -> str:
    """What one would ask for where the application does not come up."""
    nodes = {
        node["metadata"]["name"]: {
            "unschedulable": node["spec"].get("unschedulable", False),
            "taints": [taint["key"] for taint in node["spec"].get("taints") or ()],
            "going": "deletionTimestamp" in node["metadata"],
        }
        for node in living.client.list("v1", "Node")
    }
    pods = {
        pod["metadata"]["name"]: (pod["spec"].get("nodeName"), pod["status"].get("conditions"))
        for pod in living.client.list("v1", "Pod", home, fields="status.phase=Pending")
    }
    seen = {
        "Deployment": _status(living, "apps/v1", "Deployment", home),
        "HorizontalPodAutoscaler": _status(living, "autoscaling/v2", "HorizontalPodAutoscaler", home),
        "PodDisruptionBudget": _status(living, *BUDGET, home),
        "nodes": nodes,
        "pods that are pending": pods,
    }
    return "\n".join(f"{what}: {state}" for what, state in seen.items())


def test_an_autoscaler_goes_from_3_to_10_and_back_nodes_follow_and_a_drain_is_held(
    application: Application,
) -> None:
    told: list[str] = []

    problems = exercise(application.living.client, told.append)

    assert problems == []
    up, nodes, down, held, gone = told
    assert "load for 10 replicas" in up
    assert "3 replicas -> 10" in up
    grown = int(nodes.partition(" -> ")[2].split()[0])
    assert 5 <= grown <= GENERAL.most, (
        "two of these pods fit on a node, and other tests have theirs there too"
    )
    assert "10 replicas -> 3" in down
    # 3 while the budget's controller has not counted the one that was let go just before.
    assert re.search("held: The disruption budget web needs 2 healthy pods and has [23] currently", held)
    assert "let go, 3 evicted" in gone
    _is_as_before(application)


def test_pods_that_no_pool_has_room_for_are_a_problem_with_the_schedulers_own_words(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = application.living.client
    home = application.scaler.namespace

    def told() -> bool:
        pods = client.list("v1", "Pod", home, fields="status.phase=Pending")
        conditions = [one for pod in pods for one in pod["status"].get("conditions") or ()]
        return any("Insufficient cpu" in one.get("message", "") for one in conditions)

    def monotonic() -> float:
        """An exercise's patience is at its end as soon as the scheduler has said why a pod waits, and not before."""
        return time.monotonic() + (2 * load.PATIENCE if told() else 0.0)

    monkeypatch.setattr(load, "time", SimpleNamespace(monotonic=monotonic, sleep=time.sleep))
    application.living.tell(replace(GENERAL, most=3))
    soon(lambda: len(application.living.client.list("v1", "Node", labels=f"{POOL_LABEL}=general")) == 3)

    problems = list(load.raised_and_lowered(client, [client.get(application.scaler)]))

    assert " of 10 replicas are ready; web-" in problems[0].problem
    assert "Insufficient cpu" in problems[0].problem


def _is_as_before(application: Application) -> None:
    client = application.living.client
    behavior = client.get(application.scaler)["spec"]["behavior"]
    assert behavior["scaleDown"]["stabilizationWindowSeconds"] == 300
    assert behavior["scaleUp"]["policies"] == BEHAVIOR["scaleUp"]["policies"]
    assert not client.get(CONFIG_MAP).get("data")
    assert not any(node["spec"].get("unschedulable") for node in client.list("v1", "Node"))
