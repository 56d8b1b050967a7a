"""Series for the alerts on the cluster itself."""

from tests.components.observability.series.pair import Pair

_POD = 'namespace="shop",pod="web-1"'
_CONTAINER = f'{_POD},container="web"'
_OF_CONTAINER = {"namespace": "shop", "pod": "web-1", "container": "web"}
_VOLUME = 'namespace="shop",persistentvolumeclaim="data"'
_OF_VOLUME = {"namespace": "shop", "persistentvolumeclaim": "data"}
_CAPACITY = {f"kubelet_volume_stats_capacity_bytes{{{_VOLUME}}}": "100x600"}
_READY = 'kube_node_status_condition{node="node-1",condition="Ready",status="true"}'
_KILLED = {
    f'kube_pod_container_status_last_terminated_reason{{{_CONTAINER},reason="OOMKilled"}}': "1x120",
}


def _runs(succeeded: str) -> dict[str, str]:
    """A CronJob, and when it last succeeded."""
    one = 'namespace="shop",cronjob="web-clean"'
    return {
        f"kube_cronjob_created{{{one}}}": "60x120",
        f"kube_cronjob_status_last_successful_time{{{one}}}": f"{succeeded}x120",
    }


def _run(number: str, began: int, *, failed: bool) -> dict[str, str]:
    """One of its Jobs."""
    one = f'namespace="shop",job_name="web-clean-{number}"'
    return {
        f"kube_job_status_start_time{{{one}}}": f"{began}x120",
        f'kube_job_owner{{{one},owner_kind="CronJob",owner_name="web-clean"}}': "1x120",
        f'kube_job_failed{{{one},condition="true"}}': f"{int(failed)}x120",
    }


