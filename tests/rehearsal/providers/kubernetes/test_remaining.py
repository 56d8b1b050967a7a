"""What a cluster still holds of what the rehearsal made, asked of its API server."""

import time
from typing import Any

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.remaining import Left, left
from tests.rehearsal.providers.kubernetes.things import (
    Properties,
    config_map,
    definition,
    deployment,
    pod_spec,
    thing,
)

pytestmark = pytest.mark.kubernetes
OURS = "pulumi-kubernetes-0123abcd"
PATIENCE = 60.0
"""Seconds for a controller to act."""


def found(client: Client, namespace: str) -> set[Left]:
    return {each for each in left(client) if each.ref.namespace == namespace or namespace in each.ref.name}


def test_objects_of_every_kind_and_manager_of_ours_are_found_and_no_others(
    client: Client, namespace: str
) -> None:
    group = f"{namespace}.example.com"
    crd = definition(group, "Ship", masts={"type": "integer"})
    ship = thing(f"{group}/v1", "Ship", namespace, "a", spec={"masts": 3})
    client.apply(crd, OURS)
    wait(client, f"{group}/v1")
    client.apply(ship, OURS)
    client.apply(config_map(namespace, a="1"), "helm")
    client.apply(config_map(namespace, "theirs", a="1"), "somebody")

    assert found(client, namespace) == {
        Left(Ref.of(crd), OURS, kept=False),
        Left(Ref.of(ship), OURS, kept=False),
        Left(Ref("v1", "ConfigMap", "settings", namespace), "helm", kept=False),
    }
    client.delete(Ref.of(crd))


def test_what_a_controller_made_of_it_is_not_counted(client: Client, namespace: str) -> None:
    client.apply(deployment(namespace, replicas=0), OURS)
    until = time.monotonic() + 120
    while not client.list("apps/v1", "ReplicaSet", namespace) and time.monotonic() < until:
        time.sleep(0.05)

    assert {each.ref.kind for each in found(client, namespace)} == {"Deployment"}


def test_what_a_chart_keeps_on_purpose_says_so(client: Client, namespace: str) -> None:
    kept = config_map(namespace, a="1")
    kept["metadata"]["annotations"] = {"helm.sh/resource-policy": "keep"}
    client.apply(kept, "helm")

    assert found(client, namespace) == {Left(Ref.of(kept), "helm", kept=True)}


def test_a_claim_that_outlives_its_stateful_set_is_kept_on_purpose(client: Client, namespace: str) -> None:
    made = stateful_set(namespace)
    claim = Ref("v1", "PersistentVolumeClaim", "data-store-0", namespace)
    client.apply(made, OURS)
    until = time.monotonic() + PATIENCE
    while client.find(claim) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    client.delete(Ref.of(made))
    while client.find(Ref.of(made)) is not None:
        assert time.monotonic() < until
        time.sleep(0.05)

    assert found(client, namespace) == {Left(claim, "kube-controller-manager", kept=True)}


def test_a_claim_that_its_stateful_set_takes_with_it_is_not_told(client: Client, namespace: str) -> None:
    made = stateful_set(namespace, persistentVolumeClaimRetentionPolicy={"whenDeleted": "Delete"})
    client.apply(made, OURS)
    claim = Ref("v1", "PersistentVolumeClaim", "data-store-0", namespace)
    until = time.monotonic() + PATIENCE
    while not ((client.find(claim) or {}).get("metadata") or {}).get("ownerReferences"):
        assert time.monotonic() < until
        time.sleep(0.05)

    assert {each.ref.kind for each in found(client, namespace)} == {"StatefulSet"}


def test_more_than_a_page_of_them_are_all_found(
    client: Client, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehearsal.providers.kubernetes.remaining.PAGE", 2)
    for number in range(5):
        client.apply(config_map(namespace, f"many-{number}", a="1"), OURS)

    assert len(found(client, namespace)) == 5


def stateful_set(namespace: str, **spec: Any) -> Properties:
    """One of a replica with a claim."""
    wanted = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    return thing(
        "apps/v1", "StatefulSet", namespace, "store",
        spec={
            "serviceName": "store", "selector": {"matchLabels": {"app": "store"}},
            "template": {"metadata": {"labels": {"app": "store"}}, "spec": pod_spec()},
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": wanted}],
            **spec,
        },
    )  # fmt: skip


def wait(client: Client, api_version: str) -> None:
    until = time.monotonic() + 120
    while not any(each.api_version == api_version for each in client.discovery.resources()):
        assert time.monotonic() < until
        time.sleep(0.05)
