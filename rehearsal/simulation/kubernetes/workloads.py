"""What an API server finds wrong with workloads: controllers and their pod templates, schedules, scaling, disruption.

Rules: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ (Kubernetes 1.35).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties, value_at
from rehearsal.simulation.kubernetes.metadata import labels, matches
from rehearsal.simulation.kubernetes.pods import listed, pod_spec, unknown_fields
from rehearsal.simulation.kubernetes.quantities import resource_amounts
from rehearsal.simulation.kubernetes.schedules import cron

TEMPLATES: Mapping[str, str] = {
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"),
        "spec.template",
    ),
    "CronJob": "spec.jobTemplate.spec.template",
}
"""Kind -> where its pod template is; a Pod is its own."""
SPECS: Mapping[str, frozenset[str]] = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "Deployment": "minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit selector strategy template",
        "StatefulSet": "minReadySeconds ordinals persistentVolumeClaimRetentionPolicy podManagementPolicy replicas"
        " revisionHistoryLimit selector serviceName template updateStrategy volumeClaimTemplates",
        "DaemonSet": "minReadySeconds revisionHistoryLimit selector template updateStrategy",
        "Job": "activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions managedBy manualSelector"
        " maxFailedIndexes parallelism podFailurePolicy podReplacementPolicy selector successPolicy suspend template"
        " ttlSecondsAfterFinished",
        "CronJob": "concurrencyPolicy failedJobsHistoryLimit jobTemplate schedule startingDeadlineSeconds"
        " successfulJobsHistoryLimit suspend timeZone",
        "HorizontalPodAutoscaler": "behavior maxReplicas metrics minReplicas scaleTargetRef targetCPUUtilizationPercentage",
        "PodDisruptionBudget": "maxUnavailable minAvailable selector unhealthyPodEvictionPolicy",
    }.items()
}
SELECTING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


def template_of(kind: str, inputs: Properties) -> tuple[str, Any]:
    """Where an object keeps its pod's spec and labels, and that template: ("", None) when it has none."""
    if kind == "Pod":
        return "", inputs
    path = TEMPLATES.get(kind, "")
    return path, value_at(inputs, path) if path else None


def workload(kind: str, inputs: Properties) -> Iterator[Failure]:
    """What is wrong with an object that makes pods."""
    spec = inputs.get("spec")
    if spec is UNKNOWN:
        return
    if not isinstance(spec, Mapping):
        yield Failure("spec", "Required value: spec")
        return
    if kind in SPECS:
        yield from unknown_fields("spec", spec, SPECS[kind])
    path, template = template_of(kind, inputs)
    if template is UNKNOWN:
        return
    if not isinstance(template, Mapping):
        yield Failure(path, "Required value: a pod template")
        return
    below = f"{path}.spec" if path else "spec"
    yield from pod_spec(below, template.get("spec"), spec.get("volumeClaimTemplates") or ())
    yield from labels(f"{path}.metadata.labels", value_at(template, "metadata.labels"))
    yield from selector(kind, spec, template)
    yield from restarts(kind, f"{below}.restartPolicy", value_at(template, "spec.restartPolicy"))
    for key in ("replicas", "parallelism", "completions", "backoffLimit", "minReadySeconds"):
        number = spec.get(key)
        if isinstance(number, int) and number < 0:
            yield Failure(f"spec.{key}", f"Invalid value: {number} is below 0")
    yield from rollout(spec)
    for claim in listed(spec.get("volumeClaimTemplates")):
        yield from claim_spec("spec.volumeClaimTemplates.spec", claim.get("spec"))


def selector(kind: str, spec: Properties, template: Properties) -> Iterator[Failure]:
    """A controller's selector is there and matches its own pods."""
    if kind not in SELECTING or spec.get("selector") is UNKNOWN:
        return
    if not spec.get("selector"):
        yield Failure("spec.selector", "Required value: selector")
    elif not matches(spec["selector"], value_at(template, "metadata.labels")):
        wanted = spec["selector"].get("matchLabels")
        reason = f"the selector {dict(wanted)} does not match the template's labels"
        yield Failure("spec.template.metadata.labels", f"Invalid value: {reason}")


