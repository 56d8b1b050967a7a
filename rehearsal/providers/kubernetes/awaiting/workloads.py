"""When what runs pods is ready, by the rules of pulumi-kubernetes 4.3x (provider/pkg/await/deployment.go, statefulset.go,
daemonset.go, checker/job, checker/pod)."""

from rehearsal.providers.kubernetes.awaiting.pods import trouble
from rehearsal.providers.kubernetes.awaiting.verdict import (
    READY,
    Around,
    Interest,
    Object,
    Verdict,
    condition,
    count,
    holds,
    hopeless,
    missing,
    told,
    unseen,
)
from rehearsal.simulation.kinds import value_at

UNSEEN = "its controller has not seen this version of it yet"
REVISION = "deployment.kubernetes.io/revision"
ROLLED_OUT = "NewReplicaSetAvailable"


def deployment(live: Object, around: Around) -> Verdict:
    """Every replica of the newest revision is ready, and it is available; from the second revision on it also says that the
    rollout is complete. The claims it mounts are bound.

    The real one reads the readiness from the newest ReplicaSet; the Deployment's own numbers say the same (`updatedReplicas`
    are that ReplicaSet's pods) and save looking at every ReplicaSet. Like the real one it goes on waiting after
    ProgressDeadlineExceeded, from which a rollout may recover.
    """
    if unseen(live):
        return missing(UNSEEN)
    wanted = count(live, "spec.replicas", 1)
    updated, ready = count(live, "status.updatedReplicas"), count(live, "status.readyReplicas")
    revision = (value_at(live, "metadata.annotations") or {}).get(REVISION, "")
    progress = condition(live, "Progressing")
    complete = revision == "1" or (holds(live, "Progressing") and progress.get("reason") == ROLLED_OUT)
    unbound = [
        f"PersistentVolumeClaim {claim['metadata']['name']} is {value_at(claim, 'status.phase') or 'Pending'}, not Bound"
        for claim in around.of("PersistentVolumeClaim")
        if value_at(claim, "status.phase") != "Bound"
    ]
    if (
        revision
        and updated >= wanted
        and ready >= wanted
        and holds(live, "Available")
        and complete
        and not unbound
    ):
        return READY
    available = min(updated, count(live, "status.availableReplicas"))
    said = [told(each) for each in (condition(live, "ReplicaFailure"),) if each.get("status") == "True"]
    said += [told(progress)] if progress.get("status") in {"False", "Unknown"} else []
    if available < wanted:
        return missing(f"{available} of {wanted} replicas are available", *unbound, *said)
    old = count(live, "status.replicas") - updated
    first = f"{old} replicas of older revisions are still there" if old > 0 else "its rollout is not complete"
    return missing(*unbound, *said, first) if unbound else missing(first, *said)


def claims(live: Object) -> list[Interest]:
    """The claims that a Deployment's pods mount."""
    volumes = value_at(live, "spec.template.spec.volumes") or ()
    names = [value_at(volume, "persistentVolumeClaim.claimName") for volume in volumes]
    namespace = value_at(live, "metadata.namespace") or ""
    return [Interest("v1", "PersistentVolumeClaim", namespace, name) for name in names if name]


def stateful_set(live: Object, _: Around) -> Verdict:
    """All replicas exist, are ready and are of the newest revision; with updateStrategy OnDelete, of any."""
    if unseen(live):
        return missing(UNSEEN)
    wanted, ready = count(live, "spec.replicas", 1), count(live, "status.readyReplicas")
    current, newest = value_at(live, "status.currentRevision"), value_at(live, "status.updateRevision")
    whole = wanted == count(live, "status.replicas") == ready
    if value_at(live, "spec.updateStrategy.type") == "OnDelete" and count(live, "metadata.generation") > 1:
        return READY if whole else missing(f"{ready} of {wanted} replicas are ready")
    if whole and wanted == count(live, "status.currentReplicas") and current and current == newest:
        return READY
    if current == newest:
        return missing(f"{ready} of {wanted} replicas are ready")
    done = min(ready, count(live, "status.updatedReplicas"))
    return missing(
        f"{done} of {wanted} replicas are ready in the newest revision",
        f"its controller has not advanced from revision {current} to {newest}",
    )


def daemon_set(live: Object, _: Around) -> Verdict:
    """Its pods are scheduled, updated, available and ready on every node that wants one (kstatus' rules, as the real one)."""
    if unseen(live):
        return missing(UNSEEN)
    wanted = value_at(live, "status.desiredNumberScheduled")
    if wanted is None:
        return missing("its controller has not counted the nodes yet")
    for field, what in (
        ("currentNumberScheduled", "scheduled"), ("updatedNumberScheduled", "updated"),
        ("numberAvailable", "available"), ("numberReady", "ready"),
    ):  # fmt: skip
        if count(live, f"status.{field}") < wanted:
            return missing(f"{count(live, f'status.{field}')} of {wanted} pods are {what}")
    return READY


def replication_controller(live: Object, _: Around) -> Verdict:
    """As many replicas are available as are wanted."""
    wanted, available = count(live, "spec.replicas", 1), count(live, "status.availableReplicas")
    return READY if available == wanted else missing(f"{available} of {wanted} replicas are available")


def job(live: Object, _: Around) -> Verdict:
    """It is complete. One that failed is not waited for any longer; one that is suspended is, as it may be resumed."""
    if holds(live, "Complete"):
        return READY
    if holds(live, "Failed"):
        return hopeless(f"it has failed: {told(condition(live, 'Failed')) or 'no reason given'}")
    if value_at(live, "spec.suspend"):
        return missing("it is suspended (spec.suspend), so it does not start")
    if not value_at(live, "status.startTime"):
        return missing("it has not started")
    numbers = [f"{count(live, f'status.{key}')} {key}" for key in ("active", "failed")]
    wanted = count(live, "spec.completions", 1)
    return missing(
        f"{count(live, 'status.succeeded')} of {wanted} pods have succeeded ({', '.join(numbers)})"
    )


def pod(live: Object, _: Around) -> Verdict:
    """It is scheduled, initialized and ready, or has succeeded; one that has failed never will be."""
    phase = value_at(live, "status.phase")
    why = trouble(live)
    if phase == "Failed":
        return hopeless(f"it has failed{f': {why}' if why else ''}")
    for name, what in (("PodScheduled", "scheduled"), ("Initialized", "initialized"), ("Ready", "ready")):
        if not holds(live, name) and not (name == "Ready" and phase == "Succeeded"):
            return missing(f"it is not {what}", why)
    return READY
