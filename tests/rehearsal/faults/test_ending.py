"""The end of a stack: what keeps it is told at once, and nothing is left in the cluster when it is over."""

import time
from dataclasses import replace

import pytest

from rehearsal.life.pools import existing
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.stackfile import ROOT
from tests.rehearsal.faults.conftest import Life, said
from tests.rehearsal.faults.programs import (
    AT_ONCE,
    NAMESPACE,
    Thing,
    boat,
    config_map,
    definition,
    deployment,
)

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

UNPROTECT = ("state", "unprotect", "--all", "--yes")
EXCLUDING = ("destroy", "--exclude-protected", "--yes", "--skip-preview")
SOON = 300.0
"""Seconds: the limit for a namespace's deletion is ten minutes."""
PASSING = {"Event", "Lease", "EndpointSlice", "ComponentStatus"}
"""Kinds whose objects come and go by themselves."""

OF_THE_CLUSTER = (
    Ref("v1", "ConfigMap", "kube-root-ca.crt", "kube-system"),
    Ref("apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io"),
    Ref("storage.k8s.io/v1", "StorageClass", "standard"),
)
"""What the cluster has of itself, some time after it was asked for the first time."""
NODES = existing.POOL.desired


def test_a_namespace_that_cannot_go_is_told_with_what_holds_it_and_goes_when_that_does(life: Life) -> None:
    life.things.all = [definition(), replace(NAMESPACE, after=("boats",))]
    life.up()
    held = boat("held", finalizers=["example.com/crew"]).inputs
    life.client.create(held, "somebodys-operator")

    begun = time.monotonic()
    failed = life.not_destroyed()

    assert time.monotonic() - begun < SOON
    assert "shop: " in said(failed)
    assert "Boat shop/held is held by its finalizers: example.com/crew" in said(failed)

    life.client.patch(
        Ref("example.com/v1", "Boat", "held", "shop"), {"metadata": {"finalizers": None}}, "kubectl"
    )
    life.destroy()
    assert not life.session.state().get("resources")
    assert life.client.find(Ref("v1", "Namespace", "shop")) is None


def test_what_is_protected_stays_until_the_protection_is_taken_off_in_the_state(life: Life) -> None:
    life.things.all = [NAMESPACE, config_map("passing"), replace(config_map("kept"), protect=True)]
    life.up()
    assert "protected" in said(life.not_destroyed())

    life.session.command(*EXCLUDING)
    assert life.client.find(Ref("v1", "ConfigMap", "passing", "shop")) is None
    assert life.client.find(Ref("v1", "ConfigMap", "kept", "shop"))

    life.session.command(*UNPROTECT)
    life.destroy()
    assert not life.session.state().get("resources")


def test_the_runbook_has_the_commands_that_were_tried_here() -> None:
    text = (ROOT / "docs" / "runbooks" / "stuck-destroy.md").read_text()

    assert f"pulumi {' '.join(UNPROTECT)}" in text
    assert f"pulumi {' '.join(EXCLUDING[:2])}" in text
    assert "Boat shop/held is held by its\nfinalizers: example.com/crew" in text
    assert """--type merge -p '{"metadata":{"finalizers":null}}'""" in text


def test_a_destroy_leaves_the_cluster_as_it_was_before_the_up(life: Life) -> None:
    life.up()
    life.until(lambda: all(life.client.find(ref) for ref in OF_THE_CLUSTER))
    life.until(lambda: len(life.client.list("v1", "Node")) == NODES)
    before = everything(life.client)
    rule = {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}
    life.things.all = [
        definition(), NAMESPACE, boat("ark", annotations=AT_ONCE), config_map("settings"), deployment("web"),
        Thing("reader", "rbac.authorization.k8s.io/v1:ClusterRole", {"metadata": {"name": "reader"}, "rules": [rule]}),
        Thing("urgent", "scheduling.k8s.io/v1:PriorityClass", {"metadata": {"name": "urgent"}, "value": 10}),
        Thing(
            "web-pods", "policy/v1:PodDisruptionBudget",
            {
                "metadata": {"name": "web", "namespace": "shop"},
                "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}},
            },
            ("shop",),
        ),
    ]  # fmt: skip
    life.up()
    made = everything(life.client) - before
    assert {kind for kind, *_ in made} >= {
        "Boat",
        "ConfigMap",
        "Deployment",
        "Pod",
        "ReplicaSet",
        "ClusterRole",
    }

    life.destroy()

    assert everything(life.client) - before == set()
    assert life.session.remaining() == []


def everything(client: Client) -> set[tuple[str, str, str]]:
    """Every object of every kind that the API server lists: kind, namespace and name."""
    found = set()
    for resource in client.discovery.resources():
        if "list" in resource.verbs and resource.kind not in PASSING:
            for each in client.list(resource.api_version, resource.kind):
                found.add((resource.kind, each["metadata"].get("namespace", ""), each["metadata"]["name"]))
    return found
