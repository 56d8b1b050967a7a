"""What Karpenter answers to its own objects."""

from rehearsal.life.operators.karpenter import node_class, node_pool
from tests.rehearsal.life.operators.found import Found, obj

REFERENCE = {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "general"}
POOL = obj("NodePool", "general", template={"spec": {"nodeClassRef": REFERENCE}})


def test_a_class_of_nodes_is_ready_at_once() -> None:
    assert "Ready" in [one.type for one in node_class(obj("EC2NodeClass", "general"), Found()).conditions]


def test_a_pool_is_ready_once_its_class_is() -> None:
    missing = node_pool(POOL, Found())
    waiting = node_pool(POOL, Found(obj("EC2NodeClass", "general")))
    ready = node_pool(POOL, Found(obj("EC2NodeClass", "general", ready=True)))

    assert (missing.conditions[1].status, missing.conditions[1].message) == (
        "False",
        "EC2NodeClass general not found",
    )
    assert waiting.conditions[1].message == "EC2NodeClass general is not ready"
    assert (ready.conditions[-1].type, ready.final) == ("Ready", True)
