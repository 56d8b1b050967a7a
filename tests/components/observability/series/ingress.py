"""Series for the alerts on the way in."""

from tests.components.observability.series.pair import NODES, Pair

_INGRESS = 'namespace="shop",ingress="web"'
_OF_INGRESS = {"namespace": "shop", "ingress": "web"}
_GATEWAY = (
    'reporter="source",source_workload_namespace="istio-ingress",destination_service_namespace="shop",'
    'destination_service_name="web"'
)
_OF_SERVICE = {"destination_service_namespace": "shop", "destination_service_name": "web"}
_RELOADED = 'nginx_ingress_controller_config_last_reload_successful{controller_pod="nginx-1"}'
_AVAILABLE = "kube_deployment_status_replicas_available"


def _requests(failed: int) -> dict[str, str]:
    metric = "nginx_ingress_controller_requests"
    return {
        f'{metric}{{{_INGRESS},status="200"}}': f"0+{100 - failed}x120",
        f'{metric}{{{_INGRESS},status="503"}}': f"0+{failed}x120",
    }


def _through_gateway(failed: int) -> dict[str, str]:
    elsewhere = _GATEWAY.replace("istio-ingress", "shop")
    return {
        f'istio_requests_total{{{_GATEWAY},response_code="200"}}': f"0+{100 - failed}x120",
        f'istio_requests_total{{{_GATEWAY},response_code="500"}}': f"0+{failed}x120",
        f'istio_requests_total{{{elsewhere},response_code="500"}}': "0+100x120",
    }


def _took(metric: str, names: str, half_second: str, quick: int) -> dict[str, str]:
    """Of 100 requests a minute so many quicker than half a second, the rest than a whole one."""
    second = "1" if half_second == "0.5" else "1000"
    return {
        f'{metric}_bucket{{{names},le="{half_second}"}}': f"0+{quick}x120",
        f'{metric}_bucket{{{names},le="{second}"}}': "0+100x120",
        f'{metric}_bucket{{{names},le="+Inf"}}': "0+100x120",
    }


PAIRS = (
    Pair(
        "IngressErrorsHigh",
        _requests(failed=6),
        _requests(failed=4),
        "6% of the requests to ingress shop/web end in an error of the server.",
        _OF_INGRESS,
    ),
    Pair(
        "IngressSlow",
        _took("nginx_ingress_controller_request_duration_seconds", _INGRESS, "0.5", quick=90),
        _took("nginx_ingress_controller_request_duration_seconds", _INGRESS, "0.5", quick=96),
        "One in twenty requests to ingress shop/web takes longer than 750ms.",
        _OF_INGRESS,
    ),
    Pair(
        "IngressReloadFailed",
        {_RELOADED: "0x120"},
        {_RELOADED: "1x120"},
        "Controller nginx-1 could not load its last configuration (last reload successful is 0): it goes on with an old one, "
        "and no change of an Ingress takes effect.",
        {"controller_pod": "nginx-1"},
    ),
    Pair(
        "IngressControllerDown",
        {**NODES, f'{_AVAILABLE}{{deployment="ingress-nginx-controller"}}': "0x120"},
        {**NODES, f'{_AVAILABLE}{{deployment="ingress-nginx-controller"}}': "1x120"},
        "ingress-nginx has 0 available replicas: no application can be reached from outside.",
    ),
    Pair(
        "GatewayErrorsHigh",
        _through_gateway(failed=6),
        _through_gateway(failed=4),
        "6% of the requests through the gateway to shop/web end in an error of the server.",
        _OF_SERVICE,
    ),
    Pair(
        "GatewaySlow",
        _took("istio_request_duration_milliseconds", _GATEWAY, "500", quick=90),
        _took("istio_request_duration_milliseconds", _GATEWAY, "500", quick=96),
        "One in twenty requests through the gateway to shop/web takes longer than 750ms.",
        _OF_SERVICE,
    ),
    Pair(
        "GatewayDown",
        {**NODES, f'{_AVAILABLE}{{namespace="istio-ingress",deployment="gateway"}}': "0x120"},
        {**NODES, f'{_AVAILABLE}{{namespace="istio-ingress",deployment="gateway"}}': "1x120"},
        "The gateway has 0 available replicas: no application can be reached from outside.",
    ),
)
