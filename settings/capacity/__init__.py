"""Whether what is left of a stack can carry it when a cluster is lost: replicas and nodes, against what the lost one had.

An application with `traffic` needs `traffic.peak` replicas of each of its workloads over all its clusters, or as many as
their scale.min come to on those that it is led to while all is well. When a cluster is lost, or a region with several, the
others take these over: by their weights, the first that is left with policy failover, else in equal parts. What each can have
is bound by its scale.max, and by the nodes: all pools at their max, less what the cloud, the platform at its most and all
other workloads request; those that take something over at that level, the others at their scale.min. Jobs, candidates and
stateful workloads of a fixed size are left out: no traffic adds to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.capacity import nodes, platform
from settings.capacity.packing import Load, packed
from settings.clusters.base import AnyCluster
from settings.labels import of_the_node
from settings.platform import PlatformSettings
from settings.traffic import Traffic
from settings.types import quantity
from settings.workload import Resources, WorkloadSpec

Applications = Mapping[str, ApplicationSettings]
Clusters = Mapping[str, AnyCluster]
Lost = frozenset[str]
RANKS = {"high": 1, "normal": 2, "low": 3}
"""Whose pods are placed first: the platform's, then by the workloads' priority."""


@dataclass(frozen=True)
class Row:
    """What one workload needs on a cluster that is left. lost: the cluster that is not, or the region of several. needed:
    replicas. by_scale: how many its scale.max lets it have; by_nodes: how many there is room for, None where the nodes are not
    known."""

    application: str
    workload: str
    lost: str
    survivor: str
    needed: int
    by_scale: int
    by_nodes: int | None
    of_a_region: bool = False

    @property
    def bound(self) -> int:
        """How many it can have."""
        return self.by_scale if self.by_nodes is None else min(self.by_scale, self.by_nodes)

    @property
    def short(self) -> bool:
        """Whether that is too few."""
        return self.bound < self.needed


def rows(applications: Applications, clusters: Clusters, add_ons: PlatformSettings) -> list[Row]:
    """A row for each cluster that may be lost, each of those left that take something over, and each workload that it is."""
    whole = _Whole(applications, clusters, add_ons)
    spread = {
        cluster: clusters[cluster].place
        for application in applications.values()
        if application.traffic and len(application.clusters) > 1
        for cluster in application.clusters
        if cluster in clusters
    }
    return [
        row
        for called, lost in _losses(spread).items()
        for survivor in spread
        if survivor not in lost
        for row in whole.rows(called, lost, survivor)
    ]


def _losses(places: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Each cluster, and each region with several, with the clusters that are lost then. places: cluster -> its region."""
    alone = {cluster: frozenset({cluster}) for cluster in places}
    regions = {
        region: frozenset(cluster for cluster, place in places.items() if place == region)
        for region in places.values()
        if region
    }
    return {**alone, **{region: inside for region, inside in regions.items() if len(inside) > 1}}


def short(applications: Applications, clusters: Clusters, add_ons: PlatformSettings) -> Iterator[str]:
    """What cannot be carried, with the figures of the worst loss: a line for each workload that may not grow enough on a cluster
    that is left, and one for each such cluster whose nodes may not."""
    bounded: dict[tuple[str, str], Row] = {}
    crowded: dict[str, dict[str, list[Row]]] = {}
    for row in rows(applications, clusters, add_ons):
        worst = bounded.get((row.workload, row.survivor))
        if row.by_scale < row.needed and (worst is None or worst.needed < row.needed):
            bounded[row.workload, row.survivor] = row
        if row.by_nodes is not None and row.by_nodes < row.needed:
            crowded.setdefault(row.survivor, {}).setdefault(row.lost, []).append(row)
    yield from (_bounded(row, clusters) for row in bounded.values())
    yield from (
        _crowded(max(losses.values(), key=_missing), clusters[survivor], clusters)
        for survivor, losses in crowded.items()
    )


def _bounded(row: Row, clusters: Clusters) -> str:
    return (
        f"applications.{row.application}: without {_lost(row, clusters)} the workload {row.workload} needs {row.needed} replicas "
        f"on {_placed(row.survivor, clusters)}, expected its scale.max to be {row.needed} or more there, got {row.by_scale}: "
        f"raise it, for that cluster alone under overrides.{row.survivor}, or say in traffic.peak how many are needed"
    )


def _crowded(found: Sequence[Row], survivor: AnyCluster, clusters: Clusters) -> str:
    told = ", ".join(f"{row.needed} replicas of {row.workload} ({row.by_nodes} fit)" for row in found)
    return (
        f"clusters.{found[0].survivor}.node_pools: without {_lost(found[0], clusters)} expected room for {told} beside "
        f"everything else, got {nodes.described(survivor)} at most: raise max, or take larger nodes"
    )


def _missing(found: Sequence[Row]) -> int:
    return sum(row.needed - (row.by_nodes or 0) for row in found)


def _lost(row: Row, clusters: Clusters) -> str:
    return row.lost if row.of_a_region else _placed(row.lost, clusters)


