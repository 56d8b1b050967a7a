"""Which kinds are waited for, how they are judged, and for how long: a new kind is one line here.

Source: the table `awaiters` in provider/pkg/await/awaiters.go of pulumi-kubernetes 4.3x and the time limits beside it. Kinds
that are not here are ready once they exist, as there: ReplicaSets and namespaces among them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.awaiting import annotations, networking, storage, workloads
from rehearsal.providers.kubernetes.awaiting.verdict import Interest, Judge, Object

TEN_MINUTES = 600.0


@dataclass(frozen=True)
class Spec:
    """How a kind is waited for: its judgement, what must be in sight for it, and the usual limit in seconds. `on_read`:
    whether a refresh reports too that it is not ready (the real table's `awaitRead`)."""

    judge: Judge
    related: Callable[[Object], Sequence[Interest]] = lambda _: ()
    seconds: float = TEN_MINUTES
    on_read: bool = True


SPECS: Mapping[tuple[str, str], Spec] = {
    ("apps/v1", "Deployment"): Spec(workloads.deployment, workloads.claims),
    ("apps/v1", "StatefulSet"): Spec(workloads.stateful_set),
    ("apps/v1", "DaemonSet"): Spec(workloads.daemon_set),
    ("batch/v1", "Job"): Spec(workloads.job),
    ("v1", "Pod"): Spec(workloads.pod),
    ("v1", "ReplicationController"): Spec(workloads.replication_controller, on_read=False),
    ("v1", "Service"): Spec(networking.service, networking.slices),
    ("networking.k8s.io/v1", "Ingress"): Spec(networking.ingress, networking.backends),
    ("v1", "PersistentVolumeClaim"): Spec(storage.claim, storage.storage_class, 300.0, on_read=False),
    ("v1", "PersistentVolume"): Spec(storage.volume, seconds=300.0, on_read=False),
    ("v1", "ResourceQuota"): Spec(storage.quota, seconds=60.0, on_read=False),
    ("v1", "Secret"): Spec(storage.secret, seconds=5.0, on_read=False),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"): Spec(
        storage.definition, seconds=60.0, on_read=False
    ),
}


def spec(inputs: Mapping[str, Any], live: Object) -> Spec | None:
    """How this object is waited for; None when it is not. Raises WrongAnnotation."""
    if annotations.skips(inputs):
        return None
    asked = annotations.wanted(inputs)
    return Spec(asked) if asked else SPECS.get((live["apiVersion"], live["kind"]))
