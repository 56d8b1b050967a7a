"""What the metrics APIs answer to which path."""

from typing import Any, cast

import pytest

from rehearsal.life.metrics.answers import CUSTOM, EXTERNAL, RESOURCE, Answers
from rehearsal.providers.kubernetes.client import Client

LOAD = {"data": {"orion_web": '{"cpu": 0.9, "metrics": {"depth": 7}}'}}
TARGET = {"metric": {"name": "requests"}, "target": {"type": "AverageValue", "averageValue": "100"}}
SCALER = {"spec": {"metrics": [{"type": "Pods", "pods": TARGET}]}}
POD = {
    "metadata": {"name": "web", "namespace": "orion", "labels": {"app": "web"}},
    "spec": {"nodeName": "one", "containers": [{"name": "main", "resources": {"requests": {"cpu": "1"}}}]},
    "status": {"conditions": [{"type": "Ready", "status": "True"}]},
}


class Server:
    """An API server with one pod, one autoscaler and one load."""

    def find(self, ref: Any) -> Any:
        return LOAD

    def list(self, api_version: str, kind: str, namespace: str = "", **more: str) -> list[Any]:
        return [POD] if kind == "Pod" else [SCALER]


@pytest.fixture
def answers() -> Answers:
    return Answers(cast(Client, Server()))


def test_discovery_tells_the_kinds(answers: Answers) -> None:
    found = answers.answer(f"/apis/{RESOURCE}")

    assert found is not None
    assert [one["kind"] for one in found["resources"]] == ["PodMetrics", "NodeMetrics"]
    assert answers.answer("/apis") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("pods", "PodMetricsList"), ("namespaces/orion/pods", "PodMetricsList"), ("namespaces/orion/pods/web", "PodMetrics"),
        ("nodes", "NodeMetricsList"), ("nodes/one", "NodeMetrics"),
    ],
)  # fmt: skip
def test_resources_are_answered_by_path(path: str, kind: str, answers: Answers) -> None:
    found = answers.answer(f"/apis/{RESOURCE}/{path}")

    assert found is not None
    assert found["kind"] == kind


@pytest.mark.parametrize(
    "path", [f"{RESOURCE}/namespaces/a/b/c", f"{RESOURCE}/nodes/two", f"{CUSTOM}/x", f"{EXTERNAL}/x"]
)
def test_there_is_nothing_anywhere_else(path: str, answers: Answers) -> None:
    assert answers.answer(f"/apis/{path}") is None


def test_a_custom_metric_is_what_its_load_says_or_half_of_what_an_autoscaler_wants(answers: Answers) -> None:
    def value(metric: str) -> Any:
        found = answers.answer(f"/apis/{CUSTOM}/namespaces/orion/pods/*/{metric}")
        return found and found["items"][0]["value"]

    assert [value("depth"), value("requests"), value("unheard-of")] == ["7000m", "50000m", None]


def test_an_external_metric_is_that_of_any_workload_of_the_namespace(answers: Answers) -> None:
    found = answers.answer(f"/apis/{EXTERNAL}/namespaces/orion/depth")

    assert found is not None
    assert found["items"][0]["value"] == "7000m"
