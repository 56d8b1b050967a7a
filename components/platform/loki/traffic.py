"""Who talks to whom in Loki's namespace. Pure."""

from collections.abc import Mapping, Sequence

from components.platform.loki.values import NAMESPACE, labels
from components.platform.network import Edge, Known, Pods, Traffic, edge

GATEWAY_PORT = 8080
_HTTP, _GRPC, _GOSSIP, _CACHE, _CACHE_METRICS = 3100, 9095, 7946, 11211, 9150
_CACHES = ("chunks-cache", "results-cache")


def gateway() -> Edge:
    """The way to Loki, from another namespace."""
    return edge(Pods(labels("gateway"), NAMESPACE), GATEWAY_PORT)


def grafana_traffic(labels: Mapping[str, str]) -> Traffic:
    """Grafana's side of the way to Loki, in its own namespace. labels: of its pods."""
    return Traffic("grafana-logs", labels, reaches=(gateway(),))


def traffic(clients: Sequence[Pods]) -> tuple[Traffic, ...]:
    """Loki's pods know one another, their caches and the bucket. clients: who writes and who reads, through the gateway."""
    one = Pods(labels("single-binary"))
    among = edge(one, _HTTP, _GRPC, _GOSSIP)
    caches = {name: Pods(labels(f"memcached-{name}")) for name in _CACHES}
    return (
        Traffic(
            "loki",
            one.labels,
            accepts=(among, edge(Pods(labels("gateway")), _HTTP), edge(Known.PROMETHEUS, _HTTP)),
            reaches=(among, *(edge(cache, _CACHE) for cache in caches.values()), edge(Known.CLOUD)),
        ),
        Traffic(
            "gateway",
            labels("gateway"),
            accepts=tuple(edge(client, GATEWAY_PORT) for client in clients),
            reaches=(edge(one, _HTTP),),
        ),
        *(
            Traffic(
                name,
                cache.labels,
                accepts=(edge(one, _CACHE), edge(Known.PROMETHEUS, _CACHE_METRICS)),
            )
            for name, cache in caches.items()
        ),
    )
