"""cert-manager: what expires when, what is not ready, and how issuing goes."""

from components.observability.alerts import certificates as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_EXPIRY = Limits(alerts.EXPIRY_WARNING_DAYS * alerts.DAY, alerts.EXPIRY_CRITICAL_DAYS * alerts.DAY, low=True)
_CHOSEN = 'namespace=~"$namespace"'

STATE = Row(
    "Certificates",
    (
        Panel(
            "Certificates",
            {"certificates": 'count(certmanager_certificate_ready_status{condition="True"}) or vector(0)'},
            "short",
            "stat",
            add_on="cert-manager",
            width=6,
            height=5,
        ),
        Panel(
            "Not ready",
            {"not ready": 'sum(certmanager_certificate_ready_status{condition!="True"}) or vector(0)'},
            "short",
            "stat",
            Limits(warning=1),
            "CertificateNotReady",
            "cert-manager",
            width=6,
            height=5,
        ),
        Panel(
            "Issuers not ready",
            {"not ready": 'sum(certmanager_clusterissuer_ready_status{condition!="True"}) or vector(0)'},
            "short",
            "stat",
            Limits(critical=1),
            "ClusterIssuerNotReady",
            "cert-manager",
            width=6,
            height=5,
        ),
        Panel(
            "The next to expire",
            {"in": f"min({alerts.REMAINING})"},
            "dtdurations",
            "stat",
            _EXPIRY,
            "CertificateAboutToExpire",
            "cert-manager",
            width=6,
            height=5,
        ),
        Panel(
            "Certificates by what is left of them",
            {
                "Expires in": "sort(min by (namespace, name, issuer_name) "
                f"(certmanager_certificate_expiration_timestamp_seconds{{{_CHOSEN}}}) - time())",
                "Renewal due in": "min by (namespace, name, issuer_name) "
                f"(certmanager_certificate_renewal_timestamp_seconds{{{_CHOSEN}}}) - time()",
            },
            "dtdurations",
            "table",
            Limits(),
            "CertificateExpiringSoon",
            "cert-manager",
            width=24,
            height=10,
        ),
    ),
)
ISSUING = Row(
    "Issuing",
    (
        Panel(
            "Requests to ACME servers, by answer",
            {
                "{{host}} {{status}}": "sum by (host, status) "
                "(increase(certmanager_http_acme_client_request_count[1h]))"
            },
            "short",
            alert="AcmeRateLimited",
            add_on="cert-manager",
        ),
        Panel(
            "Faults of cert-manager's controllers, a second",
            {
                "{{controller}}": "sum by (controller) "
                "(rate(certmanager_controller_sync_error_count[$__rate_interval])) > 0"
            },
            "short",
            alert="CertManagerAbsent",
            add_on="cert-manager",
        ),
    ),
)
CERTIFICATES = Dashboard(
    "certificates",
    "Certificates",
    (STATE, ISSUING),
    {"namespace": "label_values(certmanager_certificate_ready_status, namespace)"},
)
