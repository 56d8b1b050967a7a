"""Alerts on external-dns."""

from components.observability.alerts.rules import Alert, Group

# It looks every minute.
STALE_MINUTES = 30

_ERRORS = "sum(increase(external_dns_{kind}_errors_total[15m]))"

EXTERNAL_DNS = Group(
    "external-dns",
    "external-dns",
    "dns",
    (
        Alert(
            "DnsErrors",
            f"{_ERRORS.format(kind='registry')} + {_ERRORS.format(kind='source')} > 0",
            "15m",
            "warning",
            "external-dns has had errors for 15 minutes",
            'external-dns met {{ $value | printf "%.0f" }} errors within 15 minutes, of the cluster or of the DNS service.',
        ),
        Alert(
            "DnsStale",
            f"time() - max(external_dns_controller_last_sync_timestamp_seconds) > {STALE_MINUTES * 60}",
            "5m",
            "critical",
            "DNS records have not been brought in step for 30 minutes",
            "external-dns last brought DNS records in step {{ $value | humanizeDuration }} ago.",
        ),
        Alert(
            "ExternalDnsAbsent",
            "absent(external_dns_controller_last_sync_timestamp_seconds)",
            "10m",
            "critical",
            "external-dns has not been seen for 10 minutes",
            "external-dns gives no metrics (absent is {{ $value }}): a new host gets no record.",
        ),
    ),
)
GROUPS = (EXTERNAL_DNS,)
