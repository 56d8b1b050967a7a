"""Series for the alerts on what adds and removes nodes."""

from tests.components.observability.series.pair import Pair

_POOL = 'nodepool="general",resource_type="cpu"'
_ERRORS = 'karpenter_cloudprovider_errors_total{method="Create"'
_FAILED = 'cluster_autoscaler_failed_scale_ups_total{reason="outOfResources"}'
_SAFE = "cluster_autoscaler_cluster_safe_to_autoscale"


def _used(cores: int) -> dict[str, str]:
    return {
        f"karpenter_nodepools_usage{{{_POOL}}}": f"{cores}x120",
        f"karpenter_nodepools_limit{{{_POOL}}}": "100x120",
    }


def _nodes(ready: int) -> dict[str, str]:
    return {
        'cluster_autoscaler_nodes_count{state="ready"}': f"{ready}x120",
        'cluster_autoscaler_nodes_count{state="unready"}': "1x120",
        "cluster_autoscaler_max_nodes_count": "10x120",
    }


PAIRS = (
    Pair(
        "KarpenterAbsent",
        {},
        {"karpenter_cluster_state_synced": "1x120"},
        "Karpenter gives no metrics (absent is 1): no node is added.",
    ),
    Pair(
        "KarpenterOutOfStep",
        {"karpenter_cluster_state_synced": "0x120"},
        {"karpenter_cluster_state_synced": "1x120"},
        "Karpenter's picture of the cluster is not complete (synced is 0): it adds no nodes until it is.",
    ),
    Pair(
        "KarpenterCloudErrors",
        {f'{_ERRORS},error="InsufficientCapacityError"}}': "0+1x120"},
        {f'{_ERRORS},error="NodeClaimNotFoundError"}}': "0+1x120"},
        "The cloud refused 15 calls of Create within 15 minutes (InsufficientCapacityError).",
        {"method": "Create", "error": "InsufficientCapacityError"},
    ),
    Pair(
        "NodePoolNearLimit",
        _used(cores=95),
        _used(cores=90),
        "Node pool general uses 95% of its cpu.",
        {"nodepool": "general", "resource_type": "cpu"},
    ),
    Pair(
        "ClusterAutoscalerAbsent",
        {},
        {_SAFE: "1x120"},
        "The Cluster Autoscaler gives no metrics (absent is 1): no node is added.",
    ),
    Pair(
        "ClusterAutoscalerStopped",
        {_SAFE: "0x120"},
        {_SAFE: "1x120"},
        "The Cluster Autoscaler changes nothing (safe to autoscale is 0): too many nodes are not ready.",
    ),
    Pair(
        "ClusterAutoscalerScaleUpFailed",
        {_FAILED: " ".join(f"{count}x4" for count in range(24))},  # every five minutes
        {_FAILED: " ".join(f"{count}x14" for count in range(8))},  # every quarter of an hour
        "6 attempts to add nodes failed within 30 minutes: outOfResources.",
        {"reason": "outOfResources"},
    ),
    Pair(
        "NodesAtMaximum",
        _nodes(ready=9),
        _nodes(ready=8),
        "The cluster runs all of the 10 nodes that it may.",
    ),
)
