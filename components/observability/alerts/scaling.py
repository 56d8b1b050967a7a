"""Alerts on HorizontalPodAutoscalers, and on where they get their metrics from."""

from components.observability.alerts.rules import Alert, Group, down

CHANGES_AN_HOUR = 10

_HPA = "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }}"


def _of(metric: str) -> str:
    """Of each autoscaler, without the labels of the pod that tells of it."""
    return f"max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_{metric})"


def _condition(condition: str) -> str:
    false = f'status_condition{{condition="{condition}",status="false"}}'
    return f"{_of(false)} == 1"


AT_MAXIMUM = (
    f"{_of('status_current_replicas')} >= {_of('spec_max_replicas')}"
    f" and {_of('spec_max_replicas')} > {_of('spec_min_replicas')}"
)
CHANGES = (
    "sum by (namespace, horizontalpodautoscaler) "
    "(changes(kube_horizontalpodautoscaler_status_desired_replicas[1h]))"
)

AUTOSCALERS = Group(
    "horizontal-pod-autoscalers",
    "kubernetes",
    "scaling",
    (
        Alert(
            "HPAMaxedOut",
            AT_MAXIMUM,
            "15m",
            "warning",
            "An autoscaler has been at its maximum for 15 minutes",
            f"Autoscaler {_HPA} runs all of the {{{{ $value }}}} replicas that it may.",
            "applications",
        ),
        Alert(
            "HPAUnableToScale",
            f"{_of('status_desired_replicas')} and {_condition('AbleToScale')}",
            "5m",
            "warning",
            "An autoscaler cannot change the number of replicas",
            f"Autoscaler {_HPA} cannot scale its target; it last wanted {{{{ $value }}}} replicas.",
            "applications",
        ),
        Alert(
            "HPAMetricsUnavailable",
            # Scaled to none, an autoscaler is inactive as well, and means to be.
            f"{_of('status_current_replicas')} > 0 and {_condition('ScalingActive')}",
            "10m",
            "warning",
            "An autoscaler has had no metrics for 10 minutes",
            f"Autoscaler {_HPA} gets no metrics and stays at {{{{ $value }}}} replicas, whatever the load.",
            "applications",
        ),
        Alert(
            "HPAFrequentScaling",
            f"{CHANGES} > {CHANGES_AN_HOUR}",
            "15m",
            "warning",
            "An autoscaler changed its mind more than 10 times within an hour",
            f"Autoscaler {_HPA} changed the number of replicas {{{{ $value }}}} times within an hour.",
            "applications",
        ),
        Alert(
            "MetricsServerDown",
            # Google's carries its version in its name.
            down("metrics-server.*"),
            "5m",
            "critical",
            "No replica of metrics-server is available",
            "metrics-server has {{ $value }} available replicas: no autoscaler sees CPU or memory, and `kubectl top` fails.",
        ),
    ),
)
ADAPTER = Group(
    "prometheus-adapter",
    "prometheus-adapter",
    "scaling",
    (
        Alert(
            "HPACustomMetricsNotAvailable",
            down("prometheus-adapter"),
            "5m",
            "critical",
            "No replica of prometheus-adapter is available",
            "prometheus-adapter has {{ $value }} available replicas: autoscalers on requests per second do not scale.",
        ),
    ),
)
GROUPS = (AUTOSCALERS, ADAPTER)
