"""Alerts on the OpenTelemetry collector: traces and metrics that it refuses, loses, or cannot pass on.

Its counters do not end in _total, nor its sizes in _bytes: its reader leaves both out unless it is told
otherwise.
"""

from components.observability.alerts.rules import Alert, Group

QUEUE_FULL = 0.8


def _either(metric: str, by: str) -> str:
    """Of spans or of metric points, whichever there is."""
    return " or ".join(
        f"sum by ({by}) (rate(otelcol_{metric}_{signal}[5m])) > 0" for signal in ("spans", "metric_points")
    )


COLLECTOR = Group(
    "opentelemetry-collector",
    "opentelemetry-collector",
    "telemetry",
    (
        Alert(
            "TelemetryRefused",
            _either("receiver_refused", "receiver"),
            "10m",
            "warning",
            "The collector refuses traces or metrics that applications send",
            'Receiver {{ $labels.receiver }} refuses {{ $value | printf "%.1f" }} items a second.',
        ),
        Alert(
            "TelemetryExportFailing",
            _either("exporter_send_failed", "exporter"),
            "10m",
            "warning",
            "The collector cannot pass on traces or metrics",
            'Exporter {{ $labels.exporter }} fails to send {{ $value | printf "%.1f" }} items a second.',
        ),
        Alert(
            "TelemetryLost",
            _either("exporter_enqueue_failed", "exporter"),
            "5m",
            "critical",
            "The collector loses traces or metrics because its queue is full",
            'Exporter {{ $labels.exporter }} loses {{ $value | printf "%.1f" }} items a second: its queue is full.',
        ),
        Alert(
            "TelemetryQueueFilling",
            f"max by (pod, exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity) > {QUEUE_FULL}",
            "10m",
            "warning",
            "A queue of the collector is more than 80 % full",
            "The queue of exporter {{ $labels.exporter }} in {{ $labels.pod }} is {{ $value | humanizePercentage }} full.",
        ),
        Alert(
            "TelemetryCollectorAbsent",
            "absent(otelcol_process_memory_rss)",
            "10m",
            "critical",
            "The OpenTelemetry collector has not been seen for 10 minutes",
            "No collector gives metrics (absent is {{ $value }}): applications' traces and metrics go nowhere.",
        ),
    ),
)
GROUPS = (COLLECTOR,)
