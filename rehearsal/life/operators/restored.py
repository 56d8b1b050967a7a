"""What of an object in a backup is made anew in a restore, and in which order. Pure.

https://velero.io/docs/v1.18/restore-reference/, and the actions in pkg/restore/actions of velero 1.18.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Object = dict[str, Any]
PRIORITIES = (
    "namespaces",
    "persistentvolumeclaims",
    "roles.rbac.authorization.k8s.io",
    "serviceaccounts",
    "rolebindings.rbac.authorization.k8s.io",
    "secrets",
    "configmaps",
    "limitranges",
    "pods",
    "replicasets.apps",
    "services",
)
"""What comes first (pkg/cmd/server/config, defaultRestoreResourcePriorities); the rest by the alphabet."""
BOUND = ("pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/")
"""Annotations of a claim about the volume that it had."""
NUMBERED = ("controller-uid", "batch.kubernetes.io/controller-uid")
"""Labels that name the Job which a pod was of."""


def anew(obj: Object, labels: Mapping[str, str], homes: Mapping[str, str]) -> Object:
    """The object as it is made. labels: of the restore. homes: namespace -> the one that takes its place."""
    made = deepcopy(obj)
    old = made["metadata"]
    kept = {key: old[key] for key in ("name", "namespace", "annotations") if old.get(key)}
    made["metadata"] = {**kept, "labels": {**(old.get("labels") or {}), **labels}}
    made.pop("status", None)
    if home := kept.get("namespace"):
        made["metadata"]["namespace"] = homes.get(home, home)
    if made["kind"] == "Namespace":
        made["metadata"]["name"] = homes.get(kept["name"], kept["name"])
        made["metadata"]["labels"].pop("kubernetes.io/metadata.name", None)
        made.pop("spec", None)
    change = CHANGES.get(made["kind"])
    if change:
        change(made)
    return made


def _claim(made: Object) -> None:
    """It asks for a volume of its own, which in Velero comes with the data."""
    made["spec"].pop("volumeName", None)
    annotations = made["metadata"].get("annotations") or {}
    made["metadata"]["annotations"] = {
        key: value for key, value in annotations.items() if not key.startswith(BOUND)
    }


def _service(made: Object) -> None:
    """Addresses and ports of nodes are the cluster's to give; a Service without an address stays so."""
    spec = made["spec"]
    if spec.get("clusterIP") != "None":
        spec.pop("clusterIP", None)
        spec.pop("clusterIPs", None)
    spec.pop("healthCheckNodePort", None)
    for port in spec.get("ports") or ():
        port.pop("nodePort", None)


def _job(made: Object) -> None:
    """Its pods are told from others' by a number that is new."""
    made["spec"].pop("selector", None)
    labels = made["spec"]["template"].get("metadata", {}).get("labels") or {}
    for label in NUMBERED:
        labels.pop(label, None)
        made["metadata"]["labels"].pop(label, None)


def _pod(made: Object) -> None:
    """On whichever node, with a token of this cluster."""
    spec = made["spec"]
    spec.pop("nodeName", None)
    token = "kube-api-access-"
    spec["volumes"] = [one for one in spec.get("volumes") or () if not one["name"].startswith(token)]
    for container in [*spec["containers"], *(spec.get("initContainers") or ())]:
        mounts = container.get("volumeMounts") or ()
        container["volumeMounts"] = [one for one in mounts if not one["name"].startswith(token)]


CHANGES = {"PersistentVolumeClaim": _claim, "Service": _service, "Job": _job, "Pod": _pod}
