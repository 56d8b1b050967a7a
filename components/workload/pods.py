"""The pod of a workload: restricted, spread over zones and nodes, drained before it ends. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_kubernetes.core.v1 import (
    AffinityArgsDict,
    PodSecurityContextArgsDict,
    PodSpecArgsDict,
    PodTemplateSpecArgsDict,
    TopologySpreadConstraintArgsDict,
    VolumeArgsDict,
)
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

from components import naming
from components.workload import containers
from settings.workload import Rollout, WorkloadSpec

DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"
_REVISION = {"stateless": "pod-template-hash", "stateful": "controller-revision-hash"}


@dataclass(frozen=True)
class Given:
    """What a pod is given that the engine knows the names of. service_account: what it runs as. variables, files: ConfigMaps,
    None where there is none. labels, annotations: of the pod."""

    service_account: pulumi.Input[str]
    variables: pulumi.Input[str] | None = None
    files: pulumi.Input[str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


def pod_security(user: int) -> PodSecurityContextArgsDict:
    """The pod half of the "restricted" Pod Security Standard. user: the uid, never 0."""
    return {"run_as_non_root": True, "run_as_user": user, "run_as_group": user, "fs_group": user,
            "seccomp_profile": {"type": "RuntimeDefault"}}  # fmt: skip


def writable_volumes(paths: Sequence[str]) -> list[VolumeArgsDict]:
    return [
        {"name": f"writable-{number}", "empty_dir": {"size_limit": "1Gi"}} for number, _ in enumerate(paths)
    ]


def volumes(spec: WorkloadSpec, files: pulumi.Input[str] | None) -> list[VolumeArgsDict]:
    """The pod's volumes but for its claims, which a StatefulSet adds. files: as Given has it."""
    made = writable_volumes(spec.writable)
    if files is not None:
        made.append({"name": containers.FILES, "config_map": {"name": files, "default_mode": 0o444}})
    return made


def spread(spec: WorkloadSpec) -> list[TopologySpreadConstraintArgsDict]:
    """Zones evenly, counting each revision for itself so that a rollout ends as even as it began."""
    return [
        {
            "topology_key": "topology.kubernetes.io/zone",
            "max_skew": 1,
            "when_unsatisfiable": "ScheduleAnyway",
            "label_selector": {"match_labels": {"app": spec.name}},
            "match_label_keys": [_REVISION[spec.kind]],
        }
    ]


def affinity(spec: WorkloadSpec) -> AffinityArgsDict:
    """Replicas keep off each other's nodes: by preference, or strictly where spread is "required"."""
    selector = {"match_labels": {"app": spec.name}}
    if spec.spread == "required":
        return {
            "pod_anti_affinity": {
                "required_during_scheduling_ignored_during_execution": [
                    {
                        "label_selector": {"match_labels": selector["match_labels"]},
                        "topology_key": "kubernetes.io/hostname",
                    }
                ]
            }
        }
    return {
        "pod_anti_affinity": {
            "preferred_during_scheduling_ignored_during_execution": [
                {
                    "weight": 100,
                    "pod_affinity_term": {
                        "label_selector": {"match_labels": selector["match_labels"]},
                        "topology_key": "kubernetes.io/hostname",
                    },
                }
            ]
        }
    }


def grace(rollout: Rollout) -> int:
    """Seconds from the order to end until SIGKILL: the drain counts against it, so both are added."""
    return rollout.drain_seconds + rollout.grace_seconds


def calls_api(spec: WorkloadSpec) -> bool:
    """Whether its pods call the Kubernetes API, for which they hold a token."""
    return spec.token or bool(spec.access)


def _security(spec: WorkloadSpec) -> PodSecurityContextArgsDict:
    security = pod_security(spec.user)
    if spec.claims:
        # Otherwise the owner of every file on a volume is set at every start, and a full volume keeps its pod waiting.
        security["fs_group_change_policy"] = "OnRootMismatch"
    return security


def template(spec: WorkloadSpec, given: Given) -> PodTemplateSpecArgsDict:
    """The pod template of the workload's Deployment or StatefulSet."""
    pod: PodSpecArgsDict = {
        "service_account_name": given.service_account,
        # CIS EKS 4.1.6: a pod that does not call the API holds no token.
        "automount_service_account_token": calls_api(spec),
        "enable_service_links": False,
        "security_context": _security(spec),
        "termination_grace_period_seconds": grace(spec.rollout),
        "topology_spread_constraints": spread(spec),
        "affinity": affinity(spec),
        "containers": [containers.own(spec, given.variables), *containers.beside(spec)],
        "volumes": volumes(spec, given.files),
    }
    if before := containers.first(spec):
        pod["init_containers"] = before
    if spec.nodes:
        pod["node_selector"] = dict(spec.nodes)
    if spec.priority != "normal":
        pod["priority_class_name"] = naming.priority_class(spec.priority)
    annotations = dict(given.annotations)
    if spec.containers:
        annotations[DEFAULT_CONTAINER] = spec.name
    metadata: ObjectMetaArgsDict = {"labels": dict(given.labels)}
    if annotations:
        metadata["annotations"] = annotations
    return {"metadata": metadata, "spec": pod}
