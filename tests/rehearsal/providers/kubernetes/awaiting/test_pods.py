"""A pod's trouble is told in its own words, without what its containers wrote."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting.pods import trouble

CANARY = "canary-0123456789abcdef"


def pod(
    *statuses: dict[str, Any], phase: str = "Pending", conditions: Any = (), **status: Any
) -> dict[str, Any]:
    return {
        "status": {
            "phase": phase,
            "containerStatuses": list(statuses),
            "conditions": list(conditions),
            **status,
        }
    }


def waiting(reason: str, message: str = "") -> dict[str, Any]:
    return {"name": "app", "state": {"waiting": {"reason": reason, "message": message}}}


ENDED = {"exitCode": 137, "reason": "OOMKilled", "message": f"token={CANARY}"}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, ""),
        (pod(), ""),
        (pod(waiting("ContainerCreating")), ""),
        (pod(waiting("PodInitializing")), ""),
        (pod(waiting("ImagePullBackOff", "no such image")), "ImagePullBackOff: no such image"),
        (pod({"name": "app", "state": {"waiting": {"x": 1}}}), "container app is waiting"),
        (
            pod({"name": "app", "state": {"terminated": ENDED}}),
            "container app ended with exit code 137 (OOMKilled)",
        ),
        (
            pod({"name": "app", "state": {"terminated": {"exitCode": 1}}}),
            "container app ended with exit code 1 (no reason given)",
        ),
        (pod({"name": "setup", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}), ""),
        (
            pod({"name": "app", "ready": True, "state": {"running": {}}, "lastState": {"terminated": ENDED}}),
            "",
        ),
        (
            pod(waiting("CrashLoopBackOff", "back-off 10s") | {"lastState": {"terminated": ENDED}}),
            "CrashLoopBackOff: back-off 10s; container app ended with exit code 137 (OOMKilled)",
        ),
        (
            pod(initContainerStatuses=[waiting("ErrImagePull", "denied") | {"name": "setup"}]),
            "ErrImagePull: denied",
        ),
        (
            pod(
                conditions=[
                    {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/3"}
                ]
            ),
            "Unschedulable: 0/3",
        ),
        (
            pod(
                conditions=[
                    {"type": "Ready", "status": "False", "reason": "ContainersNotReady", "message": "app"}
                ]
            ),
            "",
        ),
        (
            pod(
                conditions=[
                    {
                        "type": "Ready",
                        "status": "False",
                        "reason": "ReadinessGatesNotReady",
                        "message": "gate",
                    }
                ]
            ),
            "ReadinessGatesNotReady: gate",
        ),
        (pod(phase="Failed", reason="Evicted", message="low on memory"), "Evicted: low on memory"),
        (pod(phase="Failed"), "its phase is Failed"),
        (pod(waiting("ErrImagePull", "x"), waiting("ErrImagePull", "x")), "ErrImagePull: x"),
    ],
)
def test_its_trouble(given: dict[str, Any], text: str) -> None:
    assert trouble(given) == text


def test_what_a_container_wrote_when_it_ended_is_not_told() -> None:
    assert CANARY not in trouble(pod({"name": "app", "state": {"terminated": ENDED}}))
