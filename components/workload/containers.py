"""The containers of a workload's pod: its own and those beside it, each restricted, sized and checked. Pure."""

from collections.abc import Iterable, Mapping, Sequence

import pulumi
from pulumi_kubernetes.core.v1 import (
    ContainerArgsDict,
    ContainerPortArgsDict,
    EnvVarArgsDict,
    ProbeArgsDict,
    ResourceRequirementsArgsDict,
    SecurityContextArgsDict,
    VolumeMountArgsDict,
)

from settings.workload import Container, Probes, Resources, WorkloadSpec

FILES = "workload-files"
"""The volume of a workload's files; a claim has a name of its author's, such as files."""
_STARTUP_PERIOD = 5


def container_security(user: int | None = None) -> SecurityContextArgsDict:
    """The container half of "restricted", and a read-only root (NSA/CISA Kubernetes Hardening Guide 1.2).

    user: the uid, where it is not its pod's.
    """
    security: SecurityContextArgsDict = {
        "allow_privilege_escalation": False,
        "read_only_root_filesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    return security if user is None else {**security, "run_as_user": user}


def resource_requirements(resources: Resources) -> ResourceRequirementsArgsDict:
    return {
        "requests": {"cpu": resources.cpu, "memory": resources.memory},
        "limits": {"cpu": resources.cpu_limit, "memory": resources.memory_limit},
    }


def secret_variables(names: Iterable[str], secret: str) -> list[EnvVarArgsDict]:
    """Variables whose values are keys of a Secret; a Secret without one of them keeps the pod from starting."""
    return [
        {"name": name, "value_from": {"secret_key_ref": {"name": secret, "key": name}}}
        for name in sorted(names)
    ]


def _asked(checks: Probes, path: str | None) -> ProbeArgsDict:
    if checks.command:
        # A command is a process of its own, which a busy node is slow to start.
        return {"exec_": {"command": list(checks.command)}, "timeout_seconds": 5}
    port = checks.port or ""  # Probes has seen to it that there is one
    if path is None:
        return {"tcp_socket": {"port": port}, "timeout_seconds": 3}
    return {"http_get": {"path": path, "port": port}, "timeout_seconds": 3}


def probes(checks: Probes) -> dict[str, ProbeArgsDict]:
    """startup, liveness and readiness. Liveness waits for startup, so a slow start is never taken for a dead process.

    A container that is not ready for 15 seconds gets no more requests. One that does not live for 30 is started anew; for 60
    where liveness asks the same question as readiness: what only has too much to do first loses its requests, and then its
    life.
    """
    alike = checks.liveness == checks.readiness
    return {
        "startup": {
            **_asked(checks, checks.liveness),
            "period_seconds": _STARTUP_PERIOD,
            "failure_threshold": -(-checks.startup_seconds // _STARTUP_PERIOD),
        },
        "liveness": {
            **_asked(checks, checks.liveness),
            "period_seconds": 10,
            "failure_threshold": 6 if alike else 3,
        },
        "readiness": {**_asked(checks, checks.readiness), "period_seconds": 5, "failure_threshold": 3},
    }


def checked(container: ContainerArgsDict, checks: Probes) -> ContainerArgsDict:
    """A container with its three probes."""
    asked = probes(checks)
    return {
        **container,
        "startup_probe": asked["startup"],
        "liveness_probe": asked["liveness"],
        "readiness_probe": asked["readiness"],
    }


def drained(container: ContainerArgsDict, seconds: int) -> ContainerArgsDict:
    """A container that goes on serving for a while after it was told to end, by a sleep of the kubelet's own (KEP-3960), which
    works in images without a shell."""
    return {**container, "lifecycle": {"pre_stop": {"sleep": {"seconds": seconds}}} if seconds else {}}


def started(
    container: ContainerArgsDict, command: Sequence[str], arguments: Sequence[str]
) -> ContainerArgsDict:
    """A container with the command and the arguments that are said; the image's own stay where none are."""
    if command:
        container = {**container, "command": list(command)}
    return {**container, "args": list(arguments)} if arguments else container


def _ports(ports: Mapping[str, int]) -> list[ContainerPortArgsDict]:
    return [{"name": name, "container_port": port, "protocol": "TCP"} for name, port in ports.items()]


def writable_mounts(paths: Sequence[str]) -> list[VolumeMountArgsDict]:
    return [{"name": f"writable-{number}", "mount_path": path} for number, path in enumerate(paths)]


def file_keys(files: Iterable[str]) -> dict[str, str]:
    """Path -> its key in the ConfigMap. By number, for a key has fewer letters than a path, and two paths may end alike."""
    return {path: f"file-{number}" for number, path in enumerate(sorted(files))}


def file_mounts(files: Iterable[str]) -> list[VolumeMountArgsDict]:
    """Each file at its path and nothing else there: by subPath, which leaves what the image has in the same folder."""
    return [
        {"name": FILES, "mount_path": path, "sub_path": key, "read_only": True}
        for path, key in file_keys(files).items()
    ]


def mounts(spec: WorkloadSpec) -> list[VolumeMountArgsDict]:
    """Everything that the workload's own container sees."""
    claims: list[VolumeMountArgsDict] = [
        {"name": name, "mount_path": claim.path} for name, claim in spec.claims.items()
    ]
    return [*writable_mounts(spec.writable), *claims, *file_mounts(spec.files)]


def own(spec: WorkloadSpec, config: pulumi.Input[str] | None) -> ContainerArgsDict:
    """The workload's container. config: the name of the ConfigMap with its plain variables, None without any."""
    made: ContainerArgsDict = {
        "name": spec.name,
        "image": spec.image,
        "ports": _ports(spec.ports),
        "env_from": [{"config_map_ref": {"name": config}}] if config is not None else [],
        "env": secret_variables(spec.secrets, spec.name),
        "resources": resource_requirements(spec.resources),
        "security_context": container_security(),
        "volume_mounts": mounts(spec),
    }
    return drained(checked(started(made, spec.command, spec.args), spec.probes), spec.rollout.drain_seconds)


def _other(spec: WorkloadSpec, name: str, container: Container) -> ContainerArgsDict:
    plain: list[EnvVarArgsDict] = [
        {"name": variable, "value": value} for variable, value in sorted(container.env.items())
    ]
    made: ContainerArgsDict = {
        "name": name,
        "image": container.image,
        "ports": _ports(container.ports),
        "env": [*plain, *secret_variables(container.secrets, spec.name)],
        "resources": resource_requirements(container.resources),
        "security_context": container_security(container.user),
        "volume_mounts": [mount for mount in mounts(spec) if mount["mount_path"] in container.shares],
    }
    made = started(made, container.command, container.args)
    return checked(made, container.probes) if container.probes else made


def first(spec: WorkloadSpec) -> list[ContainerArgsDict]:
    """What starts before the workload's own container, one after the other as they are written: a "before" runs to its end, a
    "sidecar" goes on (restartPolicy Always) and the next one waits until it has started."""
    return [
        {**_other(spec, name, container), "restart_policy": "Always"}
        if container.role == "sidecar"
        else _other(spec, name, container)
        for name, container in spec.containers.items()
        if container.role != "beside"
    ]


def beside(spec: WorkloadSpec) -> list[ContainerArgsDict]:
    """What lives as long as the workload's own container, which needs it until it has drained. Sidecars are told to end when
    the others have, so they need no such sleep."""
    return [
        drained(_other(spec, name, container), spec.rollout.drain_seconds)
        for name, container in spec.containers.items()
        if container.role == "beside"
    ]
