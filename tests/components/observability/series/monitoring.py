"""Series for the alerts on Prometheus and Grafana."""

from tests.components.observability.series.pair import Pair

_POD = 'namespace="monitoring",pod="prometheus-0"'


def _faults(corrupted: str) -> dict[str, str]:
    return {
        f"prometheus_tsdb_wal_corruptions_total{{{_POD}}}": corrupted,
        f"prometheus_tsdb_wal_truncations_failed_total{{{_POD}}}": "0x120",
    }


PAIRS = (
    Pair(
        "PrometheusLogCorrupted",
        _faults("0x59 2x60"),
        _faults("2x120"),
        "monitoring/prometheus-0 met 2 faults of its write-ahead log within an hour.",
        {"namespace": "monitoring", "pod": "prometheus-0"},
    ),
    Pair(
        "GrafanaAbsent",
        {},
        {"grafana_build_info": "1x120"},
        "Grafana gives no metrics (absent is 1): nobody sees a dashboard.",
    ),
)
