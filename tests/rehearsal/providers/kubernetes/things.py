"""Objects that the tests make."""

import time
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SECRET = "kubernetes:core/v1:Secret"
NAMESPACE = "kubernetes:core/v1:Namespace"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
POD = "kubernetes:core/v1:Pod"
SERVICE = "kubernetes:core/v1:Service"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"

Properties = dict[str, Any]


def config_map(namespace: str, name: str = "settings", **data: str) -> Properties:
    return thing("v1", "ConfigMap", namespace, name, data=data)


def deployment(namespace: str, name: str = "web", label: str = "web", **spec: Any) -> Properties:
    template = {"metadata": {"labels": {"app": label}}, "spec": pod_spec()}
    selector = {"matchLabels": {"app": "web"}}
    return thing(
        "apps/v1", "Deployment", namespace, name, spec={"selector": selector, "template": template, **spec}
    )


def pod_spec(**more: Any) -> Properties:
    return {"containers": [{"name": "web", "image": "registry.example.com/web:1", **more}]}


def thing(api_version: str, kind: str, namespace: str, name: str, **fields: Any) -> Properties:
    """An object; without a namespace it is the whole cluster's."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **fields}


def definition(group: str, kind: str, **spec: Any) -> Properties:
    """A CustomResourceDefinition of one version with these fields below spec."""
    plural = f"{kind.lower()}s"
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": spec}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    return thing(
        "apiextensions.k8s.io/v1", "CustomResourceDefinition", "", f"{plural}.{group}",
        spec={
            "group": group, "scope": "Namespaced", "versions": [version], "names": {"kind": kind, "plural": plural},
        },
    )  # fmt: skip


PATIENTLY = 120.0


@dataclass
class Anything:
    """What the engine knows of an object that it has not made: its id."""

    id: str
    properties: None = None


def by_hand(
    client: Client, kind: str, namespace: str, name: str, body: Any, manager: str = "kubectl-edit"
) -> None:
    version = "apps/v1" if kind == "Deployment" else "v1"
    client.patch(Ref(version, kind, name, namespace), body, manager)


def observed(live: Any) -> bool:
    return bool(live["status"]["observedGeneration"] == live["metadata"]["generation"])


def wait_until(condition: Any) -> None:
    until = time.monotonic() + PATIENTLY
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
