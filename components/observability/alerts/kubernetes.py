"""Alerts on the cluster itself: its nodes, volumes, pods and containers.

They take the place of kube-prometheus-stack's own on the same matters (REPLACED in this package), which know neither a team nor
our runbooks. CPU and the five minutes are the figures that the applications' documents ask for.
"""

from components.observability.alerts.rules import Alert, Group

CPU_NEAR_LIMIT = 0.8
MEMORY_NEAR_LIMIT = 0.9
VOLUME_LOW = 0.15
VOLUME_ALMOST_FULL = 0.05
RESTARTS = 3

CPU_OF_LIMIT = (
    'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))'
    ' / max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="cpu"})'
)
MEMORY_OF_LIMIT = (
    'sum by (namespace, pod, container) (container_memory_working_set_bytes{container!=""})'
    ' / max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})'
)
# A volume that several nodes mount is reported by each of them.
VOLUME_FREE = (
    "min by (namespace, persistentvolumeclaim) "
    "(kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)"
)
_VOLUME_IN_FOUR_DAYS = (
    "min by (namespace, persistentvolumeclaim) "
    "(predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 24 * 3600))"
)
# Counted, not `increase`: that one extrapolates, and three restarts would be 3.02.
_RESTARTED = (
    "sum by (namespace, pod, container) (changes(kube_pod_container_status_restarts_total[{within}]))"
)

_FAILED_RUN = (
    'kube_job_status_start_time and on (namespace, job_name) (kube_job_failed{condition="true"} == 1)'
)
# By the CronJob's name, which is that of the Job's owner: when the last run that failed began.
_FAILED = (
    f"max by (namespace, cronjob) (label_replace(({_FAILED_RUN}) * on (namespace, job_name) group_left (owner_name) "
    'kube_job_owner{owner_kind="CronJob"}, "cronjob", "$1", "owner_name", "(.+)"))'
)
_SUCCEEDED = (
    "(max by (namespace, cronjob) (kube_cronjob_status_last_successful_time) "
    "or 0 * max by (namespace, cronjob) (kube_cronjob_created))"
)

NODES = Group(
    "nodes",
    "kubernetes",
    "kubernetes",
    (
        Alert(
            "NodeNotReady",
            # By node alone: the labels of the pod that tells of it would make another alert of it when that pod is replaced.
            'min by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
            "5m",
            "critical",
            "A node has not been ready for 5 minutes",
            "Node {{ $labels.node }} does not report that it is ready (Ready is {{ $value }}, not 1).",
        ),
    ),
)
VOLUMES = Group(
    "volumes",
    "kubernetes",
    "kubernetes",
    (
        Alert(
            "VolumeFillingUp",
            f"{VOLUME_FREE} < {VOLUME_LOW} and {_VOLUME_IN_FOUR_DAYS} < 0",
            "1h",
            "warning",
            "A volume has less than 15 % free and will be full within four days",
            "Volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has {{ $value | humanizePercentage }} free, "
            "and at the rate of the last six hours is full within four days.",
        ),
        Alert(
            "VolumeAlmostFull",
            f"{VOLUME_FREE} < {VOLUME_ALMOST_FULL}",
            "5m",
            "critical",
            "A volume has less than 5 % free",
            "Volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has only {{ $value | humanizePercentage }} "
            "free.",
        ),
    ),
)
PODS = Group(
    "pods",
    "kubernetes",
    "kubernetes",
    (
        Alert(
            "PodRestarting",
            f"{_RESTARTED.format(within='1h')} > {RESTARTS}",
            "5m",
            "warning",
            "A container restarted more than 3 times within an hour",
            "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} restarted "
            "{{ $value }} times within the last hour.",
            "applications",
        ),
        Alert(
            "ContainerOutOfMemory",
            f"{_RESTARTED.format(within='15m')} > 0 and on (namespace, pod, container) "
            'kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1',
            "0m",
            "warning",
            "A container was killed because it used more memory than its limit",
            "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed for its use of memory and "
            "started again {{ $value }} times within 15 minutes.",
            "applications",
        ),
        Alert(
            "PodNotRunning",
            # A pod of a Job may wait for its turn; one without a node has an alert of its own.
            'sum by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown"}) > 0'
            ' unless on (namespace, pod) kube_pod_owner{owner_kind="Job"}'
            " unless on (namespace, pod) kube_pod_status_unschedulable == 1",
            "5m",
            "warning",
            "A pod has not been running for 5 minutes",
            "Pod {{ $labels.namespace }}/{{ $labels.pod }} has a node and does not run (Pending or Unknown is {{ $value }}).",
            "applications",
        ),
        Alert(
            "PodUnschedulable",
            "sum by (namespace, pod) (kube_pod_status_unschedulable) > 0",
            "10m",
            "warning",
            "No node takes a pod, for 10 minutes",
            "Pod {{ $labels.namespace }}/{{ $labels.pod }} fits onto no node (unschedulable is {{ $value }}).",
        ),
    ),
)
CONTAINERS = Group(
    "containers",
    "kubernetes",
    "kubernetes",
    (
        Alert(
            "ContainerCpuNearLimit",
            f"{CPU_OF_LIMIT} > {CPU_NEAR_LIMIT}",
            "5m",
            "warning",
            "A container uses more than 80 % of its CPU limit",
            "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses "
            "{{ $value | humanizePercentage }} of its CPU limit.",
            "applications",
        ),
        Alert(
            "ContainerMemoryNearLimit",
            f"{MEMORY_OF_LIMIT} > {MEMORY_NEAR_LIMIT}",
            "5m",
            "warning",
            "A container uses more than 90 % of its memory limit",
            "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses "
            "{{ $value | humanizePercentage }} of its memory limit, and is killed when it reaches it.",
            "applications",
        ),
    ),
)
JOBS = Group(
    "jobs",
    "kubernetes",
    "kubernetes",
    (
        Alert(
            "JobFailed",
            'max by (namespace, job_name) (kube_job_failed{condition="true"}) == 1'
            ' unless on (namespace, job_name) kube_job_owner{owner_kind="CronJob"}',
            "5m",
            "warning",
            "A Job that no CronJob made has failed",
            "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed for good (Failed is {{ $value }}).",
            "applications",
        ),
        Alert(
            "CronJobFailed",
            # A failed Job is kept for its log, long after a later run has done what it did not.
            f"{_FAILED} > {_SUCCEEDED}",
            "0m",
            "warning",
            "A run of a CronJob has failed, and none after it has succeeded",
            "The run of CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} that began at {{ $value | humanizeTimestamp }} "
            "failed, and none has succeeded since.",
            "applications",
        ),
    ),
)
GROUPS = (NODES, VOLUMES, PODS, CONTAINERS, JOBS)
