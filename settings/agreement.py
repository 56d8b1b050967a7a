"""What the sections of a stack file must say alike: each function yields the lines about one kind of disagreement."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network
from itertools import combinations

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.clusters.existing import ExistingCluster
from settings.platform import PlatformSettings
from settings.vault import SECRET_NAMES


def overlaps(clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """Clusters whose networks could never be joined."""
    blocks = [(name, block) for name, cluster in clusters.items() for block in cluster.blocks]
    for (first, one), (second, other) in combinations(blocks, 2):
        if IPv4Network(one).overlaps(IPv4Network(other)):
            yield (
                f"clusters.{second}.network: expected blocks that overlap no other in the stack, got {other}, "
                f"which overlaps {one} of clusters.{first}; networks that overlap can never be joined"
            )


def lacking(name: str, application: ApplicationSettings, clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """What an application asks of a cluster that cannot give it."""
    try:
        specs = application.workloads()
    except ValidationError:
        return  # told already
    balanced = [spec.load_balancer for spec in specs if spec.load_balancer]
    asked = {"bucket"} if any(spec.buckets for spec in specs) else set()
    asked |= {"private load balancer"} if any(one.internal for one in balanced) else set()
    for placed in application.clusters or clusters:
        for capability, why in clusters[placed].lacks.items() if placed in clusters else ():
            if capability in asked:
                yield f"applications.{name}: expected clusters with a {capability} to give, got {placed!r}: {why}"


def disturbing(
    name: str, application: ApplicationSettings, clusters: Mapping[str, AnyCluster]
) -> Iterator[str]:
    """An application that fails on purpose where people count on it."""
    if not application.disturbed:
        return
    for placed in application.clusters or clusters:
        if placed in clusters and clusters[placed].protect:
            yield (
                f"applications.{name}.{application.disturbed}: expected none on clusters.{placed}, which is protected as "
                "production is; take it out, or hold the exercise on a cluster with protect: false"
            )


def unstorable(
    platform: PlatformSettings,
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
) -> Iterator[str]:
    """A secret whose name its cluster's store does not take."""
    if not platform.secrets.there:
        return
    asked = []
    if platform.monitoring.installed:  # Grafana's administrator is always read by its two fields.
        key = f"{platform.monitoring.grafana_admin}#username"
        asked.append(("platform.monitoring.grafana_admin", key, clusters))
        chosen = platform.monitoring
        keys = {f"alerts.{name}": key for name, key in chosen.alerts.secrets.items()}
        if chosen.grafana.database:
            keys["grafana.database.login"] = f"{chosen.grafana.database.login}#username"
        asked += [(f"platform.monitoring.{path}", key, clusters) for path, key in keys.items()]
    for name, exporter in platform.telemetry.exporters.items():
        path = f"platform.telemetry.exporters.{name}.headers"
        asked += [(path, key, clusters) for key in exporter.headers.values()]
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            for spec in application.workloads():
                placed = {
                    cluster: clusters[cluster]
                    for cluster in application.clusters or clusters
                    if cluster in clusters
                }
                asked += [(f"applications.{name}", key, placed) for key in spec.secrets.values()]
    for path, reference, where in asked:
        for cluster, settings in where.items():
            whole = f"{platform.secrets.prefix}{reference}"
            names = SECRET_NAMES if platform.secrets.vault else settings.secret_names
            if not names.take(whole):
                yield (
                    f"{path}: the secret {whole} (with platform.secrets.prefix in front), expected for the store of "
                    f"clusters.{cluster}: {names.expected}"
                )


