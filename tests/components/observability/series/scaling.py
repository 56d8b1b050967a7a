"""Series for the alerts on autoscalers."""

from tests.components.observability.series.pair import NODES, Pair

_HPA = 'namespace="shop",horizontalpodautoscaler="web"'
_OF_HPA = {"namespace": "shop", "horizontalpodautoscaler": "web"}
_CURRENT = f"kube_horizontalpodautoscaler_status_current_replicas{{{_HPA}}}"
_DESIRED = f"kube_horizontalpodautoscaler_status_desired_replicas{{{_HPA}}}"
_BOUNDS = {
    f"kube_horizontalpodautoscaler_spec_min_replicas{{{_HPA}}}": "3x120",
    f"kube_horizontalpodautoscaler_spec_max_replicas{{{_HPA}}}": "10x120",
}


def _condition(name: str, value: str) -> dict[str, str]:
    series = f'kube_horizontalpodautoscaler_status_condition{{{_HPA},condition="{name}",status="false"}}'
    return {series: value}


PAIRS = (
    Pair(
        "HPAMaxedOut",
        {**_BOUNDS, _CURRENT: "9x60 10x60"},
        {**_BOUNDS, _CURRENT: "9x79 10x40"},  # for ten minutes
        "Autoscaler shop/web runs all of the 10 replicas that it may.",
        _OF_HPA,
    ),
    Pair(
        "HPAUnableToScale",
        {_DESIRED: "5x120", **_condition("AbleToScale", "1x120")},
        {_DESIRED: "5x120", **_condition("AbleToScale", "0x120")},
        "Autoscaler shop/web cannot scale its target; it last wanted 5 replicas.",
        _OF_HPA,
    ),
    Pair(
        "HPAMetricsUnavailable",
        {_CURRENT: "3x120", **_condition("ScalingActive", "1x120")},
        {_CURRENT: "0x120", **_condition("ScalingActive", "1x120")},
        "Autoscaler shop/web gets no metrics and stays at 3 replicas, whatever the load.",
        _OF_HPA,
    ),
    Pair(
        "HPAFrequentScaling",
        {_DESIRED: "3x4 4x4 " * 12},  # every five minutes
        {_DESIRED: "3x5 4x5 " * 12},  # every six
        "Autoscaler shop/web changed the number of replicas 12 times within an hour.",
        _OF_HPA,
    ),
    Pair(
        "MetricsServerDown",
        {**NODES, 'kube_deployment_status_replicas_available{deployment="metrics-server"}': "0x120"},
        {**NODES, 'kube_deployment_status_replicas_available{deployment="metrics-server-v1.35.0"}': "1x120"},
        "metrics-server has 0 available replicas: no autoscaler sees CPU or memory, and `kubectl top` fails.",
    ),
    Pair(
        "HPACustomMetricsNotAvailable",
        NODES,
        {**NODES, 'kube_deployment_status_replicas_available{deployment="prometheus-adapter"}': "1x120"},
        "prometheus-adapter has 0 available replicas: autoscalers on requests per second do not scale.",
    ),
)
