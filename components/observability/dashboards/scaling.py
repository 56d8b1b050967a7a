"""HorizontalPodAutoscalers: how many replicas they run and want, and what keeps them from it."""

from components.observability.alerts import scaling as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_HERE = 'namespace=~"$namespace"'
_HPA = "{{namespace}}/{{horizontalpodautoscaler}}"
_BY = "max by (namespace, horizontalpodautoscaler)"


def _count(condition: str) -> dict[str, str]:
    false = f'kube_horizontalpodautoscaler_status_condition{{condition="{condition}",status="false"}} == 1'
    return {"autoscalers": f"count({false}) or vector(0)"}


STATE = Row(
    "Autoscalers",
    (
        Panel(
            "At their maximum",
            {"autoscalers": f"count({alerts.AT_MAXIMUM}) or vector(0)"},
            "short",
            "stat",
            Limits(warning=1),
            "HPAMaxedOut",
            width=6,
            height=5,
        ),
        Panel(
            "Unable to scale",
            _count("AbleToScale"),
            "short",
            "stat",
            Limits(warning=1),
            "HPAUnableToScale",
            width=6,
            height=5,
        ),
        Panel(
            "Without metrics",
            _count("ScalingActive"),
            "short",
            "stat",
            Limits(warning=1),
            "HPAMetricsUnavailable",
            width=6,
            height=5,
        ),
        Panel(
            "Replicas of metrics-server",
            {
                "available": 'sum(kube_deployment_status_replicas_available{deployment=~"metrics-server.*"}) or vector(0)'
            },
            "short",
            "stat",
            Limits(critical=1, low=True),
            "MetricsServerDown",
            width=6,
            height=5,
        ),
        Panel(
            "Replicas of each",
            {
                "Minimum": f"{_BY} (kube_horizontalpodautoscaler_spec_min_replicas{{{_HERE}}})",
                "Now": f"{_BY} (kube_horizontalpodautoscaler_status_current_replicas{{{_HERE}}})",
                "Wanted": f"{_BY} (kube_horizontalpodautoscaler_status_desired_replicas{{{_HERE}}})",
                "Maximum": f"{_BY} (kube_horizontalpodautoscaler_spec_max_replicas{{{_HERE}}})",
            },
            "short",
            "table",
            alert="HPAMaxedOut",
            width=24,
        ),
    ),
)
OVER_TIME = Row(
    "Over time",
    (
        Panel(
            "Replicas, of the maximum",
            {
                _HPA: f"kube_horizontalpodautoscaler_status_current_replicas{{{_HERE}}}"
                f" / kube_horizontalpodautoscaler_spec_max_replicas{{{_HERE}}}"
            },
            "percentunit",
            limits=Limits(warning=1),
            alert="HPAMaxedOut",
        ),
        Panel(
            "Changes within an hour",
            {_HPA: f"changes(kube_horizontalpodautoscaler_status_desired_replicas{{{_HERE}}}[1h])"},
            "short",
            limits=Limits(warning=alerts.CHANGES_AN_HOUR),
            alert="HPAFrequentScaling",
        ),
        Panel(
            "Metrics that they go by",
            {
                f"{_HPA} {{{{metric_name}}}}": f"kube_horizontalpodautoscaler_status_target_metric{{{_HERE}}}",
            },
            "short",
            alert="HPAMetricsUnavailable",
        ),
        Panel(
            "Replicas",
            {_HPA: f"kube_horizontalpodautoscaler_status_current_replicas{{{_HERE}}}"},
            "short",
        ),
    ),
)
SCALING = Dashboard(
    "scaling",
    "Scaling",
    (STATE, OVER_TIME),
    {"namespace": "label_values(kube_horizontalpodautoscaler_spec_max_replicas, namespace)"},
)
