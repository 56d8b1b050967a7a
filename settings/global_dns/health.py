"""How each region is asked whether an application is well there, and what stands in the way of an answer."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.global_dns import GlobalDns
from settings.global_dns.names import health, names
from settings.traffic import Traffic
from settings.workload import WorkloadSpec

Applications = Mapping[str, ApplicationSettings]
Clusters = Mapping[str, AnyCluster]


def unanswered(
    zone: GlobalDns, path: str, application: ApplicationSettings, traffic: Traffic
) -> Iterator[str]:
    """Whoever asks whether a region is well gets an answer: from anywhere, without a token, by a path that is routed."""
    for spec in routed(application):
        route, what = spec.route, f"{path}: the workload {spec.name}"
        if route is None:
            continue
        if route.allow_from:
            yield (
                f"{what} lets in {', '.join(route.allow_from)} alone (route.allow_from), expected everybody where traffic is "
                "said: whether a region is well is asked from all over the world"
            )
        if zone.provider == "cloud-dns":
            continue
        asked = health(spec, traffic)
        if not asked:
            yield (
                f"{what} has no readiness path on the port that is routed, expected one, or traffic.health.path, by which each "
                "region is asked whether it is well"
            )
        elif not any(f"{asked.rstrip('/')}/".startswith(f"{one.rstrip('/')}/") for one in route.paths):
            yield (
                f"{what} is asked for its health by {asked}, expected a path within those that are routed "
                f"({', '.join(route.paths)}): name one in traffic.health.path"
            )
        elif route.jwt and not any(_opens(one, asked) for one in route.jwt.open):
            yield (
                f"{what} is asked for its health by {asked}, expected it among route.jwt.open, for those who ask have no token, "
                f"got {', '.join(route.jwt.open) or 'none'}"
            )


def _opens(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def routed(application: ApplicationSettings) -> Iterator[WorkloadSpec]:
    """The workloads of an application that have a route; none where its specs cannot be made."""
    with suppress(ValidationError):  # told already
        yield from (spec for spec in application.workloads() if spec.route)


def divided(zone: GlobalDns, applications: Applications, clusters: Clusters) -> Iterator[str]:
    """A name that is to be asked for its health by another path in each region."""
    with suppress(ValidationError):  # told already
        for name in names(zone, applications, clusters):
            paths = {one.cluster: one.path for one in name.answers}
            if len(set(paths.values())) > 1:
                told = ", ".join(f"{path} on {cluster}" for cluster, path in paths.items())
                yield (
                    f"applications.{name.application}.traffic.health.path is missing, expected one path for all regions of "
                    f"{name.host} with traffic-manager, got {told}"
                )
