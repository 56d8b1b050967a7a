"""Alerts on the way in: ingress-nginx, and the gateway on Istio. Of each the same, for an application is either's."""

from components.observability.alerts.rules import Alert, Group, Recording, down

# What the applications' documents ask for: 5 % of requests failed, or a 95th percentile over 500 ms, for 5 minutes.
ERRORS = 0.05
LATENCY_SECONDS = 0.5
GATEWAY_NAMESPACE = "istio-ingress"

NGINX_REQUESTS = "sum by (namespace, ingress) (rate(nginx_ingress_controller_requests[5m]))"
_NGINX_FAILED = 'sum by (namespace, ingress) (rate(nginx_ingress_controller_requests{status=~"5.."}[5m]))'
NGINX_ERRORS = "namespace_ingress:nginx_ingress_controller_requests:errors_ratio5m"
NGINX_LATENCY = "namespace_ingress:nginx_ingress_controller_request_duration_seconds:p95_5m"

_AT_GATEWAY = f'reporter="source",source_workload_namespace="{GATEWAY_NAMESPACE}"'
_BY_SERVICE = "destination_service_namespace, destination_service_name"
GATEWAY_REQUESTS = f"sum by ({_BY_SERVICE}) (rate(istio_requests_total{{{_AT_GATEWAY}}}[5m]))"
_GATEWAY_FAILED = (
    f'sum by ({_BY_SERVICE}) (rate(istio_requests_total{{{_AT_GATEWAY},response_code=~"5.."}}[5m]))'
)
GATEWAY_ERRORS = "gateway_service:istio_requests:errors_ratio5m"
_SERVICE = "{{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }}"
GATEWAY_LATENCY = "gateway_service:istio_request_duration_seconds:p95_5m"

NGINX = Group(
    "ingress-nginx",
    "ingress-nginx",
    "ingress",
    (
        Recording(NGINX_ERRORS, f"{_NGINX_FAILED} / {NGINX_REQUESTS}"),
        Recording(
            NGINX_LATENCY,
            "histogram_quantile(0.95, sum by (le, namespace, ingress) "
            "(rate(nginx_ingress_controller_request_duration_seconds_bucket[5m])))",
        ),
        Alert(
            "IngressErrorsHigh",
            f"{NGINX_ERRORS} > {ERRORS}",
            "5m",
            "critical",
            "More than 5 % of an ingress' requests fail",
            "{{ $value | humanizePercentage }} of the requests to ingress {{ $labels.namespace }}/{{ $labels.ingress }} end in "
            "an error of the server.",
            "applications",
        ),
        Alert(
            "IngressSlow",
            f"{NGINX_LATENCY} > {LATENCY_SECONDS}",
            "5m",
            "warning",
            "One in twenty of an ingress' requests takes longer than 500 ms",
            "One in twenty requests to ingress {{ $labels.namespace }}/{{ $labels.ingress }} takes longer than "
            "{{ $value | humanizeDuration }}.",
            "applications",
        ),
        Alert(
            "IngressReloadFailed",
            "min by (controller_pod) (nginx_ingress_controller_config_last_reload_successful) == 0",
            "5m",
            "critical",
            "ingress-nginx could not load its configuration",
            "Controller {{ $labels.controller_pod }} could not load its last configuration (last reload successful is "
            "{{ $value }}): it goes on with an old one, and no change of an Ingress takes effect.",
        ),
        Alert(
            "IngressControllerDown",
            down("ingress-nginx-controller"),
            "5m",
            "critical",
            "No replica of ingress-nginx is available",
            "ingress-nginx has {{ $value }} available replicas: no application can be reached from outside.",
        ),
    ),
)
GATEWAY = Group(
    "ingress-gateway",
    "ingress-gateway",
    "ingress",
    (
        Recording(GATEWAY_ERRORS, f"{_GATEWAY_FAILED} / {GATEWAY_REQUESTS}"),
        Recording(
            GATEWAY_LATENCY,
            f"histogram_quantile(0.95, sum by (le, {_BY_SERVICE}) "
            f"(rate(istio_request_duration_milliseconds_bucket{{{_AT_GATEWAY}}}[5m]))) / 1000",
        ),
        Alert(
            "GatewayErrorsHigh",
            f"{GATEWAY_ERRORS} > {ERRORS}",
            "5m",
            "critical",
            "More than 5 % of the requests through the gateway to a service fail",
            f"{{{{ $value | humanizePercentage }}}} of the requests through the gateway to {_SERVICE} end in an error of the "
            "server.",
            "applications",
        ),
        Alert(
            "GatewaySlow",
            f"{GATEWAY_LATENCY} > {LATENCY_SECONDS}",
            "5m",
            "warning",
            "One in twenty of the requests through the gateway to a service takes longer than 500 ms",
            f"One in twenty requests through the gateway to {_SERVICE} takes longer than {{{{ $value | humanizeDuration }}}}.",
            "applications",
        ),
        Alert(
            "GatewayDown",
            f'(sum(kube_deployment_status_replicas_available{{namespace="{GATEWAY_NAMESPACE}"}}) or vector(0)) == 0'
            " and on () count(kube_node_info) > 0",
            "5m",
            "critical",
            "No replica of the gateway is available",
            "The gateway has {{ $value }} available replicas: no application can be reached from outside.",
        ),
    ),
)
GROUPS = (NGINX, GATEWAY)
