"""Hosts that several clusters answer for, without one name that leads to all of them."""

from collections.abc import Iterator, Mapping, Sequence

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.global_dns.names import domain
from settings.platform import PlatformSettings


def scattered(
    platform: PlatformSettings,
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
) -> Iterator[str]:
    """A line for each. Where no cluster of an application has a zone, its names are somebody else's."""
    for name, application in applications.items():
        zones = {one: domain(clusters[one]) for one in application.clusters}
        if application.traffic or not platform.dns.there or not any(zones.values()):
            continue
        for host, on in _served(application).items():
            if len(on) > 1:
                publishing = [one for one in on if zones[one] and f".{host}".endswith(f".{zones[one]}")]
                yield (
                    f"applications.{name}: {host} is answered for on {', '.join(on)}, and {_told(publishing)}: say traffic, "
                    "which makes one name lead to all of them, or place the application on one"
                )


def _served(application: ApplicationSettings) -> dict[str, list[str]]:
    """Host -> the clusters that answer for it."""
    found: dict[str, list[str]] = {}
    for cluster in application.clusters:
        routes = (spec.route for spec in application.at(cluster).workloads())
        for host in dict.fromkeys(host for route in routes if route for host in route.hosts):
            found.setdefault(host, []).append(cluster)
    return found


def _told(publishing: Sequence[str]) -> str:
    """Who leads to a host that is in the zones of these clusters."""
    match publishing:
        case []:
            return "no zone of theirs has room for it, so nobody is led there"
        case [one]:
            return f"only the zone of {one} has room for it, so nobody is led to the others"
        case _:
            return f"{' and '.join(publishing)} would all publish it, of which the first keeps it"
