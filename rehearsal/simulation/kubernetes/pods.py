"""What an API server finds wrong with a pod: containers, ports, probes, volumes.

Rules: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (Kubernetes 1.35).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, value_at, words
from rehearsal.simulation.kubernetes.metadata import LABEL
from rehearsal.simulation.kubernetes.probes import PROBES, one_handler, port_failure, probe_spec
from rehearsal.simulation.kubernetes.quantities import resources

POD_FIELDS = words(
    """
    activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks
    ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets
    initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates
    resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount
    serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations
    topologySpreadConstraints volumes workloadRef
    """
)
CONTAINER_FIELDS = words(
    """
    args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy
    resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath
    terminationMessagePolicy tty volumeDevices volumeMounts workingDir
    """
)


def unknown_fields(path: str, given: Mapping[str, Any], known: frozenset[str]) -> Iterator[Failure]:
    """A failure for every field that the type does not have."""
    for name in given:
        if name not in known:
            yield Failure(f"{path}.{name}", f'strict decoding error: unknown field "{path}.{name}"')


def listed(value: Any) -> Sequence[Any]:
    """A list's known members that are objects; nothing for anything else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, (list, tuple)) else []


def pod_spec(path: str, spec: Any, claims: Any = ()) -> Iterator[Failure]:
    """What is wrong with a pod's spec at `path`. claims: the templates of those that a StatefulSet gives it, as volumes."""
    if not isinstance(spec, Mapping):
        return
    yield from unknown_fields(path, spec, POD_FIELDS)
    if spec.get("containers") is not UNKNOWN and not spec.get("containers"):
        yield Failure(f"{path}.containers", "Required value: a pod has at least one container")
    volumes = {v.get("name") for v in listed(spec.get("volumes"))}
    volumes |= {value_at(claim, "metadata.name") for claim in listed(claims)}
    given = spec.get("volumes")
    unsure = given is UNKNOWN or claims is UNKNOWN or UNKNOWN in volumes or UNKNOWN in (given or ())
    seen: set[str] = set()
    for group in ("containers", "initContainers"):
        for number, container in enumerate(listed(spec.get(group))):
            here = f"{path}.{group}[{number}]"
            name = container.get("name")
            if name in seen:
                yield Failure(f"{here}.name", f"Duplicate value: {name!r}")
            if isinstance(name, str):
                seen.add(name)
            yield from container_spec(here, container, group)
            for mount in listed(container.get("volumeMounts")):
                if not unsure and mount.get("name") is not UNKNOWN and mount.get("name") not in volumes:
                    yield Failure(
                        f"{here}.volumeMounts", f"Not found: the pod has no volume {mount.get('name')!r}"
                    )
    yield from volume_list(f"{path}.volumes", listed(spec.get("volumes")))
    yield from spreading(f"{path}.topologySpreadConstraints", listed(spec.get("topologySpreadConstraints")))
    grace = spec.get("terminationGracePeriodSeconds")
    if isinstance(grace, int) and grace < 0:
        yield Failure(f"{path}.terminationGracePeriodSeconds", f"Invalid value: {grace} is below 0")


def spreading(path: str, constraints: Sequence[Any]) -> Iterator[Failure]:
    """What is wrong with a pod's topology spread constraints."""
    for constraint in constraints:
        action, skew = constraint.get("whenUnsatisfiable"), constraint.get("maxSkew")
        if action not in {"DoNotSchedule", "ScheduleAnyway", UNKNOWN}:
            yield Failure(path, f"Unsupported value: {action!r}")
        if skew is not UNKNOWN and not (isinstance(skew, int) and skew > 0):
            yield Failure(path, f"Invalid value: maxSkew must be above 0 ({skew!r} given)")


def container_spec(path: str, container: Mapping[str, Any], group: str) -> Iterator[Failure]:
    """What is wrong with one container."""
    yield from unknown_fields(path, container, CONTAINER_FIELDS)
    name, image = container.get("name"), container.get("image")
    if name is not UNKNOWN and not (isinstance(name, str) and LABEL.fullmatch(name)):
        yield Failure(f"{path}.name", f"Invalid value: {name!r} is not a DNS label (RFC 1123)")
    if image is not UNKNOWN and not (isinstance(image, str) and image.strip() == image and image):
        yield Failure(f"{path}.image", "Required value: a container has an image")
    policy = container.get("imagePullPolicy", "Always")
    if policy not in {"Always", "IfNotPresent", "Never", UNKNOWN}:
        yield Failure(f"{path}.imagePullPolicy", f"Unsupported value: {policy!r}")
    yield from resources(f"{path}.resources", container.get("resources"))
    yield from container_ports(f"{path}.ports", listed(container.get("ports")))
    for variable in listed(container.get("env")):
        if not variable.get("name"):
            yield Failure(f"{path}.env", "Required value: a variable has a name")
        if variable.get("value") and variable.get("valueFrom"):
            yield Failure(f"{path}.env", f"Invalid value: {variable['name']} has both value and valueFrom")
    yield from handlers(path, container, group)
    rights = container.get("securityContext")
    if (
        isinstance(rights, Mapping)
        and rights.get("privileged") is True
        and rights.get("allowPrivilegeEscalation") is False
    ):
        yield Failure(
            f"{path}.securityContext", "Invalid value: privileged excludes allowPrivilegeEscalation false"
        )


def handlers(path: str, container: Mapping[str, Any], group: str) -> Iterator[Failure]:
    """What is wrong with a container's probes and lifecycle hooks."""
    for probe in PROBES:
        if isinstance(container.get(probe), Mapping):
            if group == "initContainers" and container.get("restartPolicy") != "Always":
                yield Failure(
                    f"{path}.{probe}",
                    "Forbidden: an init container has no probes unless its restartPolicy is Always",
                )
            yield from probe_spec(f"{path}.{probe}", container[probe], probe)
    hooks = container.get("lifecycle")
    for hook in ("postStart", "preStop"):
        if isinstance(hooks, Mapping) and isinstance(hooks.get(hook), Mapping):
            yield from one_handler(
                f"{path}.lifecycle.{hook}", hooks[hook], ("exec", "httpGet", "sleep", "tcpSocket")
            )


def container_ports(path: str, ports: Sequence[Any]) -> Iterator[Failure]:
    """What is wrong with a container's ports."""
    names: set[str] = set()
    for port in ports:
        if port.get("containerPort") is None:
            yield Failure(path, "Required value: containerPort")
        yield from port_failure(path, port.get("containerPort"))
        name = port.get("name")
        if isinstance(name, str):
            yield from port_failure(path, name, names=True)
            if name in names:
                yield Failure(path, f"Duplicate value: {name!r}")
            names.add(name)
        if port.get("protocol", "TCP") not in {"TCP", "UDP", "SCTP", UNKNOWN}:
            yield Failure(path, f"Unsupported value: {port['protocol']!r}")


def volume_list(path: str, volumes: Sequence[Any]) -> Iterator[Failure]:
    """What is wrong with a pod's volumes: names of their own, and one source each."""
    seen: set[str] = set()
    for volume in volumes:
        name = volume.get("name")
        if name is not UNKNOWN and not (isinstance(name, str) and LABEL.fullmatch(name)):
            yield Failure(path, f"Invalid value: {name!r} is not a DNS label (RFC 1123)")
        if name in seen:
            yield Failure(path, f"Duplicate value: {name!r}")
        seen.add(name)
        sources = [key for key, value in volume.items() if key != "name" and value is not None]
        if len(sources) != 1:
            yield Failure(
                path,
                f"Invalid value: the volume {name!r} needs exactly one source ({', '.join(sources) or 'none'} given)",
            )
