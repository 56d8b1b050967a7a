"""What a stack file must say besides, where one name leads to several regions: its zone, the clusters' own zones, who may edit
them, and add-ons; health.py has how each region is asked whether it is well."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.global_dns import GlobalDns
from settings.global_dns.health import divided, routed, unanswered
from settings.global_dns.names import domain
from settings.platform import PlatformSettings
from settings.traffic import Traffic

Applications = Mapping[str, ApplicationSettings]
Clusters = Mapping[str, AnyCluster]

EDITED_FROM = {"route53": ("eks", "gke", "aks"), "cloud-dns": ("gke",), "traffic-manager": ("aks",)}
"""Provider -> the clouds whose clusters may prove names in its zone."""


def unled(
    zone: GlobalDns | None,
    applications: Applications,
    placed: Applications,
    clusters: Clusters,
) -> Iterator[str]:
    """What is wrong with the names over all regions. applications: each once; placed: each as it is on its clusters."""
    # On no cluster is who says none that there is, which is told already.
    led = {name: one.traffic for name, one in applications.items() if one.traffic and one.clusters}
    if not led:
        return
    if zone is None:
        for name in led:
            yield (
                f"applications.{name}.traffic needs global_dns, expected the zone of the names that lead to several regions, got "
                "none: add the section, or take traffic out"
            )
        return
    for name, traffic in led.items():
        yield from _policy(f"applications.{name}.traffic", traffic, applications[name].clusters, clusters)
        on = {one: clusters[one] for one in applications[name].clusters if one in clusters}
        yield from _unzoned(f"applications.{name}.traffic", on)
        yield from _reached(zone, f"applications.{name}.traffic", traffic, on)
    used = dict.fromkeys(cluster for name in led for cluster in applications[name].clusters)
    there = {name: clusters[name] for name in used if name in clusters and clusters[name].cloud != "existing"}
    yield from _zones(zone, there)
    yield from _editors(zone, there)
    for name, one in placed.items():
        if one.traffic:
            yield from _hosts(zone, f"applications.{name}", one, clusters)
            yield from unanswered(zone, f"applications.{name}", one, one.traffic)
    yield from _taken(zone, placed, clusters)
    if zone.provider == "traffic-manager":
        yield from divided(zone, {name: applications[name] for name in led}, clusters)


def unequipped(
    zone: GlobalDns | None, platform: PlatformSettings, applications: Applications
) -> Iterator[str]:
    """Add-ons that names over all regions need."""
    if zone is None or not any(one.traffic for one in applications.values()):
        return
    if not platform.cert_manager.installed:
        yield (
            "platform.cert_manager.install: expected true where an application says traffic, got "
            f"{str(platform.cert_manager.install).lower()}: names over all regions are proved by records in the zone of "
            "global_dns, which only a cert-manager of this program's own is given the leave to write"
        )
    if not platform.dns.there:
        yield (
            "platform.dns needs to be installed or existing where an application says traffic, got install: false: it publishes "
            "the names that each region has for itself, to which those over all regions lead"
        )
    if zone.provider == "cloud-dns" and not platform.ingress.installed:
        yield (
            "platform.ingress.install: expected true with global_dns of cloud-dns, whose answers are addresses that the way in "
            f"is given, got {str(platform.ingress.install).lower()}"
        )


def _policy(path: str, traffic: Traffic, on: tuple[str, ...], clusters: Clusters) -> Iterator[str]:
    listed = ", ".join(on)
    for cluster in traffic.weights:
        if cluster not in on:
            yield f"{path}.weights: expected clusters that it is on ({listed}), got {cluster!r}"
    if traffic.weights and (missing := [cluster for cluster in on if cluster not in traffic.weights]):
        yield (
            f"{path}.weights: expected a weight for each of its clusters ({listed}), got none for {', '.join(missing)}: give it "
            "0 to lead nobody there"
        )
    if traffic.primary and traffic.primary not in on:
        yield f"{path}.primary: expected a cluster that it is on ({listed}), got {traffic.primary!r}"
    if traffic.policy == "latency":
        for one, other, place in _together({name: clusters[name] for name in on if name in clusters}):
            yield (
                f"{path}.policy: expected clusters in regions of their own with latency, which leads to a region, got {one} "
                f"and {other} in {place}: share between them with weighted"
            )


def _together(clusters: Clusters) -> Iterator[tuple[str, str, str]]:
    """Each two clusters in one region, and that."""
    for (one, first), (other, second) in combinations(clusters.items(), 2):
        if first.place and first.place == second.place:
            yield one, other, first.place


def _unzoned(path: str, on: Clusters) -> Iterator[str]:
    """Clusters of somebody else's, in whose cloud this program has neither a zone nor an identity."""
    for name, cluster in on.items():
        if cluster.cloud == "existing":
            yield (
                f"{path}: expected clusters of a cloud, got clusters.{name}, an existing one, for which this program neither "
                "publishes a name nor proves one: leave it out of clusters, or take traffic out and publish the name yourself"
            )


