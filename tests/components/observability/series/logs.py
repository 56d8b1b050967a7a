"""Series for the alerts on logs."""

from tests.components.observability.series.pair import Pair

_ROUTE = 'route="loki_api_v1_push"'
_POD = 'namespace="alloy",pod="alloy-1"'
_OF_POD = {"namespace": "alloy", "pod": "alloy-1"}
_RETENTION = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds"


def _requests(failed: int) -> dict[str, str]:
    metric = "loki_request_duration_seconds_count"
    return {
        f'{metric}{{{_ROUTE},status_code="204"}}': f"0+{100 - failed}x120",
        f'{metric}{{{_ROUTE},status_code="500"}}': f"0+{failed}x120",
    }


PAIRS = (
    Pair(
        "LokiErrorsHigh",
        _requests(failed=20),
        _requests(failed=9),
        "20% of Loki's requests to loki_api_v1_push fail.",
        {"route": "loki_api_v1_push"},
    ),
    Pair(
        "LokiDiscardsLogs",
        {'loki_discarded_samples_total{reason="rate_limited"}': "0+30x120"},
        {'loki_discarded_samples_total{reason="rate_limited"}': "30x120"},
        "Loki discards 0.5 lines a second because of rate_limited.",
        {"reason": "rate_limited"},
    ),
    Pair(
        "LokiFlushFailing",
        {"loki_ingester_chunks_flush_failures_total": "0+1x120"},
        {"loki_ingester_chunks_flush_failures_total": "0x120"},
        "Loki failed 15 times within 15 minutes to write to its object storage: logs are in its pods only.",
    ),
    Pair(
        "LokiRetentionStale",
        {f'{_RETENTION}{{pod="loki-0"}}': "0x1800"},
        {f'{_RETENTION}{{pod="loki-0"}}': "0x1800", f'{_RETENTION}{{pod="loki-1"}}': "7200x1800"},
        "Loki last deleted what is past its retention 1d 1h 30m 0s ago.",
        at="1530m",
    ),
    Pair(
        "LokiAbsent",
        {},
        {"loki_build_info": "1x120"},
        "Loki gives no metrics (absent is 1): logs wait in Alloy, and are lost when it gives up.",
    ),
    Pair(
        "LogsDropped",
        {'loki_write_dropped_entries_total{reason="ingester_error"}': "0+60x120"},
        {'loki_write_dropped_entries_total{reason="ingester_error"}': "60x120"},
        "Alloy drops 1.0 lines a second because of ingester_error.",
        {"reason": "ingester_error"},
    ),
    Pair(
        "AlloyConfigFailed",
        {f"alloy_config_last_load_successful{{{_POD}}}": "0x120"},
        {f"alloy_config_last_load_successful{{{_POD}}}": "1x120"},
        "alloy/alloy-1 could not load its configuration (last load successful is 0).",
        _OF_POD,
    ),
    Pair(
        "AlloyUnhealthy",
        {f'alloy_component_controller_running_components{{{_POD},health_type="unhealthy"}}': "2x120"},
        {f'alloy_component_controller_running_components{{{_POD},health_type="healthy"}}': "2x120"},
        "2 components of alloy/alloy-1 are not healthy.",
        _OF_POD,
    ),
    Pair(
        "AlloyAbsent",
        {},
        {"alloy_build_info": "1x120"},
        "No Alloy gives metrics (absent is 1): no pod's log is collected.",
    ),
)
