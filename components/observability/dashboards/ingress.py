"""The way in: requests, errors and latency, through ingress-nginx or the gateway."""

from components.observability.alerts import ingress as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_NGINX = "{{namespace}}/{{ingress}}"
_SERVICE = "{{destination_service_namespace}}/{{destination_service_name}}"
_AT_GATEWAY = f'reporter="source",source_workload_namespace="{alerts.GATEWAY_NAMESPACE}"'

NGINX = Row(
    "ingress-nginx",
    (
        Panel("Requests a second", {_NGINX: alerts.NGINX_REQUESTS}, "reqps", add_on="ingress-nginx", width=8),
        Panel(
            "Requests that fail (5xx)",
            {_NGINX: alerts.NGINX_ERRORS},
            "percentunit",
            limits=Limits(critical=alerts.ERRORS),
            alert="IngressErrorsHigh",
            add_on="ingress-nginx",
            width=8,
        ),
        Panel(
            "Time that one in twenty requests exceeds",
            {_NGINX: alerts.NGINX_LATENCY},
            "s",
            limits=Limits(warning=alerts.LATENCY_SECONDS),
            alert="IngressSlow",
            add_on="ingress-nginx",
            width=8,
        ),
        Panel(
            "Controllers that run an old configuration",
            {
                "controllers": "count(nginx_ingress_controller_config_last_reload_successful == 0) or vector(0)"
            },
            "short",
            "stat",
            Limits(critical=1),
            "IngressReloadFailed",
            "ingress-nginx",
            width=6,
            height=6,
        ),
        Panel(
            "Connections",
            {"{{state}}": "sum by (state) (nginx_ingress_controller_nginx_process_connections)"},
            "short",
            add_on="ingress-nginx",
            width=9,
            height=6,
        ),
        Panel(
            "Answers by code",
            {"{{status}}": "sum by (status) (rate(nginx_ingress_controller_requests[$__rate_interval]))"},
            "reqps",
            add_on="ingress-nginx",
            width=9,
            height=6,
        ),
    ),
)
GATEWAY = Row(
    "Gateway",
    (
        Panel(
            "Requests a second",
            {_SERVICE: alerts.GATEWAY_REQUESTS},
            "reqps",
            add_on="ingress-gateway",
            width=8,
        ),
        Panel(
            "Requests that fail (5xx)",
            {_SERVICE: alerts.GATEWAY_ERRORS},
            "percentunit",
            limits=Limits(critical=alerts.ERRORS),
            alert="GatewayErrorsHigh",
            add_on="ingress-gateway",
            width=8,
        ),
        Panel(
            "Time that one in twenty requests exceeds",
            {_SERVICE: alerts.GATEWAY_LATENCY},
            "s",
            limits=Limits(warning=alerts.LATENCY_SECONDS),
            alert="GatewaySlow",
            add_on="ingress-gateway",
            width=8,
        ),
        Panel(
            "Replicas available",
            {
                "replicas": f'sum(kube_deployment_status_replicas_available{{namespace="{alerts.GATEWAY_NAMESPACE}"}})'
            },
            "short",
            "stat",
            Limits(critical=1, low=True),
            "GatewayDown",
            "ingress-gateway",
            width=6,
            height=6,
        ),
        Panel(
            "Answers by code",
            {
                "{{response_code}}": "sum by (response_code) "
                f"(rate(istio_requests_total{{{_AT_GATEWAY}}}[$__rate_interval]))"
            },
            "reqps",
            add_on="ingress-gateway",
            width=18,
            height=6,
        ),
    ),
)
INGRESS = Dashboard("ingress", "Ingress", (NGINX, GATEWAY), {})
