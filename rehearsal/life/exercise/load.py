"""A load comes and goes, and the autoscalers follow: from their least to their most replicas and back."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rehearsal.life.exercise.rows import AGAIN, Row
from rehearsal.life.metrics.load import MANAGER, Load, put
from rehearsal.life.metrics.usage import ready
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
HURRY = 60
"""How many times faster an autoscaler's own periods and windows pass in an exercise, so that a minute takes a second."""
ABOVE = 1.25
PATIENCE = 300.0
"""Seconds for which an autoscaler is waited for, in each direction."""


def hurried(behavior: Mapping[str, Any]) -> Object:
    """A behaviour with the same steps in a sixtieth of the time; seconds are whole, and a period has one at least.

    The default behaviour is Kubernetes' own: five minutes of stabilisation down, none up, and everything each 15 seconds.
    """
    made: Object = {}
    for way, window in (("scaleUp", 0), ("scaleDown", 300)):
        rules = {
            "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}],
            **(behavior.get(way) or {}),
        }
        stays = rules.get("stabilizationWindowSeconds", window)
        policies = [
            {**one, "periodSeconds": max(1, one["periodSeconds"] // HURRY)} for one in rules["policies"]
        ]
        made[way] = {**rules, "policies": policies, "stabilizationWindowSeconds": math.ceil(stays / HURRY)}
    return made


def loads(scaler: Mapping[str, Any]) -> tuple[Load, Load] | None:
    """The load under which a workload needs all the replicas that its autoscaler may give, and one that leaves it with the
    least; None for an autoscaler that looks at nothing that can be loaded here."""
    most = scaler["spec"]["maxReplicas"]
    cpu = memory = None
    metrics: dict[str, float] = {}
    for one in scaler["spec"].get("metrics") or ():
        target = (
            one.get("resource") or one.get("pods") or one.get("external") or one.get("object") or {}
        ).get("target") or {}
        if one["type"] == "Resource" and target.get("averageUtilization"):
            share = target["averageUtilization"] / 100
            if one["resource"]["name"] == "cpu":
                cpu = share
            else:
                memory = share
        elif (one.get("pods") or {}).get("metric"):
            from rehearsal.life.placing import number

            metrics[one["pods"]["metric"]["name"]] = number(target.get("averageValue"))
    if cpu is not None:
        # More than the most replicas are meant for: an autoscaler is content when it is within a tenth of its target.
        return Load(total=most * cpu * ABOVE, memory=(memory or 1.0) / 2), Load(total=0.0, memory=0.01)
    if memory is not None:
        return Load(memory=2 * memory), Load(memory=0.01)
    if metrics:
        high, low = ({name: value * factor for name, value in metrics.items()} for factor in (2.0, 0.0))
        return Load(metrics=high), Load(metrics=low)
    return None


def raised_and_lowered(client: Client, scalers: Sequence[Object]) -> Iterator[Row]:
    """All loads raised together, and lowered when the autoscalers have answered; each row is one autoscaler, one way."""
    able = [scaler for scaler in scalers if loads(scaler)]
    for scaler in scalers:
        if not loads(scaler):
            yield Row(
                _name(scaler), "load", "", "not exercised", 0.0, "it has no metric that can be loaded here"
            )
    try:
        for scaler in able:
            client.patch(
                Ref.of(scaler), {"spec": {"behavior": hurried(scaler["spec"].get("behavior") or {})}}, MANAGER
            )
        nodes = _nodes(client)
        yield from _followed(client, able, high=True)
        if able:
            yield Row("nodes", "the pods of all that", str(nodes), str(_nodes(client)), 0.0)
        yield from _followed(client, able, high=False)
    finally:
        for scaler in able:
            client.patch(
                Ref.of(scaler), {"spec": {"behavior": _whole(scaler["spec"].get("behavior"))}}, MANAGER
            )
            put(client, scaler["metadata"]["namespace"], scaler["spec"]["scaleTargetRef"]["name"], None)


def _followed(client: Client, scalers: Sequence[Object], *, high: bool) -> Iterator[Row]:
    before = {_name(scaler): _replicas(client, scaler) for scaler in scalers}
    for scaler in scalers:
        pair = loads(scaler)
        assert pair is not None
        put(
            client,
            scaler["metadata"]["namespace"],
            scaler["spec"]["scaleTargetRef"]["name"],
            pair[0 if high else 1],
        )
    began = time.monotonic()
    pending = list(scalers)
    while pending:
        late = time.monotonic() - began > PATIENCE
        for scaler in list(pending):
            spec = scaler["spec"]
            wanted = spec["maxReplicas"] if high else spec.get("minReplicas", 1)
            replicas = _replicas(client, scaler)
            if replicas == (wanted, wanted) or late:
                pending.remove(scaler)
                asked = f"load for {wanted} replicas" if high else f"no load, back to {wanted}"
                passed = time.monotonic() - began
                problem = "" if replicas == (wanted, wanted) else _why(client, scaler, wanted, replicas)
                note = f" (its own policies, {HURRY} times faster)"
                first = before[_name(scaler)][0]
                yield Row(_name(scaler), asked + note, f"{first} replicas", f"{replicas[0]}", passed, problem)
        time.sleep(AGAIN)


def _replicas(client: Client, scaler: Object) -> tuple[int, int]:
    """How many replicas the target has, and how many of them are ready."""
    named, namespace = scaler["spec"]["scaleTargetRef"], scaler["metadata"]["namespace"]
    target = client.get(Ref(named["apiVersion"], named["kind"], named["name"], namespace))
    status = target.get("status") or {}
    return int(status.get("replicas") or 0), int(status.get("readyReplicas") or 0)


def _why(client: Client, scaler: Object, wanted: int, replicas: tuple[int, int]) -> str:
    """What keeps an autoscaler from its goal: pods without a node, else what it says itself."""
    for pod in client.list("v1", "Pod", scaler["metadata"]["namespace"], fields="status.phase=Pending"):
        if not ready(pod):
            for condition in (pod.get("status") or {}).get("conditions") or ():
                if condition.get("reason") == "Unschedulable":
                    return f"{replicas[1]} of {wanted} replicas are ready; {pod['metadata']['name']}: {condition['message']}"
    status = client.get(Ref.of(scaler)).get("status") or {}
    told = [
        one["message"]
        for one in status.get("conditions") or ()
        if one["type"] in {"AbleToScale", "ScalingActive"}
    ]
    return f"{replicas[1]} of {wanted} replicas are ready after {PATIENCE:.0f} s; the autoscaler says: {'; '.join(told)}"


def _whole(behavior: Mapping[str, Any] | None) -> Any:
    """A behaviour as a merge patch that puts it back, with nothing left of another."""
    if behavior is None:
        return None
    return {way: behavior.get(way) for way in ("scaleUp", "scaleDown")}


def _name(scaler: Object) -> str:
    return f"{scaler['metadata']['namespace']}/{scaler['metadata']['name']}"


def _nodes(client: Client) -> int:
    return len(client.list("v1", "Node"))
