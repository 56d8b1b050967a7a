"""The pod of a workload: restricted, spread over zones and nodes, drained before it ends. Pure."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_kubernetes.core.v1 import (
    AffinityArgsDict,
    ContainerArgsDict,
    EnvVarArgsDict,
    PodSecurityContextArgsDict,
    PodSpecArgsDict,
    PodTemplateSpecArgsDict,
    ProbeArgsDict,
    ResourceRequirementsArgsDict,
    SecurityContextArgsDict,
    TopologySpreadConstraintArgsDict,
    VolumeArgsDict,
    VolumeMountArgsDict,
)
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

from settings.workload import Probes, Resources, Rollout, WorkloadSpec

_STARTUP_PERIOD = 5


def pod_security(user: int) -> PodSecurityContextArgsDict:
    """The pod half of the "restricted" Pod Security Standard. user: the uid, never 0."""
    return {"run_as_non_root": True, "run_as_user": user, "run_as_group": user, "fs_group": user,
            "seccomp_profile": {"type": "RuntimeDefault"}}  # fmt: skip


def container_security() -> SecurityContextArgsDict:
    """The container half of "restricted", and a read-only root (NSA/CISA Kubernetes Hardening Guide 1.2)."""
    return {
        "allow_privilege_escalation": False,
        "read_only_root_filesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def resource_requirements(resources: Resources) -> ResourceRequirementsArgsDict:
    return {
        "requests": {"cpu": resources.cpu, "memory": resources.memory},
        "limits": {"cpu": resources.cpu_limit, "memory": resources.memory_limit},
    }


def secret_variables(names: Sequence[str], secret: str) -> list[EnvVarArgsDict]:
    """Variables whose values are keys of a Secret; a Secret without one of them keeps the pod from starting."""
    return [
        {"name": name, "value_from": {"secret_key_ref": {"name": secret, "key": name}}}
        for name in sorted(names)
    ]


def probes(checks: Probes) -> dict[str, ProbeArgsDict]:
    """startup, liveness and readiness. Liveness waits for startup, so a slow start is never taken for a dead process."""

    def ask(path: str) -> ProbeArgsDict:
        return {"http_get": {"path": path, "port": checks.port}, "timeout_seconds": 3}

    return {
        "startup": {
            **ask(checks.liveness),
            "period_seconds": _STARTUP_PERIOD,
            "failure_threshold": -(-checks.startup_seconds // _STARTUP_PERIOD),
        },
        "liveness": {**ask(checks.liveness), "period_seconds": 10, "failure_threshold": 3},
        "readiness": {**ask(checks.readiness), "period_seconds": 5, "failure_threshold": 3},
    }


def container(spec: WorkloadSpec, config: pulumi.Input[str] | None) -> ContainerArgsDict:
    """The workload's container. config: the name of the ConfigMap with its plain variables, None without any."""
    checks = probes(spec.probes)
    return {
        "name": spec.name,
        "image": spec.image,
        "ports": [
            {"name": name, "container_port": port, "protocol": "TCP"} for name, port in spec.ports.items()
        ],
        "env_from": [{"config_map_ref": {"name": config}}] if config is not None else [],
        "env": secret_variables(list(spec.secrets), spec.name),
        "resources": resource_requirements(spec.resources),
        "startup_probe": checks["startup"],
        "liveness_probe": checks["liveness"],
        "readiness_probe": checks["readiness"],
        # A sleep of the kubelet's own (KEP-3960): works in images without a shell.
        "lifecycle": {"pre_stop": {"sleep": {"seconds": spec.rollout.drain_seconds}}}
        if spec.rollout.drain_seconds
        else {},
        "security_context": container_security(),
        "volume_mounts": writable_mounts(spec.writable),
    }


def writable_mounts(paths: Sequence[str]) -> list[VolumeMountArgsDict]:
    return [{"name": f"writable-{number}", "mount_path": path} for number, path in enumerate(paths)]


def writable_volumes(paths: Sequence[str]) -> list[VolumeArgsDict]:
    return [
        {"name": f"writable-{number}", "empty_dir": {"size_limit": "1Gi"}} for number, _ in enumerate(paths)
    ]


def spread(spec: WorkloadSpec) -> list[TopologySpreadConstraintArgsDict]:
    """Zones evenly, counting each revision for itself so that a rollout ends as even as it began."""
    return [
        {
            "topology_key": "topology.kubernetes.io/zone",
            "max_skew": 1,
            "when_unsatisfiable": "ScheduleAnyway",
            "label_selector": {"match_labels": {"app": spec.name}},
            "match_label_keys": ["pod-template-hash"],
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


def template(
    spec: WorkloadSpec,
    labels: Mapping[str, str],
    service_account: pulumi.Input[str],
    config: pulumi.Input[str] | None,
    annotations: Mapping[str, str] | None = None,
) -> PodTemplateSpecArgsDict:
    """The pod template of the workload's Deployment."""
    pod: PodSpecArgsDict = {
        "service_account_name": service_account,
        "automount_service_account_token": False,  # CIS EKS 4.1.6: a pod that does not call the API holds no token
        "enable_service_links": False,
        "security_context": pod_security(spec.user),
        "termination_grace_period_seconds": grace(spec.rollout),
        "topology_spread_constraints": spread(spec),
        "affinity": affinity(spec),
        "containers": [container(spec, config)],
        "volumes": writable_volumes(spec.writable),
    }
    metadata: ObjectMetaArgsDict = {"labels": dict(labels)}
    if annotations:
        metadata["annotations"] = dict(annotations)
    return {"metadata": metadata, "spec": pod}
