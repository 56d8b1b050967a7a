"""Who owns which field: on a real API server, and what is taken over from kubectl."""

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.managers import manager_of, managers, relinquish, take_over
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.things import config_map


def test_each_resource_has_a_manager_of_its_own_unless_the_program_names_one() -> None:
    named = {"metadata": {"annotations": {"pulumi.com/patchFieldManager": "me"}}}

    assert manager_of("urn:a", {}) == manager_of("urn:a", {}) != manager_of("urn:b", {})
    assert manager_of("urn:a", {}).startswith("pulumi-kubernetes-")
    assert manager_of("urn:a", named) == "me"


@pytest.mark.kubernetes
def test_what_kubectl_changed_is_taken_over_and_what_others_changed_is_not(
    client: Client, namespace: str
) -> None:
    ref = Ref("v1", "ConfigMap", "settings", namespace)
    client.apply(config_map(namespace, a="1", b="1"), "me")
    client.patch(ref, {"data": {"a": "2", "c": "2"}}, "kubectl-edit")
    client.patch(ref, {"data": {"d": "3"}}, "autopilot")

    take_over(client, client.get(ref), "me")

    live = client.get(ref)
    assert managers(live) == {"me", "autopilot"}
    assert client.apply(config_map(namespace, b="1"), "me")["data"] == {"b": "1", "d": "3"}


@pytest.mark.kubernetes
def test_nothing_is_written_when_there_is_nothing_to_take_over(client: Client, namespace: str) -> None:
    live = client.apply(config_map(namespace, a="1"), "me")

    take_over(client, live, "me")

    assert client.get(Ref.of(live))["metadata"]["resourceVersion"] == live["metadata"]["resourceVersion"]


@pytest.mark.kubernetes
def test_fields_are_given_up_and_what_is_gone_is_no_error(client: Client, namespace: str) -> None:
    ref = Ref("v1", "ConfigMap", "settings", namespace)
    client.apply(config_map(namespace, a="1"), "other")
    client.apply(config_map(namespace, a="1", b="1"), "me")

    relinquish(client, ref, "me")
    relinquish(client, Ref("v1", "ConfigMap", "none", namespace), "me")

    assert client.get(ref)["data"] == {"a": "1"}
    assert managers(client.get(ref)) == {"other"}
