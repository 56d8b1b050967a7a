"""Alerts on certificates, their issuers, and cert-manager."""

from components.observability.alerts.rules import Alert, Group

DAY = 24 * 3600
EXPIRY_WARNING_DAYS = 21
EXPIRY_CRITICAL_DAYS = 7

_EACH = "min by (namespace, name, issuer_name)"  # every replica of the controller tells of all of them
REMAINING = f"{_EACH} (certmanager_certificate_expiration_timestamp_seconds) - time()"
# A certificate of a week is not late six days before its end: only one whose renewal was due is.
_OVERDUE = f"and {_EACH} (certmanager_certificate_renewal_timestamp_seconds) < time()"
_EXPIRES = (
    "Certificate {{ $labels.namespace }}/{{ $labels.name }} of {{ $labels.issuer_name }} expires in "
    "{{ $value | humanizeDuration }}, and its renewal is overdue."
)

CERT_MANAGER = Group(
    "cert-manager",
    "cert-manager",
    "certificates",
    (
        Alert(
            "CertificateExpiringSoon",
            f"{REMAINING} < {EXPIRY_WARNING_DAYS * DAY} {_OVERDUE}",
            "1h",
            "warning",
            "A certificate expires within 21 days and was not renewed in time",
            _EXPIRES,
        ),
        Alert(
            "CertificateAboutToExpire",
            f"{REMAINING} < {EXPIRY_CRITICAL_DAYS * DAY} {_OVERDUE}",
            "10m",
            "critical",
            "A certificate expires within 7 days and was not renewed in time",
            _EXPIRES,
        ),
        Alert(
            "CertificateNotReady",
            'max by (namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1',
            "10m",
            "warning",
            "A certificate has not been ready for 10 minutes",
            "Certificate {{ $labels.namespace }}/{{ $labels.name }} is not ready (not ready is {{ $value }}).",
        ),
        Alert(
            "ClusterIssuerNotReady",
            'max by (name) (certmanager_clusterissuer_ready_status{condition!="True"}) == 1',
            "10m",
            "critical",
            "An issuer has not been ready for 10 minutes",
            "ClusterIssuer {{ $labels.name }} is not ready (not ready is {{ $value }}): nothing is issued or renewed by it.",
        ),
        Alert(
            "AcmeRateLimited",
            'sum by (host) (increase(certmanager_http_acme_client_request_count{status="429"}[1h])) > 0',
            "0m",
            "warning",
            "An ACME server refused requests because there were too many",
            '{{ $labels.host }} refused {{ $value | printf "%.0f" }} requests within the last hour because there were too many.',
        ),
        Alert(
            "CertManagerAbsent",
            "absent(certmanager_clock_time_seconds_gauge)",
            "10m",
            "critical",
            "cert-manager has not been seen for 10 minutes",
            "No controller of cert-manager gives metrics (absent is {{ $value }}): no certificate is renewed.",
        ),
    ),
)
GROUPS = (CERT_MANAGER,)
