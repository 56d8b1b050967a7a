"""Volumes: the storage classes that a cloud's clusters come with, and a volume for each claim that is due one.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html (gp2, no default since 1.30),
https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes#storageclasses and
https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes, as of 2026-08.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.life.cluster import Cluster
from rehearsal.life.following import AGAIN, MANAGER, attempt, ensure, start
from rehearsal.life.placing import number
from rehearsal.life.scaling import ZONE
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
DEFAULT = "storageclass.kubernetes.io/is-default-class"
SELECTED = "volume.kubernetes.io/selected-node"
PROVISIONER = "volume.kubernetes.io/storage-provisioner"
PROVISIONED = "pv.kubernetes.io/provisioned-by"


@dataclass(frozen=True)
class Class:
    """A storage class. waits: for the first pod that uses a claim (WaitForFirstConsumer)."""

    name: str
    provisioner: str
    waits: bool = True
    default: bool = False


CLASSES: Mapping[str, tuple[Class, ...]] = {
    "eks": (Class("gp2", "kubernetes.io/aws-ebs"),),
    "gke": (
        Class("standard", "kubernetes.io/gce-pd", waits=False),
        Class("standard-rwo", "pd.csi.storage.gke.io", default=True),
        Class("premium-rwo", "pd.csi.storage.gke.io"),
    ),
    "aks": (
        Class("default", "disk.csi.azure.com", default=True),
        *(
            Class(name, "disk.csi.azure.com")
            for name in ("managed", "managed-csi", "managed-csi-premium", "managed-premium")
        ),
        *(
            Class(name, "file.csi.azure.com", waits=False)
            for name in ("azurefile", "azurefile-csi", "azurefile-csi-premium", "azurefile-premium")
        ),
    ),
    "existing": (Class("standard", "rancher.io/local-path", default=True),),
}
"""Cloud -> what its clusters have from the start."""
DRIVERS: Mapping[str, Mapping[str, str]] = {
    "eks": {"ebs.csi.aws.com": "aws-ebs-csi-driver", "kubernetes.io/aws-ebs": "aws-ebs-csi-driver"},
    "gke": dict.fromkeys(("pd.csi.storage.gke.io", "kubernetes.io/gce-pd"), "gce-pd-csi-driver"),
    "aks": dict.fromkeys(("disk.csi.azure.com", "file.csi.azure.com"), "azuredisk-csi-driver"),
}
"""Cloud -> provisioner -> the add-on without which it makes nothing. An existing cluster has whatever its classes name."""
SUCCESSORS: Mapping[str, str] = {
    "kubernetes.io/aws-ebs": "ebs.csi.aws.com",
    "kubernetes.io/gce-pd": "pd.csi.storage.gke.io",
}
"""Plugin that was part of Kubernetes -> the CSI driver that does its work now (CSI migration)."""
ZONAL = frozenset(
    {"ebs.csi.aws.com", "kubernetes.io/aws-ebs", "pd.csi.storage.gke.io", "kubernetes.io/gce-pd"}
)
"""Provisioners whose volumes are in one zone."""


def storage_class(made: Class) -> Object:
    """A class as the object it is."""
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": made.name, **({"annotations": {DEFAULT: "true"}} if made.default else {})},
        "provisioner": made.provisioner,
        "volumeBindingMode": "WaitForFirstConsumer" if made.waits else "Immediate",
        "reclaimPolicy": "Delete",
        "allowVolumeExpansion": made.provisioner != "rancher.io/local-path",
    }


def due(claim: Object) -> str:
    """The provisioner that is to make the claim's volume now; empty while Kubernetes asks none."""
    status = (claim.get("status") or {}).get("phase")
    if status != "Pending" or claim["spec"].get("volumeName") or "deletionTimestamp" in claim["metadata"]:
        return ""
    return str((claim["metadata"].get("annotations") or {}).get(PROVISIONER, ""))


def volume(claim: Object, class_: Object, zone: str) -> Object:
    """The volume of a claim, bound to it and to nobody else. zone: where it is, empty for everywhere."""
    metadata, provisioner = claim["metadata"], class_["provisioner"]
    affinity = {
        "required": {
            "nodeSelectorTerms": [{"matchExpressions": [{"key": ZONE, "operator": "In", "values": [zone]}]}]
        }
    }
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"pvc-{metadata['uid']}", "annotations": {PROVISIONED: provisioner}},
        "spec": {
            "capacity": {"storage": claim["spec"]["resources"]["requests"]["storage"]},
            "accessModes": claim["spec"]["accessModes"],
            "volumeMode": claim["spec"].get("volumeMode", "Filesystem"),
            "storageClassName": class_["metadata"]["name"],
            "persistentVolumeReclaimPolicy": class_.get("reclaimPolicy", "Delete"),
            "mountOptions": class_.get("mountOptions", []),
            "claimRef": {"apiVersion": "v1", "kind": claim["kind"], "name": metadata["name"],
                         "namespace": metadata["namespace"], "uid": metadata["uid"]},
            **source(provisioner, metadata["uid"]),
            **({"nodeAffinity": affinity} if zone else {}),
        },
    }  # fmt: skip


