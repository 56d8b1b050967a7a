"""What the workloads of one stack are to each other: both ends of a connection say the same, and no two have one name."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.workload import Caller, WorkloadSpec, names

Applications = Mapping[str, ApplicationSettings]
Clusters = Mapping[str, AnyCluster]


class Placed(NamedTuple):
    """A workload of an application, by the application's name."""

    application: str
    meshed: bool
    spec: WorkloadSpec

    @property
    def name(self) -> str:
        return f"{self.spec.namespace}/{self.spec.name}"

    @property
    def callers(self) -> Mapping[str, tuple[str, ...]]:
        """Whom others know it by, its jobs included -> the edges that are used under that name."""
        namespace = self.spec.namespace
        return {f"{namespace}/{name}": keys for name, keys in names.callers(self.spec).items()}

    def opened(self, caller: str) -> tuple[str, ...] | None:
        """The ports that it opens to a caller, by name; None where it does not let it in."""
        found = [one for one in self.spec.reached_by if _name(one) == caller]
        if not found:
            return None
        named = {port for one in found for port in one.ports or self.spec.ports}
        return tuple(port for port in self.spec.ports if port in named)


def _name(caller: Caller) -> str:
    return f"{caller.namespace}/{caller.name}"


def on(cluster: str, applications: Applications) -> dict[str, Placed]:
    """The workloads on a cluster, by namespace/name."""
    found = (
        Placed(name, application.mesh, spec)
        for name, application in applications.items()
        if not application.clusters or cluster in application.clusters
        for spec in application.workloads()
    )
    return {one.name: one for one in found}


def unknown(applications: Applications, clusters: Clusters) -> Iterator[str]:
    """Workloads that are named and are not there: as a destination on the same cluster, as a caller on any that the two share."""
    there = {cluster: on(cluster, applications) for cluster in clusters}
    missing: dict[str, list[str]] = {}
    met: dict[str, bool] = {}
    for cluster, workloads in there.items():
        known = {caller for one in workloads.values() for caller in one.callers}
        for one in workloads.values():
            for key, edge in one.spec.reaches.items():
                if edge.workload and edge.workload not in workloads:
                    line = (
                        f"applications.{one.application}: {one.name} reaches {edge.workload} (reaches.{key})"
                    )
                    missing.setdefault(line, []).append(f"clusters.{cluster}")
            for caller in map(_name, one.spec.reached_by):
                line = f"applications.{one.application}: {one.name} is reached_by {caller}"
                met[line] = met.get(line, False) or caller in known
    all_of_them = [one for workloads in there.values() for one in workloads.values()]
    named = ", ".join(sorted({one.name for one in all_of_them}))
    for line, where in missing.items():
        yield f"{line}, which is not on {', '.join(where)}, expected a workload of this stack that is ({named})"
    named = ", ".join(sorted({caller for one in all_of_them for caller in one.callers}))
    for line, found in met.items():
        if not found:
            yield f"{line}, which is on none of its clusters, expected a workload or a job of this stack that is ({named})"


def closed(applications: Applications, clusters: Clusters) -> Iterator[str]:
    """Connections to a workload that does not take them: from this caller, on this port, or without mutual TLS."""
    for cluster in clusters:
        workloads = on(cluster, applications)
        for source in workloads.values():
            for caller, keys in source.callers.items():
                for key in keys:
                    edge = source.spec.reaches[key]
                    if target := workloads.get(edge.workload or ""):
                        way = f"applications.{source.application}: {caller} reaches {target.name} (reaches.{key})"
                        yield from _refused(way, caller, target, edge.ports)
                        yield from _plain(way, source, target)


def _refused(way: str, caller: str, target: Placed, asked: tuple[int, ...]) -> Iterator[str]:
    ports = target.spec.ports
    opened = target.opened(caller)
    if opened is None:
        told = ", ".join(dict.fromkeys(map(_name, target.spec.reached_by))) or "none"
        yield (
            f"{way}, which does not let it in, expected {caller} among the reached_by of {target.name} in "
            f"applications.{target.application}, got {told}"
        )
        opened = tuple(ports)
    for port in asked:
        if port not in {ports[name] for name in opened}:
            listed = ", ".join(f"{ports[name]} ({name})" for name in opened)
            yield f"{way} on port {port}, expected one that is open to it: {listed}"


def _plain(way: str, source: Placed, target: Placed) -> Iterator[str]:
    if target.meshed and not source.meshed:
        yield (
            f"{way}, which is in the mesh and takes mutual TLS only, expected applications.{source.application}.mesh to be true, "
            "got false: put the caller into the mesh too, or take the other out of it"
        )


def silent(applications: Applications, clusters: Clusters) -> Iterator[str]:
    """Callers that are let in and do not say that they call."""
    told: dict[str, None] = {}
    for cluster in clusters:
        workloads = on(cluster, applications)
        sources = {caller: (one, keys) for one in workloads.values() for caller, keys in one.callers.items()}
        for target in workloads.values():
            for caller in map(_name, target.spec.reached_by):
                if caller in sources and not _reaches(*sources[caller], target):
                    line = (
                        f"applications.{target.application}: {target.name} lets {caller} in, which does not say that it "
                        "reaches it and so is not let out to it: add an edge to its reaches in "
                        f"applications.{sources[caller][0].application}, or take it out of reached_by"
                    )
                    told[line] = None
    yield from told


def _reaches(source: Placed, keys: tuple[str, ...], target: Placed) -> bool:
    beside = source.spec.namespace == target.spec.namespace
    edges = [source.spec.reaches[key] for key in keys]
    return any(edge.workload == target.name or (beside and edge.to == "namespace") for edge in edges)


class Made(NamedTuple):
    """Something that is made for an application: what it is, and whether it has pods."""

    namespace: str
    name: str
    what: str
    running: bool

    @property
    def names(self) -> tuple[str, ...]:
        """What nothing else may be called. A workload's buckets and identities in the cloud know no namespace."""
        whole = f"{self.namespace}/{self.name}"
        return (whole, self.name) if self.running else (whole,)


def doubled(applications: Applications, clusters: Clusters) -> Iterator[str]:
    """Two of one name on one cluster: namespaces of applications, and what is made for workloads and accounts in them."""
    for cluster in clusters:
        homes: dict[str, str] = {}
        taken: dict[str, str] = {}
        for name, application in applications.items():
            if application.clusters and cluster not in application.clusters:
                continue
            made = list(_made(application))
            for namespace in dict.fromkeys(one.namespace for one in made):
                if namespace in homes:
                    yield (
                        f"applications.{name}: expected a namespace of its own on clusters.{cluster}, got {namespace!r}, which "
                        f"applications.{homes[namespace]} has: each application makes its own and closes it"
                    )
                homes.setdefault(namespace, name)
            for one in made:
                if other := next((taken[key] for key in one.names if key in taken), None):
                    yield (
                        f"applications.{name}: {one.what} becomes {one.names[0]}, expected a name that no other has on "
                        f"clusters.{cluster}, in whichever namespace, got the one of {other}"
                    )
                told = f"{one.what} in applications.{name}"
                taken = {**dict.fromkeys(one.names, told), **taken}


def _made(application: ApplicationSettings) -> Iterator[Made]:
    with suppress(ValidationError):  # told already
        for spec in application.workloads():
            for name, what in names.objects(spec).items():
                told = spec.name if what == "name" else f"{what} of {spec.name}"
                yield Made(spec.namespace, name, told, running=True)
        for account in application.accounts():
            yield Made(account.namespace, account.name, f"the account {account.name}", running=False)
