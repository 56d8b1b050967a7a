"""What pods and nodes use."""

from typing import Any

import pytest

from rehearsal.life.metrics.load import Load
from rehearsal.life.metrics.usage import node_metrics, pod_metrics, quantity, samples, selected, workload


def pod(name: str, ready: bool = True, **asked: str) -> dict[str, Any]:
    owner = {"kind": "ReplicaSet", "name": "web-abc123"}
    return {
        "metadata": {
            "name": name, "namespace": "orion",
            "labels": {"app": "web", "pod-template-hash": "abc123"}, "ownerReferences": [owner],
        },
        "spec": {"nodeName": "one", "containers": [{"name": "main", "resources": {"requests": asked}}]},
        "status": {"conditions": [{"type": "Ready", "status": str(ready)}]},
    }  # fmt: skip


def test_a_pod_is_of_its_deployment() -> None:
    assert workload(pod("web-abc123-x")) == "web"
    assert workload({"metadata": {"name": "alone"}}) == "alone"


def test_a_pod_uses_half_of_what_it_requests_unless_a_load_says_otherwise() -> None:
    pods = [
        pod("a", cpu="1", memory="100Mi"),
        pod("b", cpu="1", memory="100Mi"),
        pod("c", ready=False, cpu="1"),
    ]

    usual, loaded = samples(pods, {}), samples(pods, {"orion_web": Load(total=3.0)})

    assert [one.containers["main"][0] for one in usual] == [0.5, 0.5]
    assert [one.containers["main"][0] for one in loaded] == [1.5, 1.5]
    assert pod_metrics(loaded[0], "now")["containers"] == [
        {"name": "main", "usage": {"cpu": "1500m", "memory": "51200Ki"}}
    ]


def test_a_container_that_requests_nothing_uses_a_little() -> None:
    (one,) = samples([pod("a")], {})

    assert pod_metrics(one, "now")["containers"][0]["usage"] == {"cpu": "5m", "memory": "16384Ki"}


def test_a_node_uses_what_its_pods_use() -> None:
    (node,) = node_metrics(samples([pod("a", cpu="1"), pod("b", cpu="3")], {}), "now")

    assert (node["metadata"]["name"], node["usage"]["cpu"]) == ("one", "2000m")


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("", True), ("app=web", True), ("app=api", False), ("app in (api,web),tier", True), ("app notin (web)", False),
        ("!tier", False), ("tier!=front", False), ("other!=a", True),
    ],
)  # fmt: skip
def test_a_selector_is_read_as_the_api_server_writes_it(selector: str, expected: bool) -> None:
    assert selected({"app": "web", "tier": "front"}, selector) is expected


def test_a_quantity_is_never_rounded_down() -> None:
    assert [quantity(0.1), quantity(0.0001), quantity(2)] == ["100m", "1m", "2000m"]
