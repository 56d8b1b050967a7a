"""Who is declared to reach whom, worked out from the add-ons' Traffic and the applications' specs, without any policy.

It knows clouds by name, where the program knows them by blocks of addresses: neither is computed from the other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from ipaddress import ip_network
from operator import or_

from components.platform.network import Blocks, Edge, Known, Pods
from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.matrix import STRANGER
from rehearsal.reach.ports import EVERY, NONE, Ports
from rehearsal.reach.surroundings import IDENTITY, INTERNET, NETWORKS, NODES, SERVER, WIRE
from settings.workload import Edge as Way
from settings.workload import WorkloadSpec
from tests.rehearsal.reach.given import DNS, Given, is_in

SEEN = {"eks", "existing"}
"""Clouds where a rule about addresses means pods too."""
API = {"eks": (443,), "gke": (443,), "aks": (443,), "existing": (443, 6443)}
# Where, by cloud, the Kubernetes API and the nodes are: anywhere, where no rule can name them and so the port alone decides.
ANYWHERE = (INTERNET, NETWORKS, NODES, SERVER, WIRE, IDENTITY)
API_AT = {"eks": (NODES, NETWORKS), "gke": (NODES,), "aks": (NODES,), "existing": ANYWHERE}
NODES_AT = {"eks": (NODES,), "gke": ANYWHERE, "aks": ANYWHERE, "existing": ANYWHERE}
DOCUMENTED = ("192.0.2.", "198.51.100.", "203.0.113.")
"""Blocks that stand for some of the internet's in examples (RFC 5737)."""
CALLS_FROM = {"eks": (NODES,), "gke": (NODES,), "aks": (), "existing": ANYWHERE}


