"""Whether the charts of a stack go with its clusters' Kubernetes, for how long, and whether they are where it says."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from facts.charts import GATEWAY_API, GATEWAY_API_FILE, Chart, Support
from settings.charts import ChartSource
from settings.clusters.base import AnyCluster
from settings.platform import PlatformSettings

NEAR = timedelta(days=90)
"""How long before the end of support a chart is told: a quarter, in which an upgrade can be planned."""


def _today() -> date:
    return datetime.now(UTC).date()


def installed(
    platform: PlatformSettings, clusters: Mapping[str, AnyCluster]
) -> Iterator[tuple[str, str, Chart]]:
    """Each chart on each cluster: the path of the section that wants it, the cluster, the chart."""
    for cluster, settings in clusters.items():
        for name, section in platform.add_ons.items():
            yield from ((f"platform.{name}", cluster, chart) for chart in section.brings)
        yield from ((f"clusters.{cluster}", cluster, chart) for chart in settings.charts)


def unsupported(platform: PlatformSettings, clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """Charts whose projects do not support a cluster's Kubernetes."""
    for path, cluster, chart in installed(platform, clusters):
        kubernetes, support = clusters[cluster].kubernetes, chart.support
        if support and not support.covers(kubernetes):
            first, last = support.minors
            yield (
                f"{path}: expected a Kubernetes that {chart.name} {chart.version} supports, 1.{first} to 1.{last} "
                f"({support.source}), got clusters.{cluster}.kubernetes {kubernetes}; take a supported one, or switch it off"
            )


def ending(
    platform: PlatformSettings, clusters: Mapping[str, AnyCluster], today: date | None = None
) -> Iterator[str]:
    """Charts that nobody mends any more, or soon will not. today: by default the day that it is (UTC).

    A warning and no refusal: a day in the calendar must not keep anybody from rolling out a correction.
    """
    now = today or _today()
    # Charts that are released together end together.
    together: dict[tuple[str, Support], dict[str, None]] = {}
    for path, _, chart in installed(platform, clusters):
        if chart.support:
            name = f"{chart.release_name} {chart.version}"
            together.setdefault((path, chart.support), {})[name] = None
    for (path, support), names in together.items():
        if support.retired:
            yield f"{path}: {', '.join(names)} is retired: {support.retired} ({support.source})"
        elif support.ends and support.ends - now <= NEAR:
            verb = "ended" if support.ends < now else "ends"
            yield (
                f"{path}: support of {', '.join(names)} {verb} on {support.ends.isoformat()} ({support.source}); take a newer "
                "version"
            )


def unmirrored(source: ChartSource, platform: PlatformSettings) -> Iterator[str]:
    """The manifest of Gateway API's kinds, which is no chart and comes from its project though charts come from a mirror."""
    if source.mirror and GATEWAY_API_FILE in platform.ingress.files:
        yield (
            f"charts.mirror: the manifest of Gateway API's kinds is no chart and still comes from {GATEWAY_API}, expected "
            "platform.ingress.kinds to say where a copy is, got none; name a file or an https:// address there, or existing "
            "where the clusters have the kinds"
        )


def absent(
    source: ChartSource, platform: PlatformSettings, clusters: Mapping[str, AnyCluster]
) -> Iterator[str]:
    """Charts that a folder of them lacks."""
    if not source.folder:
        return
    wanted = {f"{chart.name}-{chart.version}.tgz": None for _, _, chart in installed(platform, clusters)}
    wanted |= dict.fromkeys(file for section in platform.add_ons.values() for file in section.files)
    if lacking := [name for name in wanted if not Path(source.folder, name).is_file()]:
        manifest = f", and the manifest from {GATEWAY_API}" if GATEWAY_API_FILE in lacking else ""
        yield (
            f"charts.folder: expected {source.folder} to hold every chart of the stack, but it lacks {', '.join(lacking)}: fetch "
            f"each with `helm pull`{manifest}"
        )