def source(provisioner: str, uid: str) -> Object:
    """Where a volume's data would be: with the driver, with the one that has taken over from an old plugin of Kubernetes
    itself, or for a provisioner that is no driver (its name is no host's) in a folder of the node."""
    driver = SUCCESSORS.get(provisioner, provisioner)
    if "/" in driver:
        return {"hostPath": {"path": f"/var/lib/volumes/{uid}", "type": "DirectoryOrCreate"}}
    return {"csi": {"driver": driver, "volumeHandle": f"vol-{uid.replace('-', '')[:17]}"}}


class Volumes:
    """The volumes of one cluster, as its CSI drivers keep them."""

    def __init__(
        self, client: Client, cluster: Callable[[], Cluster | None], stopped: threading.Event
    ) -> None:
        self._client, self._cluster, self._stopped = client, cluster, stopped

    def start(self) -> None:
        """Make the classes once the cluster is known; follow claims and volumes."""
        threading.Thread(target=self._classes, daemon=True, name="storage classes").start()

    def _classes(self) -> None:
        while (cluster := self._cluster()) is None:
            if self._stopped.wait(AGAIN):
                return
        for made in CLASSES[cluster.cloud]:
            attempt(self._ensure, "", storage_class(made))
        start(self._client, ("v1", "PersistentVolumeClaim"), self._claim, self._stopped)
        start(self._client, ("v1", "PersistentVolume"), self._volume, self._stopped)

    def _ensure(self, event: str, obj: Object) -> None:
        ensure(self._client, obj)

    def _claim(self, event: str, obj: Object) -> None:
        cluster = self._cluster()
        if event == "DELETED" or cluster is None:
            return
        if (obj.get("status") or {}).get("phase") == "Bound":
            self._grow(obj)
            return
        name = obj["spec"].get("storageClassName")
        if (
            cluster.cloud == "existing"
            and name
            and self._client.find(Ref("storage.k8s.io/v1", "StorageClass", name)) is None
        ):
            # The cluster exists already, and with it the class that the settings name.
            ensure(self._client, storage_class(Class(name, "rancher.io/local-path")))
        provisioner = due(obj)
        if not provisioner:
            return
        driver = DRIVERS.get(cluster.cloud, {}).get(provisioner)
        if (driver is None and cluster.cloud != "existing") or (driver and driver not in cluster.addons):
            return
        class_ = self._client.get(Ref("storage.k8s.io/v1", "StorageClass", name))
        node = (obj["metadata"].get("annotations") or {}).get(SELECTED)
        if class_.get("volumeBindingMode") == "WaitForFirstConsumer" and not node:
            return
        zone = self._zone(node, cluster) if provisioner in ZONAL else ""
        ensure(self._client, volume(obj, class_, zone))

    def _zone(self, node: str | None, cluster: Cluster) -> str:
        if node:
            return str(self._client.get(Ref("v1", "Node", node))["metadata"]["labels"].get(ZONE, ""))
        return min((zone for pool in cluster.pools for zone in pool.zones), default="")

    def _volume(self, event: str, obj: Object) -> None:
        released = (obj.get("status") or {}).get("phase") == "Released"
        ours = PROVISIONED in (obj["metadata"].get("annotations") or {})
        if (
            event != "DELETED"
            and released
            and ours
            and obj["spec"]["persistentVolumeReclaimPolicy"] == "Delete"
        ):
            self._client.delete(Ref("v1", "PersistentVolume", obj["metadata"]["name"]), "Background")

    def _grow(self, claim: Object) -> None:
        """A claim that asks for more than it has gets it, where the class allows that: the API server has seen to it."""
        asked, has = (
            claim["spec"]["resources"]["requests"]["storage"],
            (claim["status"].get("capacity") or {}).get("storage"),
        )
        if number(asked) > number(has):
            size = {"capacity": {"storage": asked}}
            self._client.patch(
                Ref("v1", "PersistentVolume", claim["spec"]["volumeName"]), {"spec": size}, MANAGER
            )
            self._client.patch(Ref.of(claim), {"status": size}, MANAGER, subresource="status")
