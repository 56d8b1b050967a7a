"""Series for the alerts on external-dns."""

from tests.components.observability.series.pair import Pair

_LAST = "external_dns_controller_last_sync_timestamp_seconds"


def _errors(registry: str) -> dict[str, str]:
    return {
        "external_dns_registry_errors_total": registry,
        "external_dns_source_errors_total": "0x120",
    }


PAIRS = (
    Pair(
        "DnsErrors",
        _errors("0+1x120"),
        _errors("9x120"),
        "external-dns met 15 errors within 15 minutes, of the cluster or of the DNS service.",
    ),
    Pair(
        "DnsStale",
        {_LAST: f"{50 * 60}x120"},
        {_LAST: f"{61 * 60}x120"},
        "external-dns last brought DNS records in step 40m 0s ago.",
    ),
    Pair(
        "ExternalDnsAbsent",
        {},
        {_LAST: "1x120"},
        "external-dns gives no metrics (absent is 1): a new host gets no record.",
    ),
)
