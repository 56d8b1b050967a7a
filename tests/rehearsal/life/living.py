"""A control plane with life in it, for the tests of this folder, and the objects that they put there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearsal.control_plane.access import Access
from rehearsal.life.cluster import Cluster, Pool, write
from rehearsal.providers.kubernetes.client import Client

Object = dict[str, Any]
MANAGER = "tests"
ZONES = ("europe-west4-a", "europe-west4-b", "europe-west4-c")
GENERAL = Pool(
    "general", ZONES, "e2-standard-4", 4.0, 16.0, 3, 6, 3, labels={"for": "anything"}, scaled_by="cloud"
)
RUNNING = (
    "/apis/autoscaling/v2/namespaces/{}/horizontalpodautoscalers",
    "/apis/apps/v1/namespaces/{}/deployments",
    "/apis/apps/v1/namespaces/{}/statefulsets",
    "/apis/batch/v1/namespaces/{}/jobs",
    "/api/v1/namespaces/{}/pods",
)
ADDONS = ("metrics-server", "gce-pd-csi-driver")


@dataclass(frozen=True)
class Living:
    """The client of the plane, the folder in which its life learns which cluster it is, and how others reach the plane."""

    client: Client
    folder: Path
    access: Access

    def tell(self, *pools: Pool) -> None:
        """It is a GKE cluster of these pools."""
        write(self.folder, Cluster("gke", "main", "europe-west4", pools, ADDONS))

    def put(self, *objects: Object) -> None:
        for obj in objects:
            self.client.apply(obj, MANAGER)

    def clear(self) -> None:
        """What runs in the namespaces of tests goes, so that it takes no room from the next test, and the pool is as ever."""
        self.tell(GENERAL)
        for home in self.client.list("v1", "Namespace"):
            name = home["metadata"]["name"]
            for path in RUNNING if not name.startswith("kube-") else ():
                query = {"propagationPolicy": "Background"}
                self.client.request("DELETE", path.format(name), query=query)

    def namespace(self, name: str) -> str:
        self.put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        return name


def soon(question: Callable[[], Any], seconds: float = 120.0) -> Any:
    """The first answer that is true; the last one when none was in time."""
    until = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def deployment(
    namespace: str, name: str, replicas: int | None = 1, cpu: str = "100m", labels: dict[str, str] | None = None, **pod: Any
) -> Object:  # fmt: skip
    """One container that asks for so much; `pod` is merged into the pods' spec."""
    marks = {"app": name, **(labels or {})}
    container = {
        "name": "main",
        "image": "registry.example.com/it:1",
        "resources": {"requests": {"cpu": cpu, "memory": "64Mi"}},
    }
    spec: Object = {
        "selector": {"matchLabels": {"app": name}},
        "template": {"metadata": {"labels": marks}, "spec": {"containers": [container], **pod}},
    }
    if replicas is not None:
        spec["replicas"] = replicas
    metadata = {"name": name, "namespace": namespace, "labels": marks}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def custom_kind(api_version: str, kind: str, *, namespaced: bool = True) -> Object:
    """The definition of a kind of which anything may be said, with a status of its own."""
    group, version = api_version.split("/")
    plural = f"{kind.lower()}s"
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {
            "name": f"{plural}.{group}",
            "annotations": {"api-approved.kubernetes.io": "unapproved, for tests"},
        },
        "spec": {
            "group": group,
            "scope": "Namespaced" if namespaced else "Cluster",
            "names": {"plural": plural, "singular": kind.lower(), "kind": kind, "listKind": f"{kind}List"},
            "versions": [
                {"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": anything},
                 "subresources": {"status": {}}}
            ],
        },
    }  # fmt: skip