def _placed(name: str, clusters: Clusters) -> str:
    place = clusters[name].place
    return f"clusters.{name} ({place})" if place else f"clusters.{name}"


class _Whole:
    """All workloads of a stack, on each of its clusters."""

    def __init__(self, applications: Applications, clusters: Clusters, add_ons: PlatformSettings) -> None:
        self._applications, self._clusters, self._add_ons = applications, clusters, add_ons
        self._specs = {
            (name, cluster): _specs(application, cluster)
            for name, application in applications.items()
            for cluster in application.clusters
        }

    def rows(self, called: str, lost: Lost, survivor: str) -> Iterator[Row]:
        """What a cluster takes over from others. called: how that loss is."""
        room = self._room(lost, survivor)
        for (name, cluster), specs in self._specs.items():
            if cluster != survivor or not lost & {*self._applications[name].clusters}:
                continue
            for spec in specs:
                if needed := self._needed(name, spec, survivor, lost):
                    most = None if room is None else room[name, _named(spec)]
                    bounds = (needed, spec.scale.max, most)
                    yield Row(name, _named(spec), called, survivor, *bounds, of_a_region=len(lost) > 1)

    def _needed(self, name: str, spec: WorkloadSpec, survivor: str, lost: Lost) -> int:
        """Replicas of a workload on a cluster while others are lost, or none is: 0 where no traffic moves."""
        application = self._applications[name]
        traffic = application.traffic
        if traffic is None or len(application.clusters) < 2 or not _scales(spec):
            return 0
        left = [cluster for cluster in application.clusters if cluster not in lost]
        total = traffic.peak or sum(
            other.scale.min
            for cluster in application.clusters
            if _share(traffic, application.clusters, cluster)
            for other in self._specs[name, cluster]
            if _named(other) == _named(spec)
        )
        return ceil(round(total * _share(traffic, left, survivor), 6))

    def _room(self, lost: Lost, survivor: str) -> dict[tuple[str, str], int] | None:
        """For how many replicas of each workload the nodes of a cluster have room beside everything else."""
        cluster = self._clusters[survivor]
        paired = cluster.copies_to or any(other.copies_to == survivor for other in self._clusters.values())
        often, on_each = platform.loads(self._add_ons, cluster, paired=bool(paired))
        rooms = nodes.rooms(cluster, on_each)
        if rooms is None:
            return None
        loads: dict[tuple[str, str], Load] = {
            ("", load.name): load for load in (*often, *nodes.system(cluster))
        }
        for (name, placed), specs in self._specs.items():
            for spec in specs if placed == survivor else ():
                application = self._applications[name]
                wanted = self._needed(name, spec, survivor, lost)
                # What its autoscaler may not have cannot take anybody's place.
                replicas = min(max(wanted, spec.scale.min), spec.scale.max)
                loads[name, _named(spec)] = _load(spec, application, replicas)
        return dict(zip(loads, packed(rooms, list(loads.values())), strict=True))


def _specs(application: ApplicationSettings, cluster: str) -> Sequence[WorkloadSpec]:
    with suppress(ValidationError):  # told already
        return application.at(cluster).workloads()
    return ()


def _named(spec: WorkloadSpec) -> str:
    return f"{spec.namespace}/{spec.name}"


def _scales(spec: WorkloadSpec) -> bool:
    """Whether more traffic asks for more of its replicas: a database of a fixed size is not one."""
    return spec.kind == "stateless" or not spec.scale.fixed


def _share(traffic: Traffic, left: Sequence[str], survivor: str) -> float:
    """What part of everything a cluster that is left carries."""
    if traffic.policy == "failover":
        first = traffic.primary if traffic.primary in left else next(iter(left), None)
        return float(survivor == first)
    weights = {cluster: traffic.weights.get(cluster, 0) for cluster in left}
    if any(weights.values()):
        return weights[survivor] / sum(weights.values())
    return 1 / len(left)


def _load(spec: WorkloadSpec, application: ApplicationSettings, replicas: int) -> Load:
    cpu, memory = _requests(spec)
    if application.mesh:
        cpu, memory = cpu + platform.PROXY.cpu, memory + platform.PROXY.memory
    asked = {key: value for key, value in spec.nodes.items() if not of_the_node(key)}
    return Load(_named(spec), replicas, cpu, memory, RANKS[spec.priority], asked, spec.spread == "required")


def _requests(spec: WorkloadSpec) -> tuple[int, int]:
    """What one pod requests: its containers together, or the largest of those that run before them, whichever is more
    (kubernetes.io/docs/concepts/workloads/pods/init-containers, "Resource sharing within containers")."""
    before = [one for one in spec.containers.values() if one.role == "before"]
    beside = [one for one in spec.containers.values() if one.role != "before"]
    cpu, memory = (
        max(
            size(spec.resources) + sum(size(one.resources) for one in beside),
            max((size(one.resources) for one in before), default=0),
        )
        for size in (_millicores, _mebibytes)
    )
    return cpu, memory


def _millicores(resources: Resources) -> int:
    return ceil(quantity(resources.cpu) * 1000)


def _mebibytes(resources: Resources) -> int:
    return ceil(quantity(resources.memory) / nodes.MIB)
