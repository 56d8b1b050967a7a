"""Which pool could take a pod."""

from dataclasses import replace
from typing import Any

import pytest

from rehearsal.life.cluster import Taint
from rehearsal.life.placing import alone, capacity, needs, takes, waiting, welcome
from tests.rehearsal.life.living import GENERAL

TAINTED = replace(GENERAL, taints=(Taint("only", "web", "NoSchedule"), Taint("soft", "", "PreferNoSchedule")))


def container(cpu: str = "", memory: str = "", **more: Any) -> dict[str, Any]:
    asked = {name: value for name, value in (("cpu", cpu), ("memory", memory)) if value}
    return {"resources": {"requests": asked}, **more}


def affinity(operator: str, *values: str, key: str = "for") -> dict[str, Any]:
    term = {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}
    required = {"nodeSelectorTerms": [term]}
    return {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}}


def test_a_pod_needs_its_containers_and_sidecars_or_its_largest_beginning() -> None:
    spec = {
        "containers": [container("100m", "1Gi"), container("100m")],
        "initContainers": [container("1", "1Mi"), container("50m", restartPolicy="Always")],
    }

    assert needs(spec) == {"pods": 1.0, "cpu": 1.0, "memory": 2.0**30}
    assert needs({"containers": [{"resources": {"limits": {"cpu": "2"}}}]})["cpu"] == 2.0


def test_what_runs_on_every_node_takes_room_on_a_new_one() -> None:
    free = capacity(GENERAL, "gke", [{"cpu": 1.0, "memory": 0.0, "pods": 1.0}])

    assert round(free["cpu"], 2) == 2.92
    assert takes(free, {"cpu": 2.9, "memory": 1.0, "pods": 1.0})
    assert not takes(free, {"cpu": 3.0, "memory": 1.0, "pods": 1.0})


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({}, True), ({"nodeSelector": {"for": "anything"}}, True), ({"nodeSelector": {"for": "batch"}}, False),
        (affinity("In", "anything"), True), (affinity("NotIn", "anything"), False), (affinity("Exists"), True),
        (affinity("DoesNotExist"), False), (affinity("Gt", "3", key="size"), False), (affinity("Lt", "3", key="size"), False),
    ],
)  # fmt: skip
def test_a_pod_goes_where_it_says(spec: dict[str, Any], expected: bool) -> None:
    assert welcome(spec, GENERAL, "europe-west4-a") is expected


@pytest.mark.parametrize(
    ("toleration", "expected"),
    [
        ({"operator": "Exists"}, True), ({"key": "only", "operator": "Exists"}, True), ({"key": "only", "value": "web"}, True),
        ({"key": "only", "value": "db"}, False), ({"key": "only", "value": "web", "effect": "NoExecute"}, False),
    ],
)  # fmt: skip
def test_a_taint_lets_in_who_tolerates_it(toleration: dict[str, str], expected: bool) -> None:
    assert welcome({"tolerations": [toleration]}, TAINTED, "europe-west4-a") is expected
    assert not welcome({}, TAINTED, "europe-west4-a")


def test_pods_that_stay_apart_are_alone_on_a_node() -> None:
    spread = {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}

    assert alone({"topologySpreadConstraints": [spread]})
    assert not alone({"topologySpreadConstraints": [{**spread, "whenUnsatisfiable": "ScheduleAnyway"}]})
    assert not alone({})


def test_a_new_node_helps_only_who_waits_for_one() -> None:
    def pod(message: str, reason: str = "Unschedulable") -> dict[str, Any]:
        return {"status": {"conditions": [{"reason": reason, "message": message}]}}

    told = ("0/3 nodes are available: 3 Insufficient cpu.", 'persistentvolumeclaim "data" not found')

    assert [len(list(waiting([pod(message)]))) for message in told] == [1, 0]
    assert list(waiting([pod("", "SchedulingGated"), {}])) == []
