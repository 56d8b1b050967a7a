"""Kubernetes resources: nodes, namespaces, containers and volumes."""

from components.observability.alerts import kubernetes as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_HERE = 'namespace=~"$namespace"'
_CPU = (
    f'sum by (namespace) (rate(container_cpu_usage_seconds_total{{container!="",{_HERE}}}[$__rate_interval]))'
)
_MEMORY = f'sum by (namespace) (container_memory_working_set_bytes{{container!="",{_HERE}}})'
_THROTTLED = (
    f"sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{{{_HERE}}}[$__rate_interval]))"
    f" / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{{{_HERE}}}[$__rate_interval]))"
)


def _chosen(expression: str) -> str:
    """Of the namespaces that are chosen on the page."""
    return f"topk(10, ({expression}) and on (namespace) kube_pod_info{{{_HERE}}})"


_CONTAINER = "{{namespace}}/{{pod}} {{container}}"

NODES = Row(
    "Nodes",
    (
        Panel(
            "Nodes",
            {"nodes": "count(kube_node_info)"},
            "short",
            "stat",
            width=4,
            height=5,
        ),
        Panel(
            "Not ready",
            {
                "not ready": 'count(kube_node_status_condition{condition="Ready",status="true"} == 0) or vector(0)'
            },
            "short",
            "stat",
            Limits(critical=1),
            "NodeNotReady",
            width=4,
            height=5,
        ),
        Panel(
            "Pods that fit onto no node",
            {"pods": "count(kube_pod_status_unschedulable == 1) or vector(0)"},
            "short",
            "stat",
            Limits(warning=1),
            "PodUnschedulable",
            width=4,
            height=5,
        ),
        Panel(
            "CPU in use, of what nodes offer",
            {
                "in use": 'sum(rate(container_cpu_usage_seconds_total{container!=""}[5m]))'
                ' / sum(kube_node_status_allocatable{resource="cpu"})',
                "requested": 'sum(kube_pod_container_resource_requests{resource="cpu"})'
                ' / sum(kube_node_status_allocatable{resource="cpu"})',
            },
            "percentunit",
            width=6,
            height=5,
        ),
        Panel(
            "Memory in use, of what nodes offer",
            {
                "in use": 'sum(container_memory_working_set_bytes{container!=""})'
                ' / sum(kube_node_status_allocatable{resource="memory"})',
                "requested": 'sum(kube_pod_container_resource_requests{resource="memory"})'
                ' / sum(kube_node_status_allocatable{resource="memory"})',
            },
            "percentunit",
            width=6,
            height=5,
        ),
    ),
)
NAMESPACES = Row(
    "Namespaces",
    (
        Panel("CPU in use (cores)", {"{{namespace}}": _CPU}, "short"),
        Panel("Memory in use", {"{{namespace}}": _MEMORY}, "bytes"),
    ),
)
CONTAINERS = Row(
    "Containers: the ten nearest to their limits",
    (
        Panel(
            "CPU, of the limit",
            {_CONTAINER: _chosen(alerts.CPU_OF_LIMIT)},
            "percentunit",
            limits=Limits(warning=alerts.CPU_NEAR_LIMIT),
            alert="ContainerCpuNearLimit",
        ),
        Panel(
            "Memory, of the limit",
            {_CONTAINER: _chosen(alerts.MEMORY_OF_LIMIT)},
            "percentunit",
            limits=Limits(warning=alerts.MEMORY_NEAR_LIMIT),
            alert="ContainerMemoryNearLimit",
        ),
        Panel(
            "Restarts within an hour",
            {
                _CONTAINER: "topk(10, sum by (namespace, pod, container) "
                f"(changes(kube_pod_container_status_restarts_total{{{_HERE}}}[1h])) > 0)"
            },
            "short",
            limits=Limits(warning=alerts.RESTARTS),
            alert="PodRestarting",
        ),
        Panel("Time held back by the CPU limit", {_CONTAINER: f"topk(10, {_THROTTLED})"}, "percentunit"),
    ),
)
VOLUMES = Row(
    "Volumes",
    (
        Panel(
            "Free space: the ten fullest",
            {
                "{{namespace}}/{{persistentvolumeclaim}}": f"bottomk(10, ({alerts.VOLUME_FREE}) "
                f"and on (namespace) kube_pod_info{{{_HERE}}})"
            },
            "percentunit",
            limits=Limits(alerts.VOLUME_LOW, alerts.VOLUME_ALMOST_FULL, low=True),
            alert="VolumeAlmostFull",
            width=24,
        ),
    ),
)
RESOURCES = Dashboard(
    "kubernetes-resources",
    "Kubernetes resources",
    (NODES, NAMESPACES, CONTAINERS, VOLUMES),
    {"namespace": "label_values(kube_pod_info, namespace)"},
)
