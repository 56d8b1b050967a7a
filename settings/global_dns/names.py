"""Which names lead to several regions, and what answers for each of them there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.global_dns.base import AnyGlobalDns
from settings.traffic import Traffic
from settings.workload import WorkloadSpec


@dataclass(frozen=True)
class Answer:
    """What answers for a name on one cluster. host: the name that it has there alone. path: by which it is asked whether it is
    well. region: the cluster's."""

    cluster: str
    host: str
    path: str
    region: str


@dataclass(frozen=True)
class Name:
    """A host that the world knows, and what answers for it. application: whose it is, by name."""

    host: str
    application: str
    traffic: Traffic
    answers: tuple[Answer, ...]

    @property
    def told(self) -> str:
        """Who is led where, in a few words."""
        policy, clusters = self.traffic.policy, [one.cluster for one in self.answers]
        if policy == "weighted":
            clusters = [f"{cluster} {self.traffic.weights[cluster]}" for cluster in clusters]
        if policy == "failover":
            clusters.sort(key=lambda cluster: cluster != self.traffic.primary)
        return f"{policy}: {', '.join(clusters)}"


def domain(cluster: AnyCluster) -> str:
    """What the names in a cluster's own zone end in; empty where it has none."""
    zone = getattr(cluster, "dns", None)
    return zone.domain if zone else ""


def health(spec: WorkloadSpec, traffic: Traffic) -> str:
    """The path by which the world asks whether a workload is well: the one said, else what the kubelet asks, where that is on
    the port that is routed. Empty where there is none."""
    if traffic.health.path:
        return traffic.health.path
    routed = spec.route and spec.probes.port == spec.route.port
    return (spec.probes.readiness or "") if routed else ""


def names(
    zone: AnyGlobalDns, applications: Mapping[str, ApplicationSettings], clusters: Mapping[str, AnyCluster]
) -> list[Name]:
    """All of them, in the order of the stack file. Raises pydantic.ValidationError, which settings/load.py has told by then."""
    found = []
    for name, application in applications.items():
        if application.traffic:
            answers: dict[str, dict[str, Answer]] = {}
            for host, answer in _answers(zone, application, application.traffic, clusters):
                # Two workloads may share a host, each with paths of its own: the first is asked.
                answers.setdefault(host, {}).setdefault(answer.cluster, answer)
            found += [
                Name(host, name, application.traffic, tuple(where.values()))
                for host, where in answers.items()
            ]
    return found


def _answers(
    zone: AnyGlobalDns,
    application: ApplicationSettings,
    traffic: Traffic,
    clusters: Mapping[str, AnyCluster],
) -> Iterator[tuple[str, Answer]]:
    for cluster in application.clusters:
        here = clusters[cluster]
        for spec in application.at(cluster).workloads():
            for host in spec.route.hosts if spec.route else ():
                if zone.covers(host):
                    own = zone.regional(host, domain(here))
                    yield host, Answer(cluster, own, health(spec, traffic), here.place)


def regional(spec: WorkloadSpec, zone: AnyGlobalDns, own: str) -> WorkloadSpec:
    """A workload that also answers to the names that are its own in one region. own: what those end in."""
    route = spec.route
    if route is None:
        return spec
    hosts = (*route.hosts, *(zone.regional(host, own) for host in route.hosts if zone.covers(host)))
    return spec.model_copy(update={"route": route.model_copy(update={"hosts": hosts})})