@dataclass(frozen=True)
class Declared:
    """What is declared on one cluster."""

    given: Given
    cluster: str

    @property
    def cloud(self) -> str:
        return self.given.settings.clusters[self.cluster].cloud

    def reach(self, source: End, target: End) -> Ports:
        """The ports that both ends declare."""
        out = self.out(source, target) if isinstance(source, Pod) else EVERY
        into = self.into(target, source) if isinstance(target, Pod) else EVERY
        return out & into

    def out(self, pod: Pod, target: End) -> Ports:
        """What a pod declares to reach of a target; everything where nobody declares it."""
        if not self._ours(pod):
            return EVERY
        found = [Ports.numbers(53) | Ports.numbers(53, protocol="UDP")] if str(target) == DNS else []
        found += [self._reached(edge, pod, target) for edge in self._edges(pod, "reaches")]
        for spec, run in self._specs(pod):
            found += self._spec_reaches(spec, run, target)
        if str(pod) == "istio-system/istiod" and self._believes_tokens():
            found.append(Ports.numbers(443) if target.name == INTERNET else NONE)
        if pod.name == "acme-solver" and not pod.mesh:
            return NONE
        if pod.mesh == "sidecar":
            found.append(_at(target, "istio-system", {"app": "istiod"}, 15012))
        return reduce(or_, found, NONE)

    def into(self, pod: Pod, source: End) -> Ports:
        """What a pod declares to accept of a source."""
        if not self._ours(pod):
            return EVERY
        found = [self._accepted(edge, pod, source) for edge in self._edges(pod, "accepts")]
        for spec, run in self._specs(pod):
            found += self._spec_accepts(spec, source) if run.serves else []
        if pod.name == "acme-solver" and self._is_way_in(source):
            found.append(Ports.numbers(8089))
        return reduce(or_, found, NONE)

    def _ours(self, pod: Pod) -> bool:
        return pod != STRANGER and self.given.makes(self.cluster, pod.namespace)

    def _edges(self, pod: Pod, which: str) -> Iterator[Edge]:
        for home, traffic in self.given.traffic[self.cluster]:
            if home == pod.namespace and traffic.pods.items() <= pod.labels.items():
                yield from getattr(traffic, which)

    def served(self, pod: Pod) -> WorkloadSpec | None:
        """The spec of a workload's own pods, whichever of its versions they are; None for all others."""
        return next((spec for spec, run in self._specs(pod) if run.serves), None)

    def admitted(self, pod: Pod, source: End) -> Ports:
        """Which ports a workload in the mesh declares to a source, as a mesh can tell: by who it is, and for clients of a load
        balancer by their address, which pods may have too."""
        spec = self.served(pod)
        if spec is None or not self.given.meshed(spec):
            return EVERY
        known = isinstance(source, Pod) and bool(source.mesh)
        named = reduce(or_, self._callers(spec, source), NONE) if known else NONE
        clients = self._clients(spec, source) if isinstance(source, Outside) else _balanced(spec)
        return named | clients

    def _specs(self, pod: Pod) -> Iterator[tuple[WorkloadSpec, "Run"]]:
        for spec in self.given.specs(self.cluster):
            if spec.namespace == pod.namespace and pod.name in (found := runs(spec)):
                yield spec, found[pod.name]

    def _believes_tokens(self) -> bool:
        ours = self.given.settings.platform.istio.installed
        return ours and any(spec.route and spec.route.jwt for spec in self.given.specs(self.cluster))

    def _reached(self, edge: Edge, pod: Pod, target: End) -> Ports:
        seen = isinstance(target, Outside) or self.cloud in SEEN
        name = target.name if isinstance(target, Outside) else NODES  # pods have their addresses there
        if edge.peer is Known.CLOUD:
            return self._of_the_cloud(target)
        if edge.peer is Known.API_SERVER:
            open_to = name in self._api_at() and seen
            return Ports.numbers(*API[self.cloud]) if open_to else NONE
        if edge.peer is Known.NODES:
            unknown = NODES_AT[self.cloud] == ANYWHERE  # then the ports alone decide, to pods too
            return _open(edge) if unknown or (seen and name in NODES_AT[self.cloud]) else NONE
        if edge.peer is Known.OUTSIDE:
            return _open(edge) if seen and name not in {SERVER, IDENTITY, WIRE} else NONE
        if edge.peer is Known.INTERNET:
            return _open(edge) if name == INTERNET else NONE
        if isinstance(edge.peer, Blocks):
            return _open(edge) if seen else NONE
        return _open(edge) if self._is(edge.peer, pod, target) else NONE

    def _api_at(self) -> tuple[str, ...]:
        """On AKS a private API is among the nodes, and a public one at an address of Azure's choice."""
        settings = self.given.settings.clusters[self.cluster]
        return ANYWHERE if self.cloud == "aks" and settings.api.public_from else API_AT[self.cloud]  # type: ignore[union-attr]

    def _accepted(self, edge: Edge, pod: Pod, source: End) -> Ports:
        if edge.peer is Known.WORLD:
            return _open(edge)
        if edge.peer is Known.API_SERVER:
            if isinstance(source, Outside):
                return _open(edge) if source.name in CALLS_FROM[self.cloud] else NONE
            agent = source.namespace == "kube-system" and source.name == "konnectivity-agent"
            return _open(edge) if self.cloud in SEEN or agent else NONE
        assert edge.peer is not Known.NODES, "say here what it means before it is used"
        return _open(edge) if self._is(edge.peer, pod, source) else NONE

    def _is(self, peer: object, pod: Pod, other: End) -> bool:
        if isinstance(other, Outside):
            return False
        if peer is Known.EVERY_POD:
            return True
        if peer is Known.PROMETHEUS:
            return is_in(other, "monitoring", {"app.kubernetes.io/name": "prometheus"})
        assert isinstance(peer, Pods), peer
        return is_in(other, peer.namespace or pod.namespace, peer.labels)

    def _of_the_cloud(self, target: End) -> Ports:
        settings = self.given.settings.clusters[self.cluster]
        if isinstance(target, Pod):
            return Ports.numbers(443) if self.cloud in SEEN else NONE
        if target.name in {SERVER, IDENTITY, WIRE}:
            by_agent = self.cloud == "eks" and getattr(settings, "identity", "") == "pod-identity"
            gives = (target.name == IDENTITY and by_agent) or (target.name == SERVER and self.cloud == "gke")
            return Ports.numbers(80) if gives else NONE
        return Ports.numbers(443)

    def _is_way_in(self, source: End) -> bool:
        nginx = self.given.settings.platform.ingress.kind == "nginx"
        home, labels = ("ingress-nginx", {}) if nginx else ("istio-ingress", {"istio": "ingressgateway"})
        wanted = {"app.kubernetes.io/component": "controller"} if nginx else labels
        return is_in(source, home, wanted)

    def _callers(self, spec: WorkloadSpec, source: End) -> Iterator[Ports]:
        if spec.route and self._is_way_in(source):
            yield Ports.numbers(spec.ports[spec.route.port])
        for caller in spec.reached_by:
            if _is_workload(source, caller.namespace, caller.name):
                yield Ports.numbers(*(spec.ports[port] for port in caller.ports or spec.ports))

    def _clients(self, spec: WorkloadSpec, source: End) -> Ports:
        """Of a load balancer: whoever has an address in its blocks."""
        blocks = spec.load_balancer.allow_from if spec.load_balancer else ()
        private = any(ip_network(block).is_private and not block.startswith(DOCUMENTED) for block in blocks)
        if isinstance(source, Pod):
            return _balanced(spec) if private and self.cloud in SEEN else NONE
        there = {NETWORKS, NODES} if private else {INTERNET}
        return _balanced(spec) if blocks and source.name in there else NONE

    def _spec_accepts(self, spec: WorkloadSpec, source: End) -> Iterator[Ports]:
        yield from self._callers(spec, source)
        yield self._clients(spec, source)
        if self.given.settings.platform.monitoring.there and is_in(
            source, "monitoring", {"app.kubernetes.io/name": "prometheus"}
        ):
            if self.given.meshed(spec):
                yield Ports.numbers(15090, *([15020] if spec.metrics else []))
            elif spec.metrics:
                yield Ports.numbers(spec.ports[spec.metrics.port])

    def _spec_reaches(self, spec: WorkloadSpec, run: "Run", target: End) -> Iterator[Ports]:
        for name in run.ways:
            yield self._way(spec.reaches[name], spec, target)
        if run.stores:
            yield self._of_the_cloud(target)
        if run.asks_api:
            yield self._reached(Edge(Known.API_SERVER), Pod(spec.namespace, spec.name), target)
        telemetry = self.given.settings.platform.telemetry
        if telemetry.there and run.traces and (spec.telemetry or self.given.meshed(spec)):
            yield _at(target, telemetry.service_namespace, {}, telemetry.port)

    def _way(self, way: Way, spec: WorkloadSpec, target: End) -> Ports:
        by_gateway = self.given.meshed(spec) and bool(way.hosts) and 443 in way.ports
        if by_gateway and is_in(target, "istio-egress", {"istio": "egressgateway"}):
            return Ports.numbers(443)
        ports = Ports.numbers(*(port for port in way.ports if not (by_gateway and port == 443)))
        meant: dict[str, Callable[[], bool]] = {
            "namespace": lambda: isinstance(target, Pod) and target.namespace == spec.namespace,
            "workload": lambda: _is_workload(target, *(way.workload or "").split("/")),
            "private": lambda: self._private(target),
            "internet": lambda: target.name == INTERNET and isinstance(target, Outside),
            "cidrs": lambda: isinstance(target, Outside) or self.cloud in SEEN,
        }
        return ports if meant[way.to]() else NONE

    def _private(self, target: End) -> bool:
        return target.name in {NETWORKS, NODES} if isinstance(target, Outside) else self.cloud in SEEN


