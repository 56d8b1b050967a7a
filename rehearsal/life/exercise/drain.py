"""Nodes are drained under a workload, and its disruption budget holds: by the eviction API, as `kubectl drain` does it."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.life.exercise.rows import AGAIN, Row
from rehearsal.life.metrics.load import MANAGER
from rehearsal.life.metrics.usage import ready, workload
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
STEP = "all nodes cordoned, all its pods evicted"
HELD = 2.0
"""Seconds for which a budget may hold before the nodes are taken back into use, as an operator would."""
PATIENCE = 120.0


def evict(client: Client, pod: Mapping[str, Any]) -> str:
    """Ask for a pod's eviction: empty when it goes, or is gone; else why it may not (429, the budget's own words)."""
    ref = Ref.of({"apiVersion": "v1", "kind": "Pod", **pod})
    body = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": ref.name, "namespace": ref.namespace},
    }
    try:
        client.request("POST", f"{client.path(ref)}/eviction", body)
    except ApiError as error:
        if error.code == 404:
            return ""
        if error.code != 429:
            raise
        return "; ".join(cause.message for cause in error.causes if cause.message) or error.message
    return ""


def drained(client: Client, scaler: Mapping[str, Any]) -> Iterator[Row]:
    """Evict all pods of a workload while no node takes new ones: its budget lets some go and holds the others, until an
    autoscaler has made nodes, or the old ones are taken back into use."""
    namespace, name = scaler["metadata"]["namespace"], scaler["spec"]["scaleTargetRef"]["name"]
    pods = [one for one in client.list("v1", "Pod", namespace) if workload(one) == name and ready(one)]
    budget = _budget(client, namespace, pods)
    what = f"{namespace}/{name}"
    if budget is None or not pods:
        yield Row(
            what, "drain", f"{len(pods)} pods", "not exercised", 0.0, "no PodDisruptionBudget is for its pods"
        )
        return
    allowed = int((budget.get("status") or {}).get("disruptionsAllowed") or 0)
    words = f"{len(pods)} pods under {budget['metadata']['name']}, which allows {allowed} to go"
    if not allowed:
        yield Row(
            what,
            "drain",
            words,
            "held for ever",
            0.0,
            "its budget never lets a pod go: a drain would not end",
        )
        return
    nodes = sorted(
        node["metadata"]["name"]
        for node in client.list("v1", "Node")
        if not node["spec"].get("unschedulable")
    )
    began = time.monotonic()
    try:
        _usable(client, nodes, usable=False)
        refusals = [told for pod in pods if (told := evict(client, pod))]
        if refusals:
            yield Row(
                what,
                STEP,
                words,
                f"held: {refusals[0]}",
                time.monotonic() - began,
            )
        left = list(pods)
        while left and time.monotonic() - began < PATIENCE:
            left = [pod for pod in left if evict(client, pod)]
            if left and time.monotonic() - began > HELD:
                _usable(client, nodes, usable=True)
            time.sleep(AGAIN)
        problem = f"{len(left)} pods could not be evicted in {PATIENCE:.0f} s" if left else ""
        after = f"let go, {len(pods) - len(left)} evicted"
        yield Row(what, STEP, words, after, time.monotonic() - began, problem)
    finally:
        _usable(client, nodes, usable=True)


def _budget(client: Client, namespace: str, pods: list[Object]) -> Object | None:
    for budget in client.list("policy/v1", "PodDisruptionBudget", namespace):
        wanted = (budget["spec"].get("selector") or {}).get("matchLabels") or {}
        if pods and wanted.items() <= (pods[0]["metadata"].get("labels") or {}).items():
            return budget
    return None


def _usable(client: Client, nodes: list[str], *, usable: bool) -> None:
    for name in nodes:
        try:
            client.patch(
                Ref("v1", "Node", name), {"spec": {"unschedulable": None if usable else True}}, MANAGER
            )
        except ApiError as error:
            if error.code != 404:
                raise
