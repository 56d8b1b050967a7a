"""Where the objects of one workload go: their names, their namespace, their labels, and what they come after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core.v1 import ConfigMap
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

from components.contracts import Mesh, Platform
from components.grants import Identity
from components.workload.mesh import POD_LABELS
from settings.workload import WorkloadSpec


@dataclass(frozen=True)
class Place:
    """prefix: of the resources' names. parent: the workload. inside: the last resource of the namespace's own, which every
    object waits for. platform: of its cluster. mesh: the one that its pods are in, if any. lent: the service account that they
    run as with its identity, where it is another workload's."""

    prefix: str
    spec: WorkloadSpec
    labels: Mapping[str, str]
    parent: pulumi.Resource
    inside: pulumi.Resource
    platform: Platform
    mesh: Mesh | None = None
    lent: tuple[pulumi.Output[str], Identity] | None = None

    @property
    def joined(self) -> Mapping[str, str]:
        """The labels of a pod by which it is in the mesh."""
        return POD_LABELS if self.mesh else {}

    def child(self) -> pulumi.ResourceOptions:
        """Options of what is not in the namespace, and so need not wait for it."""
        return pulumi.ResourceOptions(parent=self.parent)

    def after(self, *resources: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """Options of an object. A component's own depends_on does not reach its children, so each says it."""
        first = [resource for resource in (self.inside, *resources) if resource]
        return pulumi.ResourceOptions(parent=self.parent, depends_on=first)

    def metadata(
        self, name: str | None = None, labels: Mapping[str, str] | None = None, namespace: str | None = None
    ) -> ObjectMetaArgsDict:
        """Of an object: by default of the workload's own name, labels and namespace."""
        return {
            "name": name or self.spec.name,
            "namespace": namespace or self.spec.namespace,
            "labels": dict(labels or self.labels),
        }

    def custom(
        self,
        api_version: str,
        kind: str,
        body: Mapping[str, object],
        ready: pulumi.Resource | None,
        annotations: Mapping[str, str] | None = None,
        after: Sequence[pulumi.Resource] = (),
    ) -> CustomResource:
        """The workload's one custom resource of a kind. ready: its operator. after: what else it comes after."""
        return CustomResource(
            f"{self.prefix}-{kind.lower()}",
            api_version=api_version,
            kind=kind,
            metadata={**self.metadata(), "annotations": dict(annotations or {})},
            spec=body,
            opts=self.after(ready, *after),
        )

    def config_map(self, name: str, data: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
        """An immutable ConfigMap, whose name the engine chooses: a change makes a new one. Returns that name."""
        metadata: ObjectMetaArgsDict = {"namespace": self.spec.namespace, "labels": dict(self.labels)}
        made = ConfigMap(name, metadata=metadata, data=dict(data), immutable=True, opts=self.after())
        return made.metadata.name
