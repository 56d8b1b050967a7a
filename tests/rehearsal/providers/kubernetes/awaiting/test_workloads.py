"""Workloads are ready when pulumi-kubernetes finds them ready, and say else what is missing."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import workloads
from rehearsal.providers.kubernetes.awaiting.verdict import Around, Interest, Verdict

NOBODY = Around()
AVAILABLE = {"type": "Available", "status": "True"}
UNAVAILABLE = {"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable", "message": "x"}
COMPLETE = {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}
ROLLING = {"type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated"}
LATE = {
    "type": "Progressing",
    "status": "False",
    "reason": "ProgressDeadlineExceeded",
    "message": "timed out",
}
REFUSED = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "exceeded quota"}
PAUSED = {"type": "Progressing", "status": "Unknown", "reason": "DeploymentPaused", "message": "is paused"}


def deployment(
    *conditions: dict[str, Any], revision: str = "1", wanted: int | None = 3, seen: int = 1, **numbers: int
) -> dict[str, Any]:
    numbers = {f"{key}Replicas" if key != "replicas" else key: value for key, value in numbers.items()}
    return {
        "metadata": {"generation": 1, "annotations": {workloads.REVISION: revision} if revision else {}},
        "spec": {} if wanted is None else {"replicas": wanted},
        "status": {"observedGeneration": seen, "conditions": list(conditions), **numbers},
    }


ALL: dict[str, Any] = {"replicas": 3, "updated": 3, "ready": 3, "available": 3}


@pytest.mark.parametrize(
    ("live", "why"),
    [
        (deployment(AVAILABLE, **ALL), ()),
        (deployment(AVAILABLE, COMPLETE, revision="2", **ALL), ()),
        (deployment(AVAILABLE, wanted=None, replicas=1, updated=1, ready=1, available=1), ()),
        (deployment(AVAILABLE, wanted=0), ()),
        (deployment(AVAILABLE, **ALL, seen=0), (workloads.UNSEEN,)),
        (deployment(revision=""), ("0 of 3 replicas are available",)),
        (
            deployment(UNAVAILABLE, ROLLING, replicas=3, updated=3, ready=1, available=1),
            ("1 of 3 replicas are available",),
        ),
        (
            deployment(UNAVAILABLE, LATE, replicas=3, updated=3),
            ("0 of 3 replicas are available", "ProgressDeadlineExceeded: timed out"),
        ),
        (
            deployment(UNAVAILABLE, ROLLING, REFUSED),
            ("0 of 3 replicas are available", "FailedCreate: exceeded quota"),
        ),
        (
            deployment(AVAILABLE, PAUSED, revision="", replicas=3, ready=3, available=3),
            ("0 of 3 replicas are available", "DeploymentPaused: is paused"),
        ),
        # Old pods count for availability, not as replicas of the newest revision.
        (
            deployment(AVAILABLE, ROLLING, revision="2", replicas=4, updated=1, ready=3, available=3),
            ("1 of 3 replicas are available",),
        ),
        (
            deployment(AVAILABLE, ROLLING, revision="2", replicas=4, updated=3, ready=4, available=4),
            ("1 replicas of older revisions are still there",),
        ),
        (deployment(AVAILABLE, ROLLING, revision="2", **ALL), ("its rollout is not complete",)),
        (deployment(UNAVAILABLE, **ALL), ("its rollout is not complete",)),
    ],
)
def test_a_deployment_is_ready_when_its_newest_revision_is(
    live: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert workloads.deployment(live, NOBODY) == Verdict(not why, why)


@pytest.mark.parametrize(
    ("phase", "why"),
    [
        ("Bound", ()),
        ("Pending", ("PersistentVolumeClaim data is Pending, not Bound", "its rollout is not complete")),
        (None, ("PersistentVolumeClaim data is Pending, not Bound", "its rollout is not complete")),
    ],
)
def test_a_deployment_waits_for_the_claims_it_mounts(phase: str | None, why: tuple[str, ...]) -> None:
    claim = {"metadata": {"name": "data"}, "status": {"phase": phase} if phase else {}}

    assert (
        workloads.deployment(deployment(AVAILABLE, **ALL), Around({"PersistentVolumeClaim": [claim]})).why
        == why
    )


def test_the_claims_of_a_deployment_are_those_of_its_volumes() -> None:
    volumes = [{"name": "a", "persistentVolumeClaim": {"claimName": "data"}}, {"name": "b", "emptyDir": {}}]
    live = {"metadata": {"namespace": "shop"}, "spec": {"template": {"spec": {"volumes": volumes}}}}

    assert workloads.claims(live) == [Interest("v1", "PersistentVolumeClaim", "shop", "data")]
    assert workloads.claims({"metadata": {}, "spec": {"template": {"spec": {}}}}) == []


def stateful_set(
    wanted: int = 3, strategy: str = "RollingUpdate", revisions: tuple[str, str] = ("b", "b"), generation: int = 1,
    seen: int = 2, **numbers: int,
) -> dict[str, Any]:  # fmt: skip
    status = {f"{key}Replicas" if key != "replicas" else key: value for key, value in numbers.items()}
    status |= {"currentRevision": revisions[0], "updateRevision": revisions[1], "observedGeneration": seen}  # type: ignore[dict-item]
    return {
        "metadata": {"generation": generation},
        "spec": {"replicas": wanted, "updateStrategy": {"type": strategy}},
        "status": status,
    }


WHOLE: dict[str, Any] = {"replicas": 3, "ready": 3, "current": 3, "updated": 3}


@pytest.mark.parametrize(
    ("live", "why"),
    [
        (stateful_set(**WHOLE), ()),
        (stateful_set(wanted=0, replicas=0), ()),
        (stateful_set(**WHOLE, generation=3), (workloads.UNSEEN,)),
        (stateful_set(replicas=2, ready=1, current=2, updated=2), ("1 of 3 replicas are ready",)),
        (stateful_set(replicas=4, ready=3, current=4, updated=4), ("3 of 3 replicas are ready",)),
        (
            stateful_set(revisions=("a", "b"), replicas=3, ready=3, current=2, updated=1),
            (
                "1 of 3 replicas are ready in the newest revision",
                "its controller has not advanced from revision a to b",
            ),
        ),
        (stateful_set(strategy="OnDelete", generation=2, revisions=("a", "b"), **WHOLE), ()),
        (
            stateful_set(strategy="OnDelete", generation=2, replicas=3, ready=2, current=3),
            ("2 of 3 replicas are ready",),
        ),
        (
            stateful_set(strategy="OnDelete", revisions=("", ""), replicas=3, ready=3, current=0),
            ("3 of 3 replicas are ready",),
        ),
    ],
)
def test_a_stateful_set_is_ready_when_all_replicas_are_of_its_newest_revision(
    live: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert workloads.stateful_set(live, NOBODY) == Verdict(not why, why)


NODES = (
    "desiredNumberScheduled",
    "currentNumberScheduled",
    "updatedNumberScheduled",
    "numberAvailable",
    "numberReady",
)


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ((3, 3, 3, 3, 3), ()),
        ((0, 0, 0, 0, 0), ()),
        ((), ("its controller has not counted the nodes yet",)),
        ((3, 2, 2, 2, 2), ("2 of 3 pods are scheduled",)),
        ((3, 3, 1, 3, 3), ("1 of 3 pods are updated",)),
        ((3, 3, 3, 2, 3), ("2 of 3 pods are available",)),
        ((3, 3, 3, 3, 0), ("0 of 3 pods are ready",)),
    ],
)
def test_a_daemon_set_is_ready_when_it_is_on_every_node(
    numbers: tuple[int, ...], why: tuple[str, ...]
) -> None:
    live = {
        "metadata": {"generation": 1},
        "status": {"observedGeneration": 1, **dict(zip(NODES, numbers, strict=False))},
    }

    assert workloads.daemon_set(live, NOBODY) == Verdict(not why, why)


def test_a_daemon_set_that_its_controller_has_not_seen_is_not_ready() -> None:
    assert workloads.daemon_set({"metadata": {"generation": 1}}, NOBODY).why == (workloads.UNSEEN,)


@pytest.mark.parametrize(("available", "why"), [(2, ()), (1, ("1 of 2 replicas are available",))])
def test_a_replication_controller_is_ready_when_all_are_available(
    available: int, why: tuple[str, ...]
) -> None:
    live = {"spec": {"replicas": 2}, "status": {"availableReplicas": available}}

    assert workloads.replication_controller(live, NOBODY) == Verdict(not why, why)


def job(*conditions: dict[str, Any], spec: dict[str, Any] | None = None, **status: Any) -> dict[str, Any]:
    return {"spec": {"completions": 2, **(spec or {})}, "status": {"conditions": list(conditions), **status}}


FAILED = {
    "type": "Failed",
    "status": "True",
    "reason": "BackoffLimitExceeded",
    "message": "has reached the limit",
}


@pytest.mark.parametrize(
    ("live", "verdict"),
    [
        (job({"type": "Complete", "status": "True"}), Verdict(True)),
        (
            job(FAILED),
            Verdict(False, ("it has failed: BackoffLimitExceeded: has reached the limit",), failed=True),
        ),
        (
            job({"type": "Failed", "status": "True"}),
            Verdict(False, ("it has failed: no reason given",), failed=True),
        ),
        (job(), Verdict(False, ("it has not started",))),
        (
            job(spec={"suspend": True}),
            Verdict(False, ("it is suspended (spec.suspend), so it does not start",)),
        ),
        (
            job(startTime="2026-01-01T00:00:00Z", succeeded=1, active=1),
            Verdict(False, ("1 of 2 pods have succeeded (1 active, 0 failed)",)),
        ),
    ],
)
def test_a_job_is_ready_when_it_is_complete_and_hopeless_when_it_has_failed(
    live: dict[str, Any], verdict: Verdict
) -> None:
    assert workloads.job(live, NOBODY) == verdict


def pod(phase: str, **conditions: bool) -> dict[str, Any]:
    found = [
        {"type": name, "status": str(value), "reason": "Unschedulable", "message": "no node"}
        for name, value in conditions.items()
    ]
    return {"status": {"phase": phase, "conditions": found}}


@pytest.mark.parametrize(
    ("live", "verdict"),
    [
        (pod("Running", PodScheduled=True, Initialized=True, Ready=True), Verdict(True)),
        (pod("Succeeded", PodScheduled=True, Initialized=True, Ready=False), Verdict(True)),
        (pod("Pending"), Verdict(False, ("it is not scheduled",))),
        (
            pod("Pending", PodScheduled=False),
            Verdict(False, ("it is not scheduled", "Unschedulable: no node")),
        ),
        (pod("Pending", PodScheduled=True), Verdict(False, ("it is not initialized",))),
        (pod("Running", PodScheduled=True, Initialized=True), Verdict(False, ("it is not ready",))),
        (pod("Failed"), Verdict(False, ("it has failed: its phase is Failed",), failed=True)),
    ],
)
def test_a_pod_is_ready_once_it_is_scheduled_initialized_and_ready(
    live: dict[str, Any], verdict: Verdict
) -> None:
    assert workloads.pod(live, NOBODY) == verdict
