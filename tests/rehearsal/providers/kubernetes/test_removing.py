"""How objects go from a real Kubernetes, and what is told when they do not."""

import time

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.conftest import Server
from tests.rehearsal.providers.kubernetes.engine_side import Failed, Provider
from tests.rehearsal.providers.kubernetes.things import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    Anything,
    by_hand,
    config_map,
    deployment,
    thing,
)

pytestmark = pytest.mark.kubernetes


def test_a_finalizer_holds_a_deletion_until_its_time_is_over(
    provider: Provider, client: Client, namespace: str
) -> None:
    inputs = config_map(namespace)
    inputs["metadata"]["finalizers"] = ["example.com/hold"]
    made = provider.create(CONFIG_MAP, inputs)

    with pytest.raises(Failed, match=r"ConfigMap .*/settings is still there .*example\.com/hold"):
        provider.delete(CONFIG_MAP, made, inputs, timeout=1)

    by_hand(client, "ConfigMap", namespace, "settings", {"metadata": {"finalizers": None}})
    provider.delete(CONFIG_MAP, made, inputs, timeout=120)
    assert client.find(Ref("v1", "ConfigMap", "settings", namespace)) is None


def test_a_namespace_that_something_keeps_is_told_soon(
    provider: Provider, client: Client, namespace: str
) -> None:
    stuck = thing("v1", "Namespace", "", f"{namespace}-stuck")
    made = provider.create(NAMESPACE, stuck)
    held = config_map(made.id)
    held["metadata"]["finalizers"] = ["example.com/hold"]
    client.create(held, "somebody")
    started = time.monotonic()

    with pytest.raises(Failed) as error:
        provider.delete(NAMESPACE, made, stuck)

    by_hand(client, "ConfigMap", made.id, "settings", {"metadata": {"finalizers": None}})
    assert time.monotonic() - started < 300
    assert f"ConfigMap {made.id}/settings is held by its finalizers: example.com/hold" in str(error.value)


def test_a_namespace_of_the_system_is_let_go_of_instead(
    provider: Provider, server: Server, client: Client
) -> None:
    inputs = thing("v1", "Namespace", "", "kube-public")
    inputs["metadata"]["labels"] = {"example.com/mine": "yes"}
    manager = "pulumi-kubernetes-test"
    inputs["metadata"]["annotations"] = {"pulumi.com/patchFieldManager": manager}
    client.apply(inputs, manager)

    provider.delete(NAMESPACE, Anything("kube-public"), inputs)

    assert "example.com/mine" not in client.get(Ref("v1", "Namespace", "kube-public"))["metadata"]["labels"]
    assert any("kube-public may not be deleted" in text for _, text in server.engine.heard)


def test_orphans_stay_when_the_program_says_so(provider: Provider, client: Client, namespace: str) -> None:
    inputs = deployment(namespace, replicas=0)
    inputs["metadata"]["annotations"] = {"pulumi.com/deletionPropagationPolicy": "orphan"}
    made = provider.create(DEPLOYMENT, inputs)

    provider.delete(DEPLOYMENT, made, inputs)

    assert len(client.list("apps/v1", "ReplicaSet", namespace)) == 1
