"""Alerts on logs: that Alloy sends them, and Loki keeps them."""

from components.observability.alerts.rules import Alert, Group

DAY = 24 * 3600
ERRORS = 0.1

_BY = "sum by (route)"

LOKI = Group(
    "loki",
    "loki",
    "logs",
    (
        Alert(
            "LokiErrorsHigh",
            f'{_BY} (rate(loki_request_duration_seconds_count{{status_code=~"5.."}}[5m]))'
            f" / {_BY} (rate(loki_request_duration_seconds_count[5m])) > {ERRORS}",
            "15m",
            "critical",
            "More than 10 % of the requests to Loki fail",
            "{{ $value | humanizePercentage }} of Loki's requests to {{ $labels.route }} fail.",
        ),
        Alert(
            "LokiDiscardsLogs",
            "sum by (reason) (rate(loki_discarded_samples_total[5m])) > 0",
            "15m",
            "warning",
            "Loki discards log lines",
            'Loki discards {{ $value | printf "%.1f" }} lines a second because of {{ $labels.reason }}.',
        ),
        Alert(
            "LokiFlushFailing",
            "sum(increase(loki_ingester_chunks_flush_failures_total[15m])) > 0",
            "15m",
            "critical",
            "Loki cannot write to its object storage",
            'Loki failed {{ $value | printf "%.0f" }} times within 15 minutes to write to its object storage: logs are in its '
            "pods only.",
        ),
        Alert(
            "LokiRetentionStale",
            f"time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds) > {DAY}",
            "1h",
            "warning",
            "Loki has not deleted what is past its retention for a day",
            "Loki last deleted what is past its retention {{ $value | humanizeDuration }} ago.",
        ),
        Alert(
            "LokiAbsent",
            "absent(loki_build_info)",
            "10m",
            "critical",
            "Loki has not been seen for 10 minutes",
            "Loki gives no metrics (absent is {{ $value }}): logs wait in Alloy, and are lost when it gives up.",
        ),
    ),
)
ALLOY = Group(
    "alloy",
    "alloy",
    "logs",
    (
        Alert(
            "LogsDropped",
            "sum by (reason) (rate(loki_write_dropped_entries_total[5m])) > 0",
            "10m",
            "critical",
            "Alloy drops log lines that Loki does not take",
            'Alloy drops {{ $value | printf "%.1f" }} lines a second because of {{ $labels.reason }}.',
        ),
        Alert(
            "AlloyConfigFailed",
            "max by (namespace, pod) (alloy_config_last_load_successful) == 0",
            "10m",
            "warning",
            "Alloy could not load its configuration",
            "{{ $labels.namespace }}/{{ $labels.pod }} could not load its configuration (last load successful is {{ $value }}).",
        ),
        Alert(
            "AlloyUnhealthy",
            "sum by (namespace, pod) "
            '(alloy_component_controller_running_components{health_type!="healthy"}) > 0',
            "15m",
            "warning",
            "Parts of Alloy have not been healthy for 15 minutes",
            "{{ $value }} components of {{ $labels.namespace }}/{{ $labels.pod }} are not healthy.",
        ),
        Alert(
            "AlloyAbsent",
            "absent(alloy_build_info)",
            "10m",
            "critical",
            "Alloy has not been seen for 10 minutes",
            "No Alloy gives metrics (absent is {{ $value }}): no pod's log is collected.",
        ),
    ),
)
GROUPS = (LOKI, ALLOY)
