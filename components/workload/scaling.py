"""How many replicas: what a load may add, and what a drain may take away. Pure."""

from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscalerSpecArgsDict, MetricSpecArgsDict
from pulumi_kubernetes.policy.v1 import PodDisruptionBudgetSpecArgsDict

from settings.platform.prometheus_adapter import REQUESTS
from settings.workload import Scale, WorkloadSpec


def _utilisation(resource: str, percent: int) -> MetricSpecArgsDict:
    return {
        "type": "Resource",
        "resource": {"name": resource, "target": {"type": "Utilization", "average_utilization": percent}},
    }


def _of_each_pod(metric: str, target: int) -> MetricSpecArgsDict:
    return {
        "type": "Pods",
        "pods": {
            "metric": {"name": metric},
            "target": {"type": "AverageValue", "average_value": str(target)},
        },
    }


def metrics(scale: Scale) -> list[MetricSpecArgsDict]:
    targets = (("cpu", scale.cpu), ("memory", scale.memory))
    found = [_utilisation(resource, percent) for resource, percent in targets if percent is not None]
    if scale.requests_per_second is not None:
        found.append(_of_each_pod(REQUESTS, scale.requests_per_second))
    return found


def autoscaler(spec: WorkloadSpec) -> HorizontalPodAutoscalerSpecArgsDict:
    """Up at once, by half or by two pods, whichever is more; down slowly, after five quiet minutes."""
    return {
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": spec.name},
        "min_replicas": spec.scale.min,
        "max_replicas": spec.scale.max,
        "metrics": metrics(spec.scale),
        "behavior": {
            "scale_up": {
                "stabilization_window_seconds": 0,
                "select_policy": "Max",
                "policies": [
                    {"type": "Percent", "value": 50, "period_seconds": 60},
                    {"type": "Pods", "value": 2, "period_seconds": 60},
                ],
            },
            "scale_down": {
                "stabilization_window_seconds": 300,
                "policies": [{"type": "Percent", "value": 20, "period_seconds": 60}],
            },
        },
    }


def disruption_budget(spec: WorkloadSpec) -> PodDisruptionBudgetSpecArgsDict:
    """unhealthyPodEvictionPolicy AlwaysAllow: a pod that never got ready must not block a drain for ever (KEP-3017)."""
    budget: PodDisruptionBudgetSpecArgsDict = {
        "selector": {"match_labels": {"app": spec.name}},
        "unhealthy_pod_eviction_policy": "AlwaysAllow",
    }
    if spec.disruption.min_available is not None:
        return {**budget, "min_available": spec.disruption.min_available}
    return {**budget, "max_unavailable": spec.disruption.max_unavailable or 1}
