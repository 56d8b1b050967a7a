"""Series for the alerts on certificates. Asked at 90 minutes, which are second 5,400 since 1970."""

from tests.components.observability.series.pair import Pair

_NAMES = 'namespace="shop",name="web-tls",issuer_name="letsencrypt-prod",issuer_kind="ClusterIssuer"'
_OF = {"namespace": "shop", "name": "web-tls", "issuer_name": "letsencrypt-prod"}
_NOW, _DAY = 5400, 86400


def _certificate(days_left: int, renewal: int) -> dict[str, str]:
    return {
        f"certmanager_certificate_expiration_timestamp_seconds{{{_NAMES}}}": f"{_NOW + days_left * _DAY}x120",
        f"certmanager_certificate_renewal_timestamp_seconds{{{_NAMES}}}": f"{renewal}x120",
    }


_SAYS = (
    "Certificate shop/web-tls of letsencrypt-prod expires in {days}d 0h 0m 0s, and its renewal is overdue."
)

PAIRS = (
    Pair(
        "CertificateExpiringSoon",
        _certificate(20, renewal=0),
        _certificate(6, renewal=_NOW + _DAY),  # of a week, and not due before tomorrow
        _SAYS.format(days=20),
        _OF,
    ),
    Pair(
        "CertificateAboutToExpire",
        _certificate(6, renewal=0),
        _certificate(8, renewal=0),
        _SAYS.format(days=6),
        _OF,
    ),
    Pair(
        "CertificateNotReady",
        {f'certmanager_certificate_ready_status{{{_NAMES},condition="False"}}': "1x120"},
        {
            f'certmanager_certificate_ready_status{{{_NAMES},condition="True"}}': "1x120",
            f'certmanager_certificate_ready_status{{{_NAMES},condition="False"}}': "1x80 0x40",
        },
        "Certificate shop/web-tls is not ready (not ready is 1).",
        {"namespace": "shop", "name": "web-tls"},
    ),
    Pair(
        "ClusterIssuerNotReady",
        {'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="Unknown"}': "1x120"},
        {'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="True"}': "1x120"},
        "ClusterIssuer letsencrypt-prod is not ready (not ready is 1): nothing is issued or renewed by it.",
        {"name": "letsencrypt-prod"},
    ),
    Pair(
        "AcmeRateLimited",
        {'certmanager_http_acme_client_request_count{host="acme.example.com",status="429"}': "0x59 2x60"},
        {'certmanager_http_acme_client_request_count{host="acme.example.com",status="200"}': "0+1x120"},
        "acme.example.com refused 2 requests within the last hour because there were too many.",
        {"host": "acme.example.com"},
    ),
    Pair(
        "CertManagerAbsent",
        {},
        {"certmanager_clock_time_seconds_gauge": "0+60x120"},
        "No controller of cert-manager gives metrics (absent is 1): no certificate is renewed.",
    ),
)
