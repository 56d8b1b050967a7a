"""Alerts on Prometheus and Grafana that kube-prometheus-stack's own rules leave out.

Its groups general, prometheus, prometheus-operator, alertmanager.rules, config-reloaders and kube-state-metrics are on, and
say when a target is down, a rule fails, a configuration is not loaded, a sample is lost, or Alertmanager cannot notify.
"""

from components.observability.alerts.rules import Alert, Group

MONITORING = Group(
    "monitoring",
    "kube-prometheus-stack",
    "monitoring",
    (
        Alert(
            "PrometheusLogCorrupted",
            "sum by (namespace, pod) (increase(prometheus_tsdb_wal_corruptions_total[1h])"
            " + increase(prometheus_tsdb_wal_truncations_failed_total[1h])) > 0",
            "0m",
            "critical",
            "Prometheus' write-ahead log is damaged, or cannot be shortened",
            '{{ $labels.namespace }}/{{ $labels.pod }} met {{ $value | printf "%.0f" }} faults of its write-ahead log within an '
            "hour.",
        ),
        Alert(
            "GrafanaAbsent",
            "absent(grafana_build_info)",
            "10m",
            "warning",
            "Grafana has not been seen for 10 minutes",
            "Grafana gives no metrics (absent is {{ $value }}): nobody sees a dashboard.",
        ),
    ),
)
GROUPS = (MONITORING,)
