"""Series for the alerts on the OpenTelemetry collector."""

from tests.components.observability.series.pair import Pair

_QUEUE = 'pod="collector-1",exporter="otlp"'


def _queue(size: int) -> dict[str, str]:
    return {
        f"otelcol_exporter_queue_size{{{_QUEUE}}}": f"{size}x120",
        f"otelcol_exporter_queue_capacity{{{_QUEUE}}}": "1000x120",
    }


PAIRS = (
    Pair(
        "TelemetryRefused",
        {'otelcol_receiver_refused_spans{receiver="otlp"}': "0+60x120"},
        {'otelcol_receiver_refused_spans{receiver="otlp"}': "60x120"},
        "Receiver otlp refuses 1.0 items a second.",
        {"receiver": "otlp"},
    ),
    Pair(
        "TelemetryExportFailing",
        {'otelcol_exporter_send_failed_metric_points{exporter="otlp"}': "0+60x120"},
        {'otelcol_exporter_send_failed_metric_points{exporter="otlp"}': "60x120"},
        "Exporter otlp fails to send 1.0 items a second.",
        {"exporter": "otlp"},
    ),
    Pair(
        "TelemetryLost",
        {'otelcol_exporter_enqueue_failed_spans{exporter="otlp"}': "0+60x120"},
        {'otelcol_exporter_enqueue_failed_spans{exporter="otlp"}': "60x120"},
        "Exporter otlp loses 1.0 items a second: its queue is full.",
        {"exporter": "otlp"},
    ),
    Pair(
        "TelemetryQueueFilling",
        _queue(size=810),
        _queue(size=790),
        "The queue of exporter otlp in collector-1 is 81% full.",
        {"pod": "collector-1", "exporter": "otlp"},
    ),
    Pair(
        "TelemetryCollectorAbsent",
        {},
        {"otelcol_process_memory_rss": "1x120"},
        "No collector gives metrics (absent is 1): applications' traces and metrics go nowhere.",
    ),
)
