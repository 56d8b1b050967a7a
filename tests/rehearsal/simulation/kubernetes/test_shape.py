"""The types of fields."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from rehearsal.simulation.kubernetes.shape import shape
from tests.rehearsal.simulation.kubernetes.cluster import (
    DEPLOYMENT,
    SERVICE,
    Cluster,
    container,
    deployment,
    pod,
)

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ROUTE = {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "a", "port": {"number": 80}}}}
BLOCK = {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}
FULL = container(
    env=[{"name": "A", "value": "b"}],
    ports=[{"name": "http", "containerPort": 80, "protocol": "TCP"}],
    livenessProbe={"httpGet": {"port": "http"}, "periodSeconds": 5},
    lifecycle={"preStop": {"exec": {"command": ["true"]}}},
    resources={"requests": {"cpu": "1"}, "limits": {"cpu": "2"}},
    volumeMounts=[{"name": "tmp", "mountPath": "/tmp"}],
)
OBJECTS: dict[str, dict[str, Any]] = {
    DEPLOYMENT: deployment(pod(containers=[FULL], volumes=[{"name": "tmp", "emptyDir": {}}]), replicas=1),
    SERVICE: {
        "type": "ClusterIP",
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "nodePort": 30000}],
    },
    INGRESS: {"tls": [{"hosts": ["a.b"]}], "rules": [{"host": "a.b", "http": {"paths": [ROUTE]}}]},
    POLICY: {
        "podSelector": {},
        "ingress": [{"from": [{"ipBlock": BLOCK}], "ports": [{"port": 80, "endPort": 90}]}],
    },
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {
        "maxReplicas": 2,
        "scaleTargetRef": {"kind": "D", "name": "a"},
    },
    "kubernetes:core/v1:PersistentVolumeClaim": {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1"}},
    },
}
JUNK: list[Any] = [None, "", [], {}, "text", 5, -1, 1.5, True, ["a"], [{}], [None], {"a": 1}]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in members:
        yield (*path, key)
        yield from places(inner, (*path, key))


def with_junk(spec: dict[str, Any], path: tuple[Any, ...], junk: Any) -> dict[str, Any]:
    changed = copy.deepcopy(spec)
    target: Any = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = junk
    return changed


@pytest.mark.parametrize("type_", OBJECTS)
def test_the_objects_here_are_sound(type_: str) -> None:
    assert Cluster().make(type_, spec=OBJECTS[type_])["id"] == "default/thing"


@pytest.mark.parametrize("type_", OBJECTS)
def test_whatever_is_put_into_a_field_is_taken_or_refused_and_never_a_fault(type_: str) -> None:
    refused = 0
    for path in places(OBJECTS[type_]):
        for junk in JUNK:
            try:
                Cluster().make(type_, spec=with_junk(OBJECTS[type_], path, junk))
            except Refused:
                refused += 1

    assert refused > 10


@pytest.mark.parametrize("type_", OBJECTS)
def test_any_field_may_be_unknown(type_: str) -> None:
    for path in places(OBJECTS[type_]):
        spec = with_junk(OBJECTS[type_], path, UNKNOWN)

        assert Cluster().wrong(type_, metadata={"name": "a"}, spec=spec) == [], path


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"spec": {"replicas": "three"}}, "spec.replicas: Invalid type: 'three' is not a number"),
        ({"spec": {"replicas": True}}, "True is not a number"),
        ({"spec": []}, "spec: Invalid type: [] is not an object"),
        ({"kind": 5}, "5 is not text"),
        ({"spec": {"ports": {}}}, "spec.ports: Invalid type: {} is not a list"),
        ({"spec": {"hosts": [1]}}, "spec.hosts[0]: Invalid type: 1 is not text"),
    ],
)
def test_a_wrong_type_is_named(given: dict[str, Any], text: str) -> None:
    assert text in " ".join(f"{failure.property}: {failure.reason}" for failure in shape(given))


def test_names_that_the_program_chooses_have_no_type() -> None:
    assert list(shape({"data": {"spec": "text"}, "metadata": {"labels": {"kind": "a"}}})) == []
