"""Who is declared to reach whom, worked out from the add-ons' Traffic and the applications' specs, without any policy.

It knows clouds by name, where the program knows them by blocks of addresses: neither is computed from the other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from components.platform.network import Blocks, Edge, Known, Pods
from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.matrix import STRANGER
from rehearsal.reach.ports import EVERY, NONE, Ports
from rehearsal.reach.surroundings import IDENTITY, INTERNET, NETWORKS, NODES, SERVER, WIRE
from settings.workload import Edge as Way
from settings.workload import WorkloadSpec
from tests.rehearsal.reach.given import DNS, Given, is_in, namespace_of

SEEN = {"eks", "existing"}
"""Clouds where a rule about addresses means pods too."""
API = {"eks": (443,), "gke": (443,), "aks": (443,), "existing": (443, 6443)}
# Where, by cloud, the Kubernetes API and the nodes are: anywhere, where no rule can name them and so the port alone decides.
ANYWHERE = (INTERNET, NETWORKS, NODES, SERVER, WIRE, IDENTITY)
API_AT = {"eks": (NODES, NETWORKS), "gke": (NODES,), "aks": (NODES,), "existing": ANYWHERE}
NODES_AT = {"eks": (NODES,), "gke": ANYWHERE, "aks": ANYWHERE, "existing": ANYWHERE}
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
        for spec, backup in self._specs(pod):
            found += self._spec_reaches(spec, target, backup=backup)
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
        for spec, backup in self._specs(pod):
            found += [] if backup else self._spec_accepts(spec, source)
        if pod.name == "acme-solver" and self._is_way_in(source):
            found.append(Ports.numbers(8089))
        return reduce(or_, found, NONE)

    def _ours(self, pod: Pod) -> bool:
        return pod != STRANGER and namespace_of(self.given.recording, self.cluster, pod.namespace)

    def _edges(self, pod: Pod, which: str) -> Iterator[Edge]:
        for home, traffic in self.given.traffic[self.cluster]:
            if home == pod.namespace and traffic.pods.items() <= pod.labels.items():
                yield from getattr(traffic, which)

    def _specs(self, pod: Pod) -> Iterator[tuple[WorkloadSpec, bool]]:
        for spec in self.given.specs(self.cluster):
            if spec.namespace == pod.namespace and pod.name in {spec.name, f"{spec.name}-backup"}:
                yield spec, pod.name != spec.name

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

    def _spec_accepts(self, spec: WorkloadSpec, source: End) -> Iterator[Ports]:
        if spec.route and self._is_way_in(source):
            yield Ports.numbers(spec.ports[spec.route.port])
        if self.given.settings.platform.monitoring.there and is_in(
            source, "monitoring", {"app.kubernetes.io/name": "prometheus"}
        ):
            if self.given.meshed(spec):
                yield Ports.numbers(15090, *([15020] if spec.metrics else []))
            elif spec.metrics:
                yield Ports.numbers(spec.ports[spec.metrics.port])

    def _spec_reaches(self, spec: WorkloadSpec, target: End, *, backup: bool) -> Iterator[Ports]:
        ways = {name: way for name, way in spec.reaches.items() if not backup or name == "postgres"}
        for way in ways.values():
            yield self._way(way, spec, target)
        if backup or any(spec.backup is None or key != spec.backup.bucket for key in spec.buckets):
            yield self._of_the_cloud(target)
        telemetry = self.given.settings.platform.telemetry
        if telemetry.there and not backup and (spec.telemetry or self.given.meshed(spec)):
            yield _at(target, telemetry.service_namespace, {}, telemetry.port)

    def _way(self, way: Way, spec: WorkloadSpec, target: End) -> Ports:
        by_gateway = self.given.meshed(spec) and bool(way.hosts) and 443 in way.ports
        if by_gateway and is_in(target, "istio-egress", {"istio": "egressgateway"}):
            return Ports.numbers(443)
        ports = Ports.numbers(*(port for port in way.ports if not (by_gateway and port == 443)))
        meant: dict[str, Callable[[], bool]] = {
            "namespace": lambda: isinstance(target, Pod) and target.namespace == spec.namespace,
            "private": lambda: self._private(target),
            "internet": lambda: target.name == INTERNET and isinstance(target, Outside),
            "cidrs": lambda: isinstance(target, Outside) or self.cloud in SEEN,
        }
        return ports if meant[way.to]() else NONE

    def _private(self, target: End) -> bool:
        return target.name in {NETWORKS, NODES} if isinstance(target, Outside) else self.cloud in SEEN


def _open(edge: Edge) -> Ports:
    each: Iterable[Ports] = (Ports.numbers(*edge.ports, protocol=one) for one in edge.protocols)
    return reduce(or_, each) if edge.ports else EVERY


def _at(end: End, namespace: str, labels: dict[str, str], port: int) -> Ports:
    return Ports.numbers(port) if is_in(end, namespace, labels) else NONE
