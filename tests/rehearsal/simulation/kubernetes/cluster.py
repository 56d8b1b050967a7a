"""A simulated Kubernetes cluster, and sound objects to change one thing of."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.kubernetes import lookup
from tests.rehearsal.simulation.service import Service

NAMESPACE = "kubernetes:core/v1:Namespace"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
SERVICE = "kubernetes:core/v1:Service"
RELEASE = "kubernetes:helm.sh/v3:Release"
ENFORCE = "pod-security.kubernetes.io/enforce"

RIGHTS = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def container(**more: Any) -> dict[str, Any]:
    return {"name": "app", "image": "registry.example.com/app:1.0.0", "securityContext": RIGHTS, **more}


def pod(**more: Any) -> dict[str, Any]:
    return {"containers": [container()], **more}


def deployment(spec: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The spec of a sound Deployment whose pod has the given spec."""
    template = {"metadata": {"labels": {"app": "a"}}, "spec": pod() if spec is None else spec}
    return {"selector": {"matchLabels": {"app": "a"}}, "template": template, **more}


class Cluster(Service):
    """One cluster; objects get apiVersion and kind from their type, and the name `thing` unless told otherwise."""

    def __init__(self, identifier: str = "main", **more: Any) -> None:
        super().__init__(lookup, {"clusterIdentifier": identifier, **more})

    def make(
        self, type_: str, name: str = "thing", namespace: str | None = None, /, **body: Any
    ) -> dict[str, Any]:
        return self.create(type_, **self.object(type_, name, namespace, **body))

    def refused(self, type_: str, name: str = "thing", namespace: str | None = None, /, **body: Any) -> str:
        return self.refusal(type_, **self.object(type_, name, namespace, **body))

    @staticmethod
    def object(type_: str, name: str, namespace: str | None, /, **body: Any) -> dict[str, Any]:
        _, version, kind = type_.split(":")
        metadata = {
            "name": name,
            **({"namespace": namespace} if namespace else {}),
            **body.pop("metadata", {}),
        }
        return {
            "apiVersion": version.removeprefix("core/"),
            "kind": kind.removesuffix("Patch"),
            "metadata": metadata,
            **body,
        }

    def namespace(self, name: str, level: str | None = None) -> dict[str, Any]:
        return self.make(NAMESPACE, name, metadata={"labels": {ENFORCE: level}} if level else {})

    def release(
        self, chart: str = "cert-manager", namespace: str = "default", /, **more: Any
    ) -> dict[str, Any]:
        return self.create(RELEASE, **self.chart(chart, namespace, **more))

    @staticmethod
    def chart(chart: str = "cert-manager", namespace: str = "default", /, **more: Any) -> dict[str, Any]:
        repository = {"repo": "https://charts.example.com"}
        sound = {
            "name": chart,
            "chart": chart,
            "version": "1.2.3",
            "namespace": namespace,
            "repositoryOpts": repository,
        }
        return {**sound, **more}
