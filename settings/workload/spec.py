"""The whole of a workload's description, and what its parts must say alike."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from settings.labels import NodeLabels
from settings.slo import Alerts, Slo
from settings.types import AbsolutePath, DnsLabel, EnvName, Image, Model, Port, PortName, SecretKey
from settings.workload import agreement
from settings.workload.access import Rule
from settings.workload.containers import Container, Probes, Sized
from settings.workload.edges import Caller, Edge
from settings.workload.jobs import Job, Schedule
from settings.workload.rollout import Candidate, Rollout
from settings.workload.route import LoadBalancer, Route
from settings.workload.scale import Disruption, Scale
from settings.workload.storage import Bucket, Claim, PostgresBackup
from settings.workload.telemetry import Metrics, TelemetryEnv


def _distinct_ports(ports: dict[str, int]) -> dict[str, int]:
    if len(set(ports.values())) != len(ports):
        raise ValueError("expected every port number once")
    return ports


def _named(name: str) -> str:
    if not name[0].isalpha():
        raise ValueError(
            "expected a letter first: its Service has the same name, which begins with one (RFC 1035)"
        )
    if name == "default":
        raise ValueError(
            "expected another name, for every namespace has a service account of this one already"
        )
    return name


def _namespaced(name: str) -> str:
    if name in _OF_EVERY_CLUSTER:
        raise ValueError(
            "expected a namespace of the application's own, for every cluster has this one already"
        )
    return name


_OF_EVERY_CLUSTER = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})


class WorkloadSpec(Model):
    """A service that keeps running.

    name: of the workload and of every object that is made for it. kind: "stateful" gives each replica a name and volumes
    (claims) that stay its own. resources: or "small", "medium", "large". env: plain values (a ConfigMap); secrets: variable ->
    where its value is in the stack's secret store, never the value. files: path -> content (a ConfigMap), mounted read-only. A
    change of env or files starts the pods anew, one after the other. writable: paths that stay writable under a read-only root
    file system. containers: what runs beside it in the same pod. command, args: instead of the image's own. spread: whether
    replicas on one node are avoided or forbidden. nodes: labels of the nodes that it runs on, such as those of a node pool.
    priority: who gives way when there is no room. user: the uid the container runs as, where its image does not say a numeric
    one. token, access: whether its pods may call the Kubernetes API at all, and what they may ask for (which implies the token).
    reaches, reached_by: the connections that are open to it; all others are closed. slo: what users may count on; alerts: fixed
    limits.
    """

    name: Annotated[DnsLabel, AfterValidator(_named)]
    namespace: Annotated[DnsLabel, AfterValidator(_namespaced)]
    kind: Literal["stateless", "stateful"] = "stateless"
    image: Image
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    ports: Annotated[dict[PortName, Port], AfterValidator(_distinct_ports)] = Field(min_length=1)
    resources: Sized
    scale: Scale = Scale()
    probes: Probes
    rollout: Rollout = Rollout()
    candidate: Candidate | None = None
    disruption: Disruption = Disruption(max_unavailable=1)
    spread: Literal["preferred", "required"] = "preferred"
    nodes: NodeLabels = Field(default_factory=dict)
    priority: Literal["low", "normal", "high"] = "normal"
    user: int = Field(default=10001, ge=1, le=65534)
    writable: tuple[AbsolutePath, ...] = ("/tmp",)
    claims: dict[DnsLabel, Claim] = Field(default_factory=dict)
    containers: dict[DnsLabel, Container] = Field(default_factory=dict)
    env: dict[EnvName, str] = Field(default_factory=dict)
    secrets: dict[EnvName, SecretKey] = Field(default_factory=dict)
    files: dict[AbsolutePath, str] = Field(default_factory=dict)
    telemetry: TelemetryEnv | None = None
    metrics: Metrics | None = None
    route: Route | None = None
    load_balancer: LoadBalancer | None = None
    reaches: dict[DnsLabel, Edge] = Field(default_factory=dict)
    reached_by: tuple[Caller, ...] = ()
    token: bool = False
    access: tuple[Rule, ...] = ()
    jobs: dict[DnsLabel, Job] = Field(default_factory=dict)
    schedules: dict[DnsLabel, Schedule] = Field(default_factory=dict)
    buckets: dict[DnsLabel, Bucket] = Field(default_factory=dict)
    backup: PostgresBackup | None = None
    slo: Slo | None = None
    alerts: Alerts = Alerts()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        problems = list(agreement.problems(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self
