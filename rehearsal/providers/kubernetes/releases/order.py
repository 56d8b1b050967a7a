"""In which order Helm makes and removes a release's objects. Source: helm.sh/helm/v3 pkg/releaseutil/kind_sorter.go."""

from collections.abc import Iterable

from rehearsal.providers.kubernetes.client import Object

KINDS = (
    "PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret "
    "SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole "
    "ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet Pod "
    "ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress APIService"
).split()
"""Kinds in the order of their making; one that is not here comes last, among others of its like by name."""
DEFINITION = "CustomResourceDefinition"


def making(objects: Iterable[Object]) -> list[Object]:
    """The objects in the order of their making; definitions first of all, since what follows may be of their kinds."""
    return sorted(
        objects,
        key=lambda one: (one["kind"] != DEFINITION, _rank(one["kind"]), one["kind"], one["metadata"]["name"]),
    )


def removing(objects: Iterable[Object]) -> list[Object]:
    """The objects in the order of their removal."""
    return making(objects)[::-1]


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
