"""What runs in a pod: how much of the machine it may take, how its health is asked for, and what stands beside it."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from settings.types import (
    AbsolutePath,
    EnvName,
    Expecting,
    HttpPath,
    Image,
    Model,
    Port,
    PortName,
    Quantity,
    quantity,
)

_CORES = ("", "m")
_MEBIBYTE = 2**20


def _cores(value: str) -> str:
    if value.lstrip("0123456789.") not in _CORES or not quantity(value):
        raise ValueError("expected cores above zero such as 500m (half a core) or 2")
    return value


def _bytes(value: str) -> str:
    if quantity(value) < _MEBIBYTE:
        raise ValueError("expected 1Mi or more, such as 512Mi or 2Gi: m would be thousandths of a byte")
    return value


Cores = Annotated[Quantity, AfterValidator(Expecting(_cores, "cores such as 500m or 2"))]
Bytes = Annotated[Quantity, AfterValidator(Expecting(_bytes, "bytes such as 512Mi or 2Gi"))]
"""Of memory or of a disk."""


class Resources(Model):
    """CPU and memory: what is reserved, and the ceiling."""

    cpu: Cores
    memory: Bytes
    cpu_limit: Cores
    memory_limit: Bytes

    @model_validator(mode="after")
    def _limits_hold_requests(self) -> Self:
        given = (("cpu", self.cpu, self.cpu_limit), ("memory", self.memory, self.memory_limit))
        problems = [
            f"expected {name} to be at most {name}_limit, got {request} and {limit}"
            for name, request, limit in given
            if quantity(request) > quantity(limit)
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


SIZES = {
    "small": Resources(cpu="500m", memory="512Mi", cpu_limit="2", memory_limit="2Gi"),
    "medium": Resources(cpu="1", memory="1Gi", cpu_limit="2", memory_limit="2Gi"),
    "large": Resources(cpu="2", memory="2Gi", cpu_limit="2", memory_limit="2Gi"),
}
"""Sizes by name: the share that is reserved grows, the ceiling does not."""


def _sized(value: object) -> object:
    if isinstance(value, Mapping | Resources):
        return value
    if not isinstance(value, str) or value not in SIZES:
        raise ValueError(f"expected one of {', '.join(SIZES)}, or cpu, memory, cpu_limit and memory_limit")
    return SIZES[value]


Sized = Annotated[Resources, BeforeValidator(_sized)]
"""Resources, or the name of one of the SIZES."""


class Probes(Model):
    """How the kubelet asks whether a container lives and is ready: by HTTP where liveness and readiness are paths, by a
    connection where there is a port alone, by a command in the container (exit code 0) where there is one.

    startup_seconds: how long a start may take before the container is restarted.
    """

    port: PortName | None = None
    liveness: HttpPath | None = None
    readiness: HttpPath | None = None
    command: tuple[str, ...] = ()
    startup_seconds: int = Field(default=60, ge=5, le=3600)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        problems = []
        if bool(self.command) == bool(self.port):
            problems.append("expected a port or a command to ask, and not both")
        if (self.liveness is None) != (self.readiness is None) or (self.liveness and not self.port):
            problems.append("expected liveness and readiness together, and with a port")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class Container(Model):
    """A container beside the workload's own, from an image of its own.

    role: "before" runs to its end before the others start; "sidecar" starts before them and ends after them (a native sidecar,
    KEP-753, so a Job with one ends too); "beside" lives as long as they do. Those that start before do so in the order in which
    they are written, so one that runs to its end may use a sidecar before it.
    secrets: which of the workload's secret variables it is given. shares: which of the workload's paths it sees, be they
    writable, a claim's or a file's. user: its uid, the workload's where none is said.
    """

    image: Image
    role: Literal["before", "sidecar", "beside"] = "beside"
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    ports: dict[PortName, Port] = Field(default_factory=dict)
    resources: Sized
    env: dict[EnvName, str] = Field(default_factory=dict)
    secrets: tuple[EnvName, ...] = ()
    shares: tuple[AbsolutePath, ...] = ()
    user: int | None = Field(default=None, ge=1, le=65534)
    probes: Probes | None = None

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        problems = []
        if self.role == "before" and self.probes:
            problems.append('expected no probes with role "before": it only has to end')
        if self.role == "before" and self.ports:
            problems.append('expected no ports with role "before": it ends before anybody could reach them')
        if self.probes and self.probes.port and self.probes.port not in self.ports:
            there = f"one of {', '.join(self.ports)}" if self.ports else "it among its ports, which are none"
            problems.append(f"probes.port names the port {self.probes.port!r}, expected {there}")
        if problems:
            raise ValueError("; ".join(problems))
        return self
