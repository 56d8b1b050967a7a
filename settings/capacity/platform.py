"""What the platform's own pods request on a cluster, at their most. A test compares it with the charts' values.

Values of a stack's own (`platform.X.values`) may change what a chart requests; that is not read here.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from settings.capacity.packing import Load
from settings.clusters.base import AnyCluster
from settings.platform import PlatformSettings


class Part(NamedTuple):
    """Pods of a chart that are alike. cpu: thousandths of a core, memory: MiB, of one with all its containers. alone, several:
    how many there are at most, without high availability and with it; EACH: one on each node."""

    name: str
    cpu: int
    memory: int
    alone: int = 1
    several: int = 1


EACH = -1
PROXY = Part("istio-proxy", 50, 128)
"""What a pod of the mesh has besides its own containers."""
PARTS: Mapping[str, tuple[Part, ...]] = {
    "alloy": (Part("alloy", 60, 160, EACH, EACH),),
    "alloy-events": (Part("alloy-events", 60, 160),),
    "cert-manager": (
        Part("cert-manager", 50, 128, several=2),
        Part("webhook", 25, 64, several=3),
        Part("cainjector", 25, 128, several=2),
    ),
    "cluster-autoscaler": (Part("cluster-autoscaler", 100, 300, 2, 2),),
    "external-dns": (Part("external-dns", 25, 64),),
    "external-secrets": (
        Part("external-secrets", 50, 128, several=2),
        Part("webhook", 25, 64, several=2),
        Part("cert-controller", 25, 128),
    ),
    "ingress-nginx": (Part("controller", 200, 256, several=9),),
    "istio-cni": (Part("istio-cni", 50, 64, EACH, EACH),),
    "istiod": (Part("istiod", 250, 1024, several=5),),
    "istio-ingressgateway": (Part("gateway", 200, 256, several=9),),
    "istio-egressgateway": (Part("gateway", 100, 128, several=5),),
    "karpenter": (Part("karpenter", 500, 1024, 2, 2),),
    "kube-prometheus-stack": (
        Part("prometheus", 510, 2080),
        Part("alertmanager", 35, 96),
        Part("grafana", 150, 448),
        Part("kube-state-metrics", 25, 128),
        Part("operator", 50, 128),
        Part("node-exporter", 25, 32, EACH, EACH),
    ),
    "loki": (
        Part("loki", 250, 1024, several=3),
        Part("gateway", 25, 32, several=2),
        Part("chunks-cache", 60, 672, alone=0),
        Part("results-cache", 60, 224, alone=0),
    ),
    "metrics-server": (Part("metrics-server", 100, 200, several=2),),
    "opentelemetry-collector": (Part("collector", 100, 256, several=6),),
    "prometheus-adapter": (Part("prometheus-adapter", 50, 128, several=2),),
    "velero": (Part("velero", 100, 256), Part("node-agent", 50, 64, EACH, EACH)),
}
"""Release of a chart -> its pods. Those that scale by themselves are at their most."""


def loads(
    platform: PlatformSettings, cluster: AnyCluster, *, paired: bool = False
) -> tuple[list[Load], list[Load]]:
    """The platform's pods on a cluster, and those that are on each of its nodes. paired: whether its backups are copied to
    another region, or another's to its own."""
    all_of_them = list(_loads(platform, cluster, paired=paired))
    return (
        [load for load in all_of_them if load.replicas > 0],
        [load for load in all_of_them if load.replicas == EACH],
    )


def _loads(platform: PlatformSettings, cluster: AnyCluster, *, paired: bool) -> Iterator[Load]:
    installed = [chart for section in platform.add_ons.values() for chart in section.brings]
    for chart in (*installed, *cluster.charts):
        if not _there(chart.release_name, cluster):
            continue
        for part in PARTS.get(chart.release_name, ()):
            if part.name != "node-agent" or (paired and platform.backup.snapshots):
                replicas = _replicas(chart.release_name, part, platform, cluster)
                yield Load(f"{chart.release_name} {part.name}", replicas, part.cpu, part.memory)


def _there(release: str, cluster: AnyCluster) -> bool:
    """Whether an add-on of the platform is on this cluster too."""
    if release == "external-dns":
        return getattr(cluster, "dns", None) is not None
    if release == "metrics-server":
        return not cluster.measured
    return release != "velero" or "bucket" not in cluster.lacks


def _replicas(release: str, part: Part, platform: PlatformSettings, cluster: AnyCluster) -> int:
    if part.name in {"prometheus", "alertmanager"}:
        return platform.monitoring.replicas
    if part.name == "grafana":
        return platform.monitoring.grafana.replicas
    if part.name == "loki" and "bucket" in cluster.lacks:
        return 1
    if release == "istio-ingressgateway" and platform.ingress.kind != "gateway":
        return 5 if platform.high_availability else 1  # for the cluster alone
    return part.several if platform.high_availability else part.alone