PAIRS = (
    Pair(
        "NodeNotReady",
        {_READY: "1x60 0x60"},
        {_READY: "1x120"},
        "Node node-1 does not report that it is ready (Ready is 0, not 1).",
        {"node": "node-1"},
    ),
    Pair(
        "VolumeFillingUp",
        {**_CAPACITY, f"kubelet_volume_stats_available_bytes{{{_VOLUME}}}": "25-0.03x600"},
        {**_CAPACITY, f"kubelet_volume_stats_available_bytes{{{_VOLUME}}}": "14x600"},
        "Volume data in shop has 10.6% free, and at the rate of the last six hours is full within four days.",
        _OF_VOLUME,
        "8h",
    ),
    Pair(
        "VolumeAlmostFull",
        {**_CAPACITY, f"kubelet_volume_stats_available_bytes{{{_VOLUME}}}": "4x600"},
        {**_CAPACITY, f"kubelet_volume_stats_available_bytes{{{_VOLUME}}}": "6x600"},
        "Volume data in shop has only 4% free.",
        _OF_VOLUME,
    ),
    Pair(
        "PodRestarting",
        {
            f"kube_pod_container_status_restarts_total{{{_CONTAINER}}}": "0x11 1x11 2x11 3x11 4x11 5x11 6x11 7x11"
        },
        {f"kube_pod_container_status_restarts_total{{{_CONTAINER}}}": "0x19 1x19 2x19 3x19 4x19"},
        "Container web of shop/web-1 restarted 5 times within the last hour.",
        _OF_CONTAINER,
    ),
    Pair(
        "ContainerOutOfMemory",
        {**_KILLED, f"kube_pod_container_status_restarts_total{{{_CONTAINER}}}": "0x79 1x40"},
        {**_KILLED, f"kube_pod_container_status_restarts_total{{{_CONTAINER}}}": "0x59 1x60"},
        "Container web of shop/web-1 was killed for its use of memory and started again 1 times within 15 minutes.",
        _OF_CONTAINER,
    ),
    Pair(
        "PodNotRunning",
        {f'kube_pod_status_phase{{{_POD},phase="Pending"}}': "1x120"},
        {
            f'kube_pod_status_phase{{{_POD},phase="Running"}}': "1x120",
            'kube_pod_status_phase{namespace="shop",pod="import-1",phase="Pending"}': "1x120",
            'kube_pod_owner{namespace="shop",pod="import-1",owner_kind="Job"}': "1x120",
            'kube_pod_status_phase{namespace="shop",pod="web-2",phase="Pending"}': "1x120",
            'kube_pod_status_unschedulable{namespace="shop",pod="web-2"}': "1x120",
        },
        "Pod shop/web-1 has a node and does not run (Pending or Unknown is 1).",
        {"namespace": "shop", "pod": "web-1"},
    ),
    Pair(
        "PodUnschedulable",
        {f"kube_pod_status_unschedulable{{{_POD}}}": "1x120"},
        {f"kube_pod_status_unschedulable{{{_POD}}}": "1x80"},
        "Pod shop/web-1 fits onto no node (unschedulable is 1).",
        {"namespace": "shop", "pod": "web-1"},
    ),
    Pair(
        "ContainerCpuNearLimit",
        {
            f"container_cpu_usage_seconds_total{{{_CONTAINER}}}": "0+51x120",
            f'kube_pod_container_resource_limits{{{_CONTAINER},resource="cpu"}}': "1x120",
        },
        {
            f"container_cpu_usage_seconds_total{{{_CONTAINER}}}": "0+47x120",
            f'kube_pod_container_resource_limits{{{_CONTAINER},resource="cpu"}}': "1x120",
        },
        "Container web of shop/web-1 uses 85% of its CPU limit.",
        _OF_CONTAINER,
    ),
    Pair(
        "ContainerMemoryNearLimit",
        {
            f"container_memory_working_set_bytes{{{_CONTAINER}}}": "95x120",
            f'kube_pod_container_resource_limits{{{_CONTAINER},resource="memory"}}': "100x120",
        },
        {
            f"container_memory_working_set_bytes{{{_CONTAINER}}}": "89x120",
            f'kube_pod_container_resource_limits{{{_CONTAINER},resource="memory"}}': "100x120",
        },
        "Container web of shop/web-1 uses 95% of its memory limit, and is killed when it reaches it.",
        _OF_CONTAINER,
    ),
    Pair(
        "JobFailed",
        {'kube_job_failed{namespace="shop",job_name="web-migrate",condition="true"}': "0x60 1x60"},
        {
            'kube_job_failed{namespace="shop",job_name="web-migrate",condition="false"}': "1x120",
            'kube_job_failed{namespace="shop",job_name="web-clean-1",condition="true"}': "1x120",
            'kube_job_owner{namespace="shop",job_name="web-clean-1",owner_kind="CronJob",owner_name="web-clean"}': "1x120",
        },
        "Job shop/web-migrate has failed for good (Failed is 1).",
        {"namespace": "shop", "job_name": "web-migrate"},
    ),
    Pair(
        "CronJobFailed",
        {**_runs("1800"), **_run("1", 1200, failed=True), **_run("2", 2400, failed=True)},
        # One that failed and was made up for, one that never ran, and a Job that no CronJob made.
        {
            **_runs("3000"),
            **_run("1", 1200, failed=True),
            **_run("2", 2400, failed=True),
            **_run("3", 2700, failed=False),
            'kube_cronjob_created{namespace="shop",cronjob="web-new"}': "60x120",
            'kube_job_failed{namespace="shop",job_name="web-migrate",condition="true"}': "1x120",
            'kube_job_status_start_time{namespace="shop",job_name="web-migrate"}': "3600x120",
            'kube_job_owner{namespace="shop",job_name="web-migrate",owner_kind="",owner_name=""}': "1x120",
        },
        "The run of CronJob shop/web-clean that began at 1970-01-01 00:40:00 +0000 UTC failed, and none has succeeded since.",
        {"namespace": "shop", "cronjob": "web-clean"},
    ),
)
