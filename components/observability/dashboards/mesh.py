"""Istio: mutual TLS, who talks to whom, and the control plane."""

from components.observability.alerts import mesh as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_RECEIVED = 'reporter="destination",destination_workload_namespace=~"$namespace"'
_TO = "{{destination_workload_namespace}}/{{destination_workload}}"
_BY_TO = "destination_workload_namespace, destination_workload"
_ROOT = alerts.ROOT_CERTIFICATE_DAYS * alerts.DAY

MUTUAL_TLS = Row(
    "Mutual TLS",
    (
        Panel(
            "Requests with mutual TLS",
            {"share": alerts.MUTUAL_TLS_SHARE},
            "percentunit",
            "stat",
            Limits(critical=1, low=True),
            "IstioPlaintextRequests",
            "istiod",
            width=6,
        ),
        Panel(
            "Requests by security",
            {
                "{{connection_security_policy}}": "sum by (connection_security_policy) "
                f"(rate(istio_requests_total{{{_RECEIVED}}}[$__rate_interval]))"
            },
            "reqps",
            alert="IstioPlaintextRequests",
            add_on="istiod",
            width=9,
        ),
        Panel(
            "Requests that get no connection, refused mutual TLS among them",
            {
                "{{source_workload_namespace}}/{{source_workload}} to {{destination_service}}": (
                    f"topk(10, {alerts.FAILED_CONNECTIONS} > 0)"
                )
            },
            "percentunit",
            limits=Limits(warning=alerts.CONNECTION_FAILURES),
            alert="IstioConnectionsFailing",
            add_on="istiod",
            width=9,
        ),
    ),
)
DISTRIBUTION = Row(
    "Requests: where from, where to, and what came of them",
    (
        Panel(
            "Who talks to whom",
            {
                "Requests a second": "sort_desc(sum by (source_workload_namespace, source_workload, "
                f"{_BY_TO}, connection_security_policy) (rate(istio_requests_total{{{_RECEIVED}}}[5m])) > 0)"
            },
            "reqps",
            "table",
            add_on="istiod",
            width=24,
            height=10,
        ),
        Panel(
            "Requests a second",
            {_TO: f"sum by ({_BY_TO}) (rate(istio_requests_total{{{_RECEIVED}}}[$__rate_interval]))"},
            "reqps",
            add_on="istiod",
            width=8,
        ),
        Panel(
            "Requests that fail (5xx)",
            {_TO: f'{alerts.SERVICE_ERRORS}{{destination_workload_namespace=~"$namespace"}}'},
            "percentunit",
            limits=Limits(warning=alerts.ERRORS),
            alert="IstioErrorsHigh",
            add_on="istiod",
            width=8,
        ),
        Panel(
            "Time that one in twenty requests exceeds",
            {
                _TO: f"histogram_quantile(0.95, sum by (le, {_BY_TO}) "
                f"(rate(istio_request_duration_milliseconds_bucket{{{_RECEIVED}}}[$__rate_interval])))"
            },
            "ms",
            add_on="istiod",
            width=8,
        ),
    ),
)
CONTROL_PLANE = Row(
    "Control plane",
    (
        Panel(
            "Proxies connected",
            {"{{pod}}": "sum by (pod) (pilot_xds)"},
            "short",
            alert="IstiodDown",
            add_on="istiod",
            width=6,
        ),
        Panel(
            "Time until a proxy has its configuration",
            {"99th percentile": alerts.SLOWEST_PUSHES},
            "s",
            limits=Limits(warning=alerts.PUSH_SECONDS),
            alert="IstiodPushesSlow",
            add_on="istiod",
            width=6,
        ),
        Panel(
            "Configurations refused, pods left without a proxy",
            {
                "refused ({{type}})": "sum by (type) (increase(pilot_total_xds_rejects[10m]))",
                "no proxy": "sum(increase(sidecar_injection_failure_total[10m]))",
            },
            "short",
            alert="IstioConfigRejected",
            add_on="istiod",
            width=6,
        ),
        Panel(
            "The root certificate expires in",
            {"in": "min(citadel_server_root_cert_expiry_timestamp) - time()"},
            "dtdurations",
            "stat",
            Limits(critical=_ROOT, low=True),
            "IstioRootCertificateExpiring",
            "istiod",
            width=6,
        ),
    ),
)
MESH = Dashboard(
    "mesh",
    "Service mesh",
    (MUTUAL_TLS, DISTRIBUTION, CONTROL_PLANE),
    {
        "namespace": 'label_values(istio_requests_total{reporter="destination"}, destination_workload_namespace)'
    },
)
