"""Alerts on what adds and removes nodes: Karpenter, or the Cluster Autoscaler."""

from components.observability.alerts.rules import Alert, Group

POOL_FULL = 0.9
CLOUD_ERRORS = 10
FAILED_SCALE_UPS = 3

POOL_USED = "max by (nodepool, resource_type) (karpenter_nodepools_usage / karpenter_nodepools_limit)"

KARPENTER = Group(
    "karpenter",
    "karpenter",
    "nodes",
    (
        Alert(
            "KarpenterAbsent",
            "absent(karpenter_cluster_state_synced)",
            "10m",
            "critical",
            "Karpenter has not been seen for 10 minutes",
            "Karpenter gives no metrics (absent is {{ $value }}): no node is added.",
        ),
        Alert(
            "KarpenterOutOfStep",
            "max(karpenter_cluster_state_synced) == 0",
            "15m",
            "warning",
            "Karpenter has not known the cluster's state for 15 minutes",
            "Karpenter's picture of the cluster is not complete (synced is {{ $value }}): it adds no nodes until it is.",
        ),
        Alert(
            "KarpenterCloudErrors",
            # Nodes that are gone already are what a search for one to delete finds in the end.
            'sum by (method, error) (increase(karpenter_cloudprovider_errors_total{error!="NodeClaimNotFoundError"}[15m]))'
            f" > {CLOUD_ERRORS}",
            "15m",
            "warning",
            "The cloud refuses more than 10 of Karpenter's calls within 15 minutes",
            'The cloud refused {{ $value | printf "%.0f" }} calls of {{ $labels.method }} within 15 minutes'
            "{{ with $labels.error }} ({{ . }}){{ end }}.",
        ),
        Alert(
            "NodePoolNearLimit",
            f"{POOL_USED} > {POOL_FULL}",
            "15m",
            "warning",
            "A node pool uses more than 90 % of what it may",
            "Node pool {{ $labels.nodepool }} uses {{ $value | humanizePercentage }} of its {{ $labels.resource_type }}.",
        ),
    ),
)
CLUSTER_AUTOSCALER = Group(
    "cluster-autoscaler",
    "cluster-autoscaler",
    "nodes",
    (
        Alert(
            "ClusterAutoscalerAbsent",
            "absent(cluster_autoscaler_cluster_safe_to_autoscale)",
            "10m",
            "critical",
            "The Cluster Autoscaler has not been seen for 10 minutes",
            "The Cluster Autoscaler gives no metrics (absent is {{ $value }}): no node is added.",
        ),
        Alert(
            "ClusterAutoscalerStopped",
            "max(cluster_autoscaler_cluster_safe_to_autoscale) == 0",
            "15m",
            "critical",
            "The Cluster Autoscaler holds still because too many nodes are not ready",
            "The Cluster Autoscaler changes nothing (safe to autoscale is {{ $value }}): too many nodes are not ready.",
        ),
        Alert(
            "ClusterAutoscalerScaleUpFailed",
            f"sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m])) > {FAILED_SCALE_UPS}",
            "5m",
            "warning",
            "More than 3 attempts to add nodes failed within 30 minutes",
            '{{ $value | printf "%.0f" }} attempts to add nodes failed within 30 minutes: {{ $labels.reason }}.',
        ),
        Alert(
            "NodesAtMaximum",
            "sum(cluster_autoscaler_nodes_count) >= max(cluster_autoscaler_max_nodes_count)",
            "15m",
            "warning",
            "The cluster has had as many nodes as it may for 15 minutes",
            "The cluster runs all of the {{ $value }} nodes that it may.",
        ),
    ),
)
GROUPS = (KARPENTER, CLUSTER_AUTOSCALER)
