"""The way in: requests, errors and latency, through ingress-nginx or the gateway."""

from dataclasses import dataclass

from components.observability.alerts import ingress as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_AT_GATEWAY = f'reporter="source",source_workload_namespace="{alerts.GATEWAY_NAMESPACE}"'


@dataclass(frozen=True)
class Way:
    """What users feel of a way in. line: what tells its applications apart. requests, errors, latency: PromQL for each of them.
    failing, slow: its alerts on errors and latency."""

    add_on: str
    line: str
    requests: str
    errors: str
    latency: str
    failing: str
    slow: str

    def coming(self, width: int) -> Panel:
        """How much comes in."""
        return Panel(
            "Requests a second", {self.line: self.requests}, "reqps", add_on=self.add_on, width=width
        )

    def felt(self, width: int) -> tuple[Panel, Panel]:
        """How much of it fails, and how long it takes."""
        return (
            Panel(
                "Requests that fail (5xx)",
                {self.line: self.errors},
                "percentunit",
                limits=Limits(critical=alerts.ERRORS),
                alert=self.failing,
                add_on=self.add_on,
                width=width,
            ),
            Panel(
                "Time that one in twenty requests exceeds",
                {self.line: self.latency},
                "s",
                limits=Limits(warning=alerts.LATENCY_SECONDS),
                alert=self.slow,
                add_on=self.add_on,
                width=width,
            ),
        )


NGINX = Way(
    "ingress-nginx",
    "{{namespace}}/{{ingress}}",
    alerts.NGINX_REQUESTS,
    alerts.NGINX_ERRORS,
    alerts.NGINX_LATENCY,
    "IngressErrorsHigh",
    "IngressSlow",
)
GATEWAY = Way(
    "ingress-gateway",
    "{{destination_service_namespace}}/{{destination_service_name}}",
    alerts.GATEWAY_REQUESTS,
    alerts.GATEWAY_ERRORS,
    alerts.GATEWAY_LATENCY,
    "GatewayErrorsHigh",
    "GatewaySlow",
)
_THROUGH_NGINX = Row(
    "ingress-nginx",
    (
        NGINX.coming(8),
        *NGINX.felt(8),
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
_THROUGH_GATEWAY = Row(
    "Gateway",
    (
        GATEWAY.coming(8),
        *GATEWAY.felt(8),
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
INGRESS = Dashboard("ingress", "Ingress", (_THROUGH_NGINX, _THROUGH_GATEWAY), {})
