"""When volumes, claims and the other objects that some controller completes are ready (pulumi-kubernetes 4.3x,
provider/pkg/await/awaiters.go)."""

from rehearsal.providers.kubernetes.awaiting.verdict import (
    READY,
    Around,
    Interest,
    Object,
    Verdict,
    condition,
    holds,
    missing,
    told,
)
from rehearsal.simulation.kinds import value_at

ON_USE = "WaitForFirstConsumer"
TOKEN = "kubernetes.io/service-account-token"


def volume(live: Object, _: Around) -> Verdict:
    """A PersistentVolume is available or bound."""
    phase = value_at(live, "status.phase") or "Pending"
    said = value_at(live, "status.message") or ""
    return (
        READY if phase in {"Available", "Bound"} else missing(f"it is {phase}, not Available or Bound", said)
    )


def claim(live: Object, around: Around) -> Verdict:
    """A claim is bound; one whose storage class binds at the first use is not waited for: its pod comes later."""
    phase = value_at(live, "status.phase") or "Pending"
    classes = around.of("StorageClass")
    late = any(value_at(each, "volumeBindingMode") == ON_USE for each in classes)
    if phase == "Bound" or (late and phase == "Pending"):
        return READY
    name = value_at(live, "spec.storageClassName")
    gone = bool(name) and not classes
    return missing(f"it is {phase}, not Bound", f"there is no StorageClass {name}" if gone else "")


def storage_class(live: Object) -> list[Interest]:
    """The storage class that a claim names."""
    name = value_at(live, "spec.storageClassName")
    return [Interest("storage.k8s.io/v1", "StorageClass", "", name)] if name else []


def quota(live: Object, _: Around) -> Verdict:
    """A ResourceQuota's limits are those its controller enforces."""
    if value_at(live, "spec.hard") == value_at(live, "status.hard"):
        return READY
    return missing("its controller does not enforce these limits yet")


def secret(live: Object, _: Around) -> Verdict:
    """A service account's token has been issued; other secrets are what they were made as."""
    if live.get("type") != TOKEN or live.get("data"):
        return READY
    return missing("its token has not been issued; see whether its service account exists")


def definition(live: Object, _: Around) -> Verdict:
    """A CustomResourceDefinition is established. The real provider does not wait here; it makes the first custom resource
    again and again until then, which ends the same way."""
    if holds(live, "Established"):
        return READY
    names = condition(live, "NamesAccepted")
    return missing("it is not established", told(names) if names.get("status") == "False" else "")
