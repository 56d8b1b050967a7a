"""The platform's alerts: which there are, and which of them a cluster gets."""

from collections.abc import Collection, Mapping

from components.observability.alerts import (
    backups,
    certificates,
    dns,
    ingress,
    kubernetes,
    logs,
    mesh,
    monitoring,
    nodes,
    scaling,
    secrets,
    telemetry,
)
from components.observability.alerts.rules import Alert, Group, Recording, rule_groups

__all__ = ["ADD_ONS", "GROUPS", "REPLACED", "Alert", "Group", "Recording", "by_add_on", "rule_groups"]

_AREAS = (
    kubernetes,
    scaling,
    nodes,
    certificates,
    ingress,
    secrets,
    backups,
    mesh,
    logs,
    telemetry,
    dns,
    monitoring,
)
GROUPS: tuple[Group, ...] = tuple(group for area in _AREAS for group in area.GROUPS)
ADD_ONS: tuple[str, ...] = tuple(dict.fromkeys(group.add_on for group in GROUPS))
"""What rules can be about. `kubernetes` is always there."""

# kube-prometheus-stack's own on the same matters: one fault, one alert. The rest of its rules stay on.
REPLACED = {
    "KubeNodeNotReady": "NodeNotReady",
    "KubeNodeUnreachable": "NodeNotReady",
    "KubePersistentVolumeFillingUp": "VolumeFillingUp, VolumeAlmostFull",
    "KubePodCrashLooping": "PodRestarting",
    "KubePodNotReady": "PodNotRunning, PodUnschedulable",
    "KubeJobFailed": "JobFailed, CronJobFailed",
    "KubeHpaMaxedOut": "HPAMaxedOut",
}


def by_add_on(installed: Collection[str]) -> Mapping[str, list[Group]]:
    """The groups of each add-on that is installed, and of the cluster itself. installed: of ADD_ONS.

    Raises ValueError for a name that is not among them, whose alerts would be missing in silence.
    """
    if unknown := sorted(set(installed) - set(ADD_ONS)):
        raise ValueError(
            f"there are no alerts for {', '.join(unknown)}; expected some of {', '.join(ADD_ONS)}"
        )
    wanted = {"kubernetes", *installed}
    return {
        add_on: [group for group in GROUPS if group.add_on == add_on]
        for add_on in ADD_ONS
        if add_on in wanted
    }