def storeless(platform: PlatformSettings, clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """An existing cluster that does not say where its secrets are, where nothing else does either."""
    if not platform.secrets.installed or platform.secrets.vault:
        return
    for name, cluster in clusters.items():
        if isinstance(cluster, ExistingCluster) and cluster.secrets is None:
            yield (
                f"clusters.{name}.secrets is missing, expected a section with kubernetes or vault, for External Secrets reads "
                "there unless platform.secrets names a vault or is existing"
            )


def shared_hosts(applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Applications that would answer for the same name."""
    for (first, one), (second, other) in combinations(applications.items(), 2):
        if first.partition(".")[0] == second.partition(".")[0]:
            continue  # one application, as it is on two clusters
        if one.host == other.host:
            yield f"applications.{second}.host: expected a host of its own, got {other.host!r}, which applications.{first} has"
        told = {one.host} if one.host == other.host else set()
        for host in sorted((_hosts(one) & _hosts(other)) - told):
            yield f"applications.{second}: expected hosts of its own, got {host!r}, which a route of applications.{first} has"


def _hosts(application: ApplicationSettings) -> set[str]:
    with suppress(ValidationError):  # told already
        return {host for spec in application.workloads() if spec.route for host in spec.route.hosts}
    return set()


def unmet(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """What needs an add-on that is off: another add-on, or an application."""
    for name, section in platform.add_ons.items():
        for needed, why in section.needs.items():
            yield from _off(platform, f"platform.{name}", needed, why)
    for name, application in applications.items():
        path = f"applications.{name}"
        with suppress(ValidationError):  # told already
            for spec in application.workloads():
                if spec.route:
                    hosts = ", ".join(spec.route.hosts)
                    yield from _off(platform, path, "ingress", f"the way in to {hosts}")
                    yield from _off(platform, path, "cert_manager", f"the certificate of {hosts}")
                if spec.scale.requests_per_second:
                    why = f"scale.requests_per_second of {spec.name}"
                    yield from _off(platform, path, "prometheus_adapter", why)
                if spec.scale.custom:
                    why = f"scale.custom of {spec.name} ({', '.join(spec.scale.custom)})"
                    yield from _off(platform, path, "prometheus_adapter", why)
                if spec.secrets:
                    yield from _off(platform, path, "secrets", ", ".join(sorted(spec.secrets)))


def _off(platform: PlatformSettings, path: str, needed: str, why: str) -> Iterator[str]:
    if not platform.add_ons[needed].there:
        yield (
            f"{path} needs platform.{needed} for {why}, expected it to be installed or existing, got install: false; switch it "
            f"on, or take out what needs it"
        )


def unscaled(
    platform: PlatformSettings,
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
) -> Iterator[str]:
    """Autoscaling by CPU or memory on a cluster where nobody measures them."""
    unmeasured = [name for name, cluster in clusters.items() if not cluster.measured]
    if platform.metrics_server.there or not unmeasured:
        return
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            scales = [spec.scale for spec in application.workloads()]
            asked = any((scale.cpu or scale.memory) and scale.min < scale.max for scale in scales)
            for cluster in unmeasured if asked else ():
                if cluster in (application.clusters or clusters):
                    yield (
                        f"applications.{name} needs platform.metrics_server to scale by CPU and memory on clusters.{cluster}, "
                        "which has none, expected it to be installed or existing, got install: false; switch it on, or let "
                        "scale say as much for min as for max"
                    )


def unaddressed(platform: PlatformSettings) -> Iterator[str]:
    """An adapter for a Prometheus that is somebody else's, whose address nobody has said, or for ours by another address."""
    adapter, monitoring = platform.prometheus_adapter, platform.monitoring
    path = "platform.prometheus_adapter.prometheus"
    if adapter.installed and monitoring.installed and adapter.prometheus:
        yield f"{path}: expected none where platform.monitoring is installed, whose address is known"
    if adapter.installed and monitoring.install == "existing" and not adapter.prometheus:
        yield (
            f"{path} is missing, expected the address of the Prometheus that is there, such as "
            "http://prometheus.monitoring.svc:9090"
        )


def unwatched(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Applications that show metrics which nobody reads."""
    if platform.monitoring.there:
        return
    for name, application in applications.items():
        if any(spec.metrics for spec in application.workloads()):
            yield f"applications.{name}: nobody reads its metrics or is told of its failures, for platform.monitoring is off"


def seldom(platform: PlatformSettings) -> Iterator[str]:
    """Backups by a schedule that the alerts on old ones do not fit."""
    schedule = platform.backup.schedule
    if platform.backup.installed and platform.monitoring.there and schedule.split()[2:] != ["*"] * 3:
        yield (
            f"platform.backup.schedule: {schedule!r} is not every day, and BackupStale pages when the last good backup is older "
            "than 26 hours"
        )


def unzoned(platform: PlatformSettings, clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """A section of external-dns that somebody wrote, where no cluster has a zone to write a record into."""
    written = "dns" in platform.model_fields_set and platform.dns.installed
    if written and not any(getattr(cluster, "dns", None) for cluster in clusters.values()):
        yield (
            "platform.dns: external-dns is installed nowhere and no record is written, expected the zone of at least one cluster "
            f"under clusters.NAME.dns, got none for {', '.join(clusters)}; name one, or take platform.dns out"
        )


def unbacked(platform: PlatformSettings, clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """Clusters that Velero is left out of, for it would have nowhere to put a backup, and where Loki's logs are in one volume."""
    for name, cluster in clusters.items():
        if lack := cluster.lacks.get("bucket"):
            why = lack.partition(";")[0]  # what follows is advice for an application
            if platform.backup.installed:
                yield f"clusters.{name}: nothing is backed up there, for {why}; platform.backup: false says so too"
            if platform.logs.installed:
                yield (
                    f"clusters.{name}: its logs are kept in one volume, by one pod, for {why}; platform.logs: false keeps none"
                )
