"""The pools of Karpenter."""

from typing import Any

from rehearsal.life.cluster import Taint
from rehearsal.life.pools.karpenter import UNBOUNDED, pool

ZONES = ("eu-central-1a", "eu-central-1b")


def node_pool(*requirements: dict[str, Any], ready: str = "True", **spec: Any) -> dict[str, Any]:
    template = {
        "metadata": {"labels": {"for": "all"}},
        "spec": {"requirements": list(requirements), **spec.pop("inner", {})},
    }
    return {
        "metadata": {"name": "general", "uid": "1"}, "spec": {"template": template, **spec},
        "status": {"conditions": [{"type": "Ready", "status": ready}]},
    }  # fmt: skip


def among(key: str, *values: str, operator: str = "In") -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": list(values)}


def test_the_smallest_type_of_the_right_processor_is_taken() -> None:
    types = among("node.kubernetes.io/instance-type", "m6i.xlarge", "m7g.large", "m6i.large")

    found = pool(node_pool(types, among("kubernetes.io/arch", "amd64"), limits={"nodes": "6"}), ZONES)

    assert found is not None
    assert (found.instance_type, found.least, found.most, found.zones) == ("m6i.large", 0, 6, ZONES)
    assert found.labels["karpenter.sh/nodepool"] == "general"
    assert found.labels["for"] == "all"
    assert found.owner["kind"] == "NodePool"


def test_limits_of_cpu_are_limits_of_nodes_and_without_any_there_is_hardly_one() -> None:
    types = among("node.kubernetes.io/instance-type", "m6i.large")

    bound, free = pool(node_pool(types, limits={"cpu": "9"}), ZONES), pool(node_pool(types), ZONES)

    assert bound is not None
    assert free is not None
    assert (bound.most, free.most) == (4, UNBOUNDED)


def test_zones_taints_and_spot_are_as_it_says() -> None:
    rules = (
        among("topology.kubernetes.io/zone", "eu-central-1a", operator="NotIn"),
        among("karpenter.sh/capacity-type", "spot", "on-demand"),
    )

    found = pool(node_pool(*rules, inner={"taints": [{"key": "only", "effect": "NoSchedule"}]}), ZONES)

    assert found is not None
    assert (found.zones, found.taints) == (("eu-central-1b",), (Taint("only", "", "NoSchedule"),))
    assert found.labels["karpenter.sh/capacity-type"] == "spot"


def test_a_pool_that_is_not_ready_or_for_which_no_type_fits_makes_no_node() -> None:
    arm = (among("node.kubernetes.io/instance-type", "m6i.large"), among("kubernetes.io/arch", "arm64"))

    assert pool(node_pool(ready="False"), ZONES) is None
    assert pool(node_pool(*arm), ZONES) is None
