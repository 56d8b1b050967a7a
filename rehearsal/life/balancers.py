"""Addresses: a load balancer for each Service that asks for one, and for each Ingress the address of its controller.

What the cloud controller does to a Service, the finalizer included:
https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#garbage-collecting-load-balancers
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.life.cluster import Cluster
from rehearsal.life.following import AGAIN, MANAGER, follow, say, start
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
INGRESS_CLASS = ("networking.k8s.io/v1", "IngressClass")
INGRESS = ("networking.k8s.io/v1", "Ingress")
CONTROLLERS: Mapping[str, str] = {
    "k8s.io/ingress-nginx": "app.kubernetes.io/name=ingress-nginx",
    "traefik.io/ingress-controller": "app.kubernetes.io/name=traefik",
    "haproxy.org/ingress-controller/haproxy": "app.kubernetes.io/name=kubernetes-ingress",
    "istio.io/ingress-controller": "istio=ingressgateway",
}
"""Controller of an IngressClass -> the labels of its own Service, whose addresses it puts on its Ingresses."""
BY_CLOUD: Mapping[str, str] = {
    "ingress.k8s.aws/alb": "eks", "eks.amazonaws.com/alb": "eks", "k8s.io/ingress-gce": "gke",
    "webapprouting.kubernetes.azure.com/nginx/internal": "aks", "azure/application-gateway": "aks",
}  # fmt: skip
"""Controller -> the cloud whose own load balancer each of its Ingresses gets."""
SOMEBODYS = "rehearsal/ingress-controller"
"""Controller of an IngressClass that the program only looks up: it has an address, and nothing of it is in the cluster."""
RECHECK = 1.0
"""Seconds after which an Ingress without an address is looked at again: its controller may have one now."""


def address(cloud: str, region: str, uid: str) -> Object:
    """The address of a load balancer, for ever the same: a name on EKS, else one of the range for examples (RFC 5737)."""
    digest = hashlib.sha256(uid.encode()).hexdigest()
    if cloud == "eks":
        return {"hostname": f"{digest[:32]}-{digest[32:48]}.elb.{region}.amazonaws.com"}
    return {"ip": f"198.51.100.{int(digest[:6], 16) % 254 + 1}"}


def balanced(service: Object) -> bool:
    """Whether the cloud's own controller is to give it a load balancer: one with a class is another controller's."""
    return service["spec"].get("type") == "LoadBalancer" and not service["spec"].get("loadBalancerClass")


class Balancers:
    """The load balancers of one cluster."""

    def __init__(
        self, client: Client, cluster: Callable[[], Cluster | None], stopped: threading.Event
    ) -> None:
        self._client, self._cluster, self._stopped = client, cluster, stopped
        self._waiting: dict[str, Object] = {}

    def start(self) -> None:
        """Follow Services and Ingresses once the cluster is known."""
        threading.Thread(target=self._run, daemon=True, name="balancers").start()

    def _run(self) -> None:
        while self._cluster() is None:
            if self._stopped.wait(AGAIN):
                return
        start(self._client, ("v1", "Service"), self._service, self._stopped)
        threading.Thread(
            target=follow,
            args=(self._client, INGRESS, self._ingress, self._stopped),
            daemon=True,
            name="follows Ingress",
        ).start()
        while not self._stopped.wait(RECHECK):
            for obj in list(self._waiting.values()):
                try:
                    self._ingress("MODIFIED", self._client.get(Ref.of(obj)))
                except ApiError:
                    self._waiting.pop(obj["metadata"]["uid"], None)

    def _service(self, event: str, obj: Object) -> None:
        cluster = self._cluster()
        finalizers = obj["metadata"].get("finalizers") or []
        if event == "DELETED" or cluster is None:
            return
        wanted = balanced(obj) and "deletionTimestamp" not in obj["metadata"]
        if wanted and FINALIZER not in finalizers:
            obj = self._finalize(obj, [*finalizers, FINALIZER])
        if wanted:
            entry = {**address(cluster.cloud, cluster.region, obj["metadata"]["uid"])}
            if "ip" in entry:
                entry["ipMode"] = "VIP"
            say(self._client, obj, {"loadBalancer": {"ingress": [entry]}})
        elif FINALIZER in finalizers:
            if "deletionTimestamp" not in obj["metadata"]:
                self._client.patch(
                    Ref.of(obj), {"status": {"loadBalancer": None}}, MANAGER, subresource="status"
                )
            self._finalize(obj, [one for one in finalizers if one != FINALIZER])

    def _finalize(self, obj: Object, finalizers: list[str]) -> Object:
        # With the version that was seen: somebody else may have changed the list meanwhile, and is then not undone.
        metadata = {"finalizers": finalizers, "resourceVersion": obj["metadata"]["resourceVersion"]}
        return self._client.patch(Ref.of(obj), {"metadata": metadata}, MANAGER)

    def _ingress(self, event: str, obj: Object) -> None:
        uid = obj["metadata"]["uid"]
        found = [] if event == "DELETED" else self._addresses(obj)
        if found or event == "DELETED":
            self._waiting.pop(uid, None)
        else:
            self._waiting[uid] = obj
        if found:
            say(self._client, obj, {"loadBalancer": {"ingress": found}})

    def _addresses(self, ingress: Object) -> list[Object]:
        """The addresses of an Ingress; none while there is no such class, or while its controller has none itself."""
        cluster = self._cluster()
        name = ingress["spec"].get("ingressClassName")
        class_ = self._client.find(Ref(*INGRESS_CLASS, name)) if name else None
        if class_ is None or cluster is None:
            return []
        controller = str(class_["spec"].get("controller"))
        if BY_CLOUD.get(controller) == cluster.cloud:
            return [address(cluster.cloud, cluster.region, ingress["metadata"]["uid"])]
        if controller == SOMEBODYS:
            return [address(cluster.cloud, cluster.region, class_["metadata"]["uid"])]
        if controller not in CONTROLLERS:
            return []
        services = self._client.list("v1", "Service", labels=CONTROLLERS[controller])
        balanced_ = [one for one in services if one["spec"].get("type") == "LoadBalancer"]
        entries = [
            entry
            for one in balanced_
            for entry in ((one.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
        ]
        # An Ingress has no ipMode, and what a Service has of ports is not the controller's to repeat.
        return [{key: entry[key] for key in ("ip", "hostname") if key in entry} for entry in entries]