def restarts(kind: str, path: str, policy: Any) -> Iterator[Failure]:
    """Jobs end, everything else runs on."""
    if policy is UNKNOWN or kind == "Pod":
        return
    if kind in {"Job", "CronJob"}:
        if policy not in {"OnFailure", "Never"}:
            yield Failure(path, f"Required value: OnFailure or Never for a {kind} ({policy!r} given)")
    elif policy not in {None, "Always"}:
        yield Failure(path, f"Unsupported value: {policy!r}, a {kind} restarts Always")


def rollout(spec: Properties) -> Iterator[Failure]:
    """A rolling update must be able to move: maxSurge and maxUnavailable are not both 0."""
    for name in ("strategy", "updateStrategy"):
        rolling = value_at(spec, f"{name}.rollingUpdate")
        if isinstance(rolling, Mapping):
            unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
            if str(unavailable) in {"0", "0%"} and str(surge) in {"0", "0%"}:
                yield Failure(
                    f"spec.{name}.rollingUpdate",
                    "Invalid value: maxUnavailable may not be 0 when maxSurge is 0",
                )
            if value_at(spec, f"{name}.type") == "Recreate":
                yield Failure(
                    f"spec.{name}.rollingUpdate", "Forbidden: may not be specified when type is Recreate"
                )


def autoscaler(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a HorizontalPodAutoscaler."""
    low, high = value_at(inputs, "spec.minReplicas"), value_at(inputs, "spec.maxReplicas")
    low = 1 if low is None else low
    if high is None:
        yield Failure("spec.maxReplicas", "Required value: maxReplicas")
    elif UNKNOWN not in (low, high) and not 1 <= low <= high:
        yield Failure(
            "spec.maxReplicas",
            f"Invalid value: minReplicas {low} and maxReplicas {high}, expected 1 <= min <= max",
        )
    target = value_at(inputs, "spec.scaleTargetRef")
    if target is not UNKNOWN and not (
        isinstance(target, Mapping) and target.get("kind") and target.get("name")
    ):
        yield Failure("spec.scaleTargetRef", "Required value: kind and name of what to scale")
    for number, metric in enumerate(listed(value_at(inputs, "spec.metrics"))):
        type_ = metric.get("type")
        source = type_[:1].lower() + type_[1:] if isinstance(type_, str) else ""
        if type_ is not UNKNOWN and source not in metric:
            yield Failure(
                f"spec.metrics[{number}]", f"Required value: {source or 'type'} (type is {type_!r})"
            )


def disruption(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a PodDisruptionBudget."""
    spec = inputs.get("spec")
    if (
        isinstance(spec, Mapping)
        and spec.get("minAvailable") is not None
        and spec.get("maxUnavailable") is not None
    ):
        yield Failure("spec", "Invalid value: minAvailable and maxUnavailable cannot be both set")


def claim_spec(path: str, spec: Any) -> Iterator[Failure]:
    """What is wrong with a claim on storage."""
    if spec is UNKNOWN:
        return
    modes = value_at(spec, "accessModes") if isinstance(spec, Mapping) else None
    if not modes:
        yield Failure(f"{path}.accessModes", "Required value: at least 1 access mode is required")
    known = {"ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod", UNKNOWN}
    for mode in modes if isinstance(modes, (list, tuple)) else ():
        if mode not in known:
            yield Failure(f"{path}.accessModes", f"Unsupported value: {mode!r}")
    size = value_at(spec or {}, "resources.requests")
    if size is not UNKNOWN and not (isinstance(size, Mapping) and size.get("storage")):
        yield Failure(f"{path}.resources.requests.storage", "Required value: storage")
    yield from resource_amounts(f"{path}.resources.requests", size)


CHECKS: Mapping[str, Callable[[Properties], Iterator[Failure]]] = {
    "HorizontalPodAutoscaler": autoscaler,
    "PodDisruptionBudget": disruption,
    "CronJob": cron,
    "PersistentVolumeClaim": lambda inputs: claim_spec("spec", inputs.get("spec")),
}
