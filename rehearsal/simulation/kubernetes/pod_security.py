"""Pod Security Standards: why a pod may not run in a namespace that enforces baseline or restricted.

Rules: https://kubernetes.io/docs/concepts/security/pod-security-standards/ (the checks of Kubernetes 1.35).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, words
from rehearsal.simulation.kubernetes.pods import listed
from rehearsal.simulation.kubernetes.probes import PROBES

LEVELS = ("privileged", "baseline", "restricted")
ENFORCE = "pod-security.kubernetes.io/enforce"
BASELINE_CAPABILITIES = words(
    """
    AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT
    """
)
SAFE_SYSCTLS = words(
    """
    kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.tcp_syncookies
    net.ipv4.ping_group_range net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout
    net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem
    """
)
RESTRICTED_VOLUMES = words(
    "configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret"
)
SELINUX_TYPES = {"container_t", "container_init_t", "container_kvm_t", "container_engine_t"}


def violations(level: str, spec: Any) -> list[str]:
    """Why the pod is not allowed at the level, empty when it is; unknown values are taken as allowed."""
    if level == "privileged" or not isinstance(spec, Mapping):
        return []
    found = list(baseline(spec))
    return [*found, *restricted(spec)] if level == "restricted" else found


def containers(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """(name, container, security context) of every container, init containers included."""
    for group in ("initContainers", "containers", "ephemeralContainers"):
        for container in listed(spec.get(group)):
            rights = container.get("securityContext")
            yield str(container.get("name")), container, rights if isinstance(rights, Mapping) else {}


def settings(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(who, security context) of the pod and of every container."""
    rights = spec.get("securityContext")
    yield "pod", rights if isinstance(rights, Mapping) else {}
    for name, _, rights in containers(spec):
        yield f'container "{name}"', rights


def profile(rights: Mapping[str, Any], key: str) -> Any:
    """The type of a seccomp or AppArmor profile, None when there is none."""
    found = rights.get(key)
    return found.get("type") if isinstance(found, Mapping) else found


def baseline(spec: Mapping[str, Any]) -> Iterator[str]:
    """What the baseline level forbids."""
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(key) is True:
            yield f"host namespaces ({key}=true)"
    for volume in listed(spec.get("volumes")):
        if volume.get("hostPath") is not None:
            yield f'hostPath volumes (volume "{volume.get("name")}")'
    for name, container, rights in containers(spec):
        yield from container_baseline(f'container "{name}"', container, rights)
    for who, rights in settings(spec):
        yield from context_baseline(who, rights)


def container_baseline(who: str, container: Mapping[str, Any], rights: Mapping[str, Any]) -> Iterator[str]:
    """What the baseline level forbids a single container."""
    if rights.get("privileged") is True:
        yield f"privileged ({who} must not set securityContext.privileged=true)"
    if any(port.get("hostPort") for port in listed(container.get("ports"))):
        yield f"hostPort ({who} uses a host port)"
    capabilities = rights.get("capabilities")
    added = capabilities.get("add") if isinstance(capabilities, Mapping) else None
    extra = sorted(set(added if isinstance(added, (list, tuple)) else ()) - BASELINE_CAPABILITIES - {UNKNOWN})
    if extra:
        yield f"non-default capabilities ({who} must not add {', '.join(extra)})"
    if rights.get("procMount", "Default") not in {"Default", UNKNOWN}:
        yield f"procMount ({who} must not set securityContext.procMount={rights['procMount']})"
    hooks = container.get("lifecycle")
    actions = [container.get(probe) for probe in PROBES] + (
        list(hooks.values()) if isinstance(hooks, Mapping) else []
    )
    for action in actions:
        for handler in ("httpGet", "tcpSocket"):
            target = action.get(handler) if isinstance(action, Mapping) else None
            if isinstance(target, Mapping) and target.get("host"):
                yield f"probe or lifecycle host ({who} must not set a host in {handler})"


def context_baseline(who: str, rights: Mapping[str, Any]) -> Iterator[str]:
    """What the baseline level forbids in a security context of the pod or of a container."""
    if profile(rights, "seccompProfile") == "Unconfined":
        yield f"seccompProfile ({who} must not set Unconfined)"
    if profile(rights, "appArmorProfile") == "Unconfined":
        yield f"appArmorProfile ({who} must not set Unconfined)"
    windows = rights.get("windowsOptions")
    if isinstance(windows, Mapping) and windows.get("hostProcess") is True:
        yield f"hostProcess ({who} must not set it)"
    for sysctl in listed(rights.get("sysctls")):
        if sysctl.get("name") not in SAFE_SYSCTLS and sysctl.get("name") is not UNKNOWN:
            yield f"forbidden sysctls ({sysctl.get('name')})"
    selinux = rights.get("seLinuxOptions")
    selinux = selinux if isinstance(selinux, Mapping) else {}
    identity = selinux.get("user") or selinux.get("role")
    if identity or selinux.get("type", "container_t") not in SELINUX_TYPES:
        yield f"seLinuxOptions ({who} sets a forbidden user, role or type)"


def restricted(spec: Mapping[str, Any]) -> Iterator[str]:
    """What the restricted level asks for beyond baseline."""
    for volume in listed(spec.get("volumes")):
        kinds = set(volume) - {"name"} - RESTRICTED_VOLUMES
        if kinds and kinds != {"hostPath"}:
            yield f'restricted volume types (volume "{volume.get("name")}" uses {", ".join(sorted(kinds))})'
    pod = spec.get("securityContext")
    if pod is UNKNOWN:
        return
    pod = pod if isinstance(pod, Mapping) else {}
    if pod.get("runAsUser") == 0:
        yield "runAsUser=0 (pod must not set it)"
    for name, container, rights in containers(spec):
        if container.get("securityContext") is UNKNOWN:
            continue
        who = f'container "{name}"'
        if rights.get("allowPrivilegeEscalation") not in {False, UNKNOWN}:
            yield f"allowPrivilegeEscalation != false ({who})"
        capabilities = rights.get("capabilities")
        if capabilities is not UNKNOWN:
            yield from dropped(who, capabilities if isinstance(capabilities, Mapping) else {})
        if rights.get("runAsNonRoot", pod.get("runAsNonRoot")) not in {True, UNKNOWN}:
            yield f"runAsNonRoot != true (pod or {who})"
        if rights.get("runAsUser") == 0:
            yield f"runAsUser=0 ({who})"
        seccomp = profile(rights, "seccompProfile") or profile(pod, "seccompProfile")
        if seccomp not in {"RuntimeDefault", "Localhost", UNKNOWN}:
            yield f"seccompProfile (pod or {who} must set RuntimeDefault or Localhost)"


def dropped(who: str, capabilities: Mapping[str, Any]) -> Iterator[str]:
    """All capabilities are dropped, and only NET_BIND_SERVICE comes back."""
    drop, add = capabilities.get("drop") or (), capabilities.get("add") or ()
    if drop is not UNKNOWN and "ALL" not in drop:
        yield f'unrestricted capabilities ({who} must drop "ALL")'
    if add is not UNKNOWN and set(add) - {"NET_BIND_SERVICE", UNKNOWN}:
        yield f"unrestricted capabilities ({who} must not add {', '.join(sorted(set(add) - {'NET_BIND_SERVICE'}))})"