def _reached(zone: GlobalDns, path: str, traffic: Traffic, on: Clusters) -> Iterator[str]:
    """What a provider cannot do."""
    foreign = [name for name, cluster in on.items() if cluster.cloud not in {"eks", "existing"}]
    if zone.provider == "route53" and traffic.policy == "latency" and foreign:
        yield (
            f"{path}.policy: expected weighted or failover where a cluster is not on EKS, for Route 53 knows the latency of AWS' "
            f"own regions alone, got latency with {', '.join(foreign)}"
        )
    if zone.provider == "route53" and traffic.policy == "failover" and len(on) > 2:
        yield (
            f"{path}.policy: expected at most two clusters with failover in Route 53, which has one record to fall back on, got "
            f"{', '.join(on)}: take weighted or latency, which leave out a region that is unwell too"
        )
    if zone.provider != "cloud-dns":
        return
    if traffic.policy == "failover":
        for one, other, place in _together({name: on[name] for name in on if name != traffic.primary}):
            yield (
                f"{path}.policy: expected clusters in regions of their own behind the primary in Cloud DNS, which leads to a "
                f"region, got {one} and {other} in {place}: share between them with weighted"
            )
    # cloud.google.com/compute/docs/reference/rest/v1/healthChecks, sourceRegions.
    if traffic.health.every_seconds < 30:
        yield (
            f"{path}.health.every_seconds: expected 30 with cloud-dns, which asks no more often, got "
            f"{traffic.health.every_seconds}"
        )
    if traffic.health.path:
        yield (
            f"{path}.health.path: expected none with cloud-dns, which asks whether the way in takes connections, got "
            f"{traffic.health.path!r}"
        )


def _zones(zone: GlobalDns, clusters: Clusters) -> Iterator[str]:
    """Each cluster has a zone of its own for the names that it alone answers to."""
    for name, cluster in clusters.items():
        own = domain(cluster)
        if not own:
            yield (
                f"clusters.{name}.dns is missing, expected a zone of its own, such as {name}.{zone.domain}, where an application "
                "says traffic: the names over all regions lead to names in it"
            )
        elif f".{zone.domain}".endswith(f".{own}"):
            yield (
                f"clusters.{name}.dns.domain: expected another domain than global_dns.domain, and none above it, got {own!r}: "
                f"its external-dns would write the names over all regions too; take one such as {name}.{zone.domain}"
            )
    for (one, first), (other, second) in combinations(clusters.items(), 2):
        if domain(first) and domain(first) == domain(second):
            yield (
                f"clusters.{other}.dns.domain: expected a domain of its own where an application says traffic, got "
                f"{domain(second)!r}, which clusters.{one} has"
            )


def _editors(zone: GlobalDns, clusters: Clusters) -> Iterator[str]:
    """Each cluster may edit the zone, in which it proves the names over all regions."""
    for name, cluster in clusters.items():
        cloud, expected = cluster.cloud, EDITED_FROM[zone.provider]
        if cloud not in expected:
            yield (
                f"global_dns.provider: expected one whose zones clusters.{name} may edit, on {cloud}, where names over all "
                f"regions are proved, got {zone.provider}, which clusters on {' and '.join(expected)} may"
            )
        elif (
            zone.provider == "route53"
            and cloud == "eks"
            and not (zone.role and zone.proving_role)
            and getattr(cluster, "account", "") != zone.account
        ):
            yield (
                f"global_dns.{'proving_role' if zone.role else 'role'} is missing, expected two roles of the account "
                f"{zone.account}, for clusters.{name} is in the account {getattr(cluster, 'account', '')}: role, as which Pulumi "
                "writes names, and proving_role, as which cert-manager proves them"
            )
        elif zone.provider == "traffic-manager":
            mine = getattr(cluster, "subscription", "")
            if mine != zone.subscription:
                yield (
                    f"global_dns.subscription: expected the subscription of clusters.{name}, {mine}, where its roles are "
                    f"assigned, got {zone.subscription}"
                )


def _hosts(zone: GlobalDns, path: str, application: ApplicationSettings, clusters: Clusters) -> Iterator[str]:
    """The names are such as the zone may hold, and nobody else answers for them."""
    specs = list(routed(application))
    if not specs:
        yield f"{path}.traffic: expected a workload with a route, to which the world is led, got none: take traffic out"
    own = {name: domain(cluster) for name, cluster in clusters.items() if domain(cluster)}
    for host in dict.fromkeys(host for spec in specs for host in (spec.route.hosts if spec.route else ())):
        if not zone.covers(host):
            why = ", which cannot lead on to another name (RFC 1034, 3.6.2)" if host == zone.domain else ""
            yield (
                f"{path}: expected hosts below {zone.domain}, the domain of global_dns, where traffic is said, got {host!r}{why}"
            )
        for cluster, inside in own.items():
            if zone.covers(host) and f".{host}".endswith(f".{inside}"):
                yield (
                    f"{path}: expected hosts outside of the clusters' own zones where traffic is said, got {host!r}, which is in "
                    f"that of clusters.{cluster} ({inside})"
                )


def _taken(zone: GlobalDns, placed: Applications, clusters: Clusters) -> Iterator[str]:
    """Names of a region alone that an application says itself."""
    said = [
        (name, cluster, host)
        for name, one in placed.items()
        for cluster in one.clusters
        for spec in routed(one)
        for host in (spec.route.hosts if spec.route else ())
    ]
    led = {
        (cluster, zone.regional(host, domain(clusters[cluster]))): host
        for name, cluster, host in said
        if placed[name].traffic and cluster in clusters and domain(clusters[cluster]) and zone.covers(host)
    }
    for name, cluster, host in said:
        if (cluster, host) in led:
            yield (
                f"applications.{name}: expected hosts that are nobody's own name in a region, got {host!r}, which "
                f"{led[cluster, host]} has on clusters.{cluster}"
            )
