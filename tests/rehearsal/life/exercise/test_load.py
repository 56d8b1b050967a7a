"""Which load needs which replicas, and how an autoscaler is hurried."""

from typing import Any

from rehearsal.life.exercise.load import hurried, loads
from rehearsal.life.metrics.load import Load


def scaler(*metrics: dict[str, Any]) -> dict[str, Any]:
    return {"spec": {"minReplicas": 2, "maxReplicas": 10, "metrics": list(metrics)}}


def resource(name: str, percent: int) -> dict[str, Any]:
    target = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": name, "target": target}}


def test_a_minute_takes_a_second_and_the_steps_stay() -> None:
    given = {
        "scaleDown": {
            "stabilizationWindowSeconds": 300,
            "policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}],
        }
    }

    assert hurried(given)["scaleDown"] == {
        "stabilizationWindowSeconds": 5, "policies": [{"type": "Pods", "value": 2, "periodSeconds": 1}],
    }  # fmt: skip
    assert hurried({})["scaleUp"]["stabilizationWindowSeconds"] == 0
    assert hurried({})["scaleDown"]["stabilizationWindowSeconds"] == 5


def test_under_load_the_most_replicas_are_all_needed() -> None:
    assert loads(scaler(resource("cpu", 70), resource("memory", 80))) == (
        Load(total=8.75, memory=0.4),
        Load(total=0.0, memory=0.01),
    )
    assert loads(scaler(resource("memory", 80))) == (Load(memory=1.6), Load(memory=0.01))


def test_a_metric_of_pods_is_loaded_by_its_name() -> None:
    target = {"type": "AverageValue", "averageValue": "100"}

    found = loads(scaler({"type": "Pods", "pods": {"metric": {"name": "requests"}, "target": target}}))

    assert found == (Load(metrics={"requests": 200.0}), Load(metrics={"requests": 0.0}))


def test_an_autoscaler_that_looks_at_nothing_known_is_left_alone() -> None:
    assert loads(scaler()) is None
