"""What an API server finds wrong with ports, probes and lifecycle hooks.

Rules: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (Kubernetes 1.35).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure
from rehearsal.simulation.kubernetes.metadata import PORT_NAME

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")


def port_failure(path: str, port: Any, *, names: bool = False) -> Iterator[Failure]:
    """A failure unless a port is a number within 1 to 65535, or a name where names are allowed."""
    if port is UNKNOWN or port is None:
        return
    if isinstance(port, bool) or not isinstance(port, (int, str)):
        yield Failure(path, f"Invalid value: {port!r} is not a port")
    elif isinstance(port, int):
        if not 1 <= port <= 65535:
            yield Failure(path, f"Invalid value: the port {port} is not within 1 to 65535")
    elif not names:
        yield Failure(path, f"Invalid value: {port!r} is not a number within 1 to 65535")
    elif len(port) > 15 or not PORT_NAME.fullmatch(port):
        yield Failure(
            path, f"Invalid value: {port!r} is not a port name (up to 15 small letters, digits and hyphens)"
        )


def one_handler(path: str, given: Mapping[str, Any], handlers: Sequence[str]) -> Iterator[Failure]:
    """A failure unless one and only one handler is given, with a sound port."""
    found = [name for name in handlers if given.get(name) is not None]
    if len(found) != 1:
        said = " and ".join(found) or "none"
        yield Failure(path, f"Invalid value: exactly one of {', '.join(handlers)} is needed ({said} given)")
    for name in found:
        action = given[name]
        if name in {"httpGet", "tcpSocket", "grpc"} and isinstance(action, Mapping):
            if action.get("port") is None:
                yield Failure(f"{path}.{name}.port", "Required value: port")
            yield from port_failure(f"{path}.{name}.port", action.get("port"), names=name != "grpc")


def probe_spec(path: str, probe: Mapping[str, Any], name: str) -> Iterator[Failure]:
    """What is wrong with one probe."""
    yield from one_handler(path, probe, HANDLERS)
    for key in ("periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"):
        value = probe.get(key)
        if isinstance(value, int) and value < 1:
            yield Failure(f"{path}.{key}", f"Invalid value: {value} is below 1")
    if name != "readinessProbe" and probe.get("successThreshold", 1) not in (1, UNKNOWN):
        yield Failure(
            f"{path}.successThreshold", f"Invalid value: {probe['successThreshold']}, it must be 1 here"
        )
