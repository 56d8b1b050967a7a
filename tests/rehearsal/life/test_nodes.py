"""A node as an object."""

from dataclasses import replace

from rehearsal.life.cluster import Taint
from rehearsal.life.nodes import labels, node, retainted, room
from tests.rehearsal.life.living import GENERAL

POOL = replace(GENERAL, taints=(Taint("only", "web", "NoSchedule"),), architecture="arm64")


def test_a_node_has_what_its_pool_says() -> None:
    made = node(POOL, 1, "europe-west4-a", "gke", "europe-west4", "2026-11-21T00:00:00Z")

    assert made["spec"]["taints"] == [{"key": "only", "value": "web", "effect": "NoSchedule"}]
    assert made["metadata"]["labels"]["topology.kubernetes.io/zone"] == "europe-west4-a"
    assert made["metadata"]["labels"]["kubernetes.io/arch"] == "arm64"
    assert made["metadata"]["labels"]["for"] == "anything"
    assert made["status"]["capacity"] == {
        "cpu": "4", "memory": "16777216Ki", "pods": "110", "ephemeral-storage": "100Gi",
    }  # fmt: skip
    assert made["status"]["allocatable"]["cpu"] == "3920m"
    assert ("Ready", "True") in [(one["type"], one["status"]) for one in made["status"]["conditions"]]
    assert "ownerReferences" not in made["metadata"]


def test_a_node_of_an_objects_pool_goes_with_the_object() -> None:
    owned = replace(
        POOL, owner={"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "name": "general", "uid": "1"}
    )

    made = node(owned, 1, "a", "eks", "", "now")

    assert made["metadata"]["ownerReferences"] == [dict(owned.owner)]


def test_no_two_nodes_have_the_same_name_or_address() -> None:
    nodes = [node(POOL, number, "a", "eks", "", "now") for number in range(1, 600)]

    assert len({one["metadata"]["name"] for one in nodes}) == 599
    assert len({one["status"]["addresses"][0]["address"] for one in nodes}) == 599


def test_there_is_less_room_than_capacity() -> None:
    assert room(POOL, "eks")["cpu"] == "3920m"
    assert "topology.kubernetes.io/region" not in labels(POOL, "one", "a", "")


def test_the_taints_of_a_pool_reach_its_nodes_and_what_others_have_put_there_stays() -> None:
    cordoned = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
    closed = {"key": "closed", "value": "true", "effect": "NoSchedule"}
    there = {"spec": {"taints": [*node(POOL, 1, "a", "eks", "", "now")["spec"]["taints"], cordoned]}}

    assert retainted(there, POOL, replace(POOL, taints=(Taint("closed", "true", "NoSchedule"),))) == [
        cordoned,
        closed,
    ]
    assert retainted({"spec": {"taints": [closed]}}, replace(POOL, taints=()), replace(POOL, taints=())) == [
        closed
    ]
