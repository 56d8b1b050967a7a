"""How many replicas: what a load may add, and what a drain may take away. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_kubernetes.autoscaling.v2 import (
    HorizontalPodAutoscalerSpecArgsDict,
    HPAScalingPolicyArgsDict,
    HPAScalingRulesArgsDict,
    MetricSpecArgsDict,
)
from pulumi_kubernetes.policy.v1 import PodDisruptionBudgetSpecArgsDict

from settings.platform.prometheus_adapter import REQUESTS, SCALING, series_of
from settings.workload import Behaviour, Scale, Step, WorkloadSpec

KINDS = {"stateless": "Deployment", "stateful": "StatefulSet"}
"""What runs a workload's pods, by the kind that its spec says."""
_SELECT = {"most": "Max", "least": "Min"}


def _utilisation(resource: str, percent: int) -> MetricSpecArgsDict:
    return {
        "type": "Resource",
        "resource": {"name": resource, "target": {"type": "Utilization", "average_utilization": percent}},
    }


def _of_each_pod(metric: str, target: str) -> MetricSpecArgsDict:
    return {
        "type": "Pods",
        "pods": {"metric": {"name": metric}, "target": {"type": "AverageValue", "average_value": target}},
    }


def metrics(scale: Scale) -> list[MetricSpecArgsDict]:
    """What the autoscaler looks at; the one that asks for the most replicas counts."""
    targets = (("cpu", scale.cpu), ("memory", scale.memory))
    found = [_utilisation(resource, percent) for resource, percent in targets if percent is not None]
    if scale.requests_per_second is not None:
        found.append(_of_each_pod(REQUESTS, str(scale.requests_per_second)))
    return [*found, *(_of_each_pod(name, target) for name, target in sorted(scale.custom.items()))]


def _step(step: Step) -> HPAScalingPolicyArgsDict:
    if step.percent is not None:
        return {"type": "Percent", "value": step.percent, "period_seconds": step.seconds}
    return {"type": "Pods", "value": step.pods or 1, "period_seconds": step.seconds}


def _rules(behaviour: Behaviour) -> HPAScalingRulesArgsDict:
    return {
        "stabilization_window_seconds": behaviour.stabilization_seconds,
        "select_policy": _SELECT[behaviour.select],
        "policies": [_step(step) for step in behaviour.steps],
    }


def autoscaler(spec: WorkloadSpec) -> HorizontalPodAutoscalerSpecArgsDict:
    """For a workload whose scale is not fixed."""
    return {
        "scale_target_ref": {"api_version": "apps/v1", "kind": KINDS[spec.kind], "name": spec.name},
        "min_replicas": spec.scale.min,
        "max_replicas": spec.scale.max,
        "metrics": metrics(spec.scale),
        "behavior": {"scale_up": _rules(spec.scale.up), "scale_down": _rules(spec.scale.down)},
    }


def marks(scale: Scale) -> Sequence[Mapping[str, Any]]:
    """`metricRelabelings` of a ServiceMonitor: the series behind the custom metrics get the label by which the platform's
    prometheus-adapter finds them, and no other series does."""
    if not scale.custom:
        return ()
    names = sorted({series for metric in scale.custom for series in series_of(metric)})
    label, value = SCALING
    return (
        {
            "sourceLabels": ["__name__"],
            "regex": "|".join(names),
            "targetLabel": label,
            "replacement": value,
        },
    )


def disruption_budget(spec: WorkloadSpec) -> PodDisruptionBudgetSpecArgsDict:
    """unhealthyPodEvictionPolicy AlwaysAllow: a pod that never got ready must not block a drain for ever (KEP-3017)."""
    budget: PodDisruptionBudgetSpecArgsDict = {
        "selector": {"match_labels": {"app": spec.name}},
        "unhealthy_pod_eviction_policy": "AlwaysAllow",
    }
    if spec.disruption.min_available is not None:
        return {**budget, "min_available": spec.disruption.min_available}
    return {**budget, "max_unavailable": spec.disruption.max_unavailable or 1}