@dataclass(frozen=True)
class Run:
    """What some of a workload's pods are. ways: the edges that they have, by name; stores: whether they use a bucket; serves:
    whether they are what callers reach; traces: whether they tell the collector; asks_api: the Kubernetes API."""

    ways: tuple[str, ...] = ()
    stores: bool = False
    serves: bool = False
    traces: bool = True
    asks_api: bool = False


def runs(spec: WorkloadSpec) -> dict[str, Run]:
    """What runs for a workload, by the pods' name."""
    backup = spec.backup
    stores = any(backup is None or key != backup.bucket for key in spec.buckets)
    itself = Run(tuple(spec.reaches), stores, serves=True, asks_api=spec.token or bool(spec.access))
    found = {spec.name: itself}
    if spec.candidate:
        found[f"{spec.name}-candidate"] = itself
    if backup:
        found[f"{spec.name}-backup"] = Run(("postgres",), stores=True, traces=False)
        found[f"{spec.name}-drill"] = Run(stores=True, traces=False)
    jobs = {**spec.jobs, **spec.schedules}
    return found | {f"{spec.name}-{name}": Run(tuple(job.reaches)) for name, job in jobs.items()}


def _is_workload(end: End, namespace: str, name: str) -> bool:
    """Whether an end is a workload's pods, of whichever version."""
    return isinstance(end, Pod) and end.namespace == namespace and end.name in {name, f"{name}-candidate"}


def _balanced(spec: WorkloadSpec) -> Ports:
    return (
        Ports.numbers(*(spec.ports[port] for port in spec.load_balancer.ports))
        if spec.load_balancer
        else NONE
    )


def _open(edge: Edge) -> Ports:
    each: Iterable[Ports] = (Ports.numbers(*edge.ports, protocol=one) for one in edge.protocols)
    return reduce(or_, each) if edge.ports else EVERY


def _at(end: End, namespace: str, labels: dict[str, str], port: int) -> Ports:
    return Ports.numbers(port) if is_in(end, namespace, labels) else NONE
