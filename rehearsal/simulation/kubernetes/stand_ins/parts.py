"""What charts are made of: a release with its values, and its workloads as plain objects.

Metadata that Helm itself adds (the label managed-by, the release's annotations) is not here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, value_at

Object = dict[str, Any]
Values = Mapping[str, Any]
Labels = Mapping[str, str]

RESTRICTED: Values = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
}
"""A container as the restricted Pod Security level wants it, which is what most charts have by default."""
NON_ROOT: Values = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
"""The pod's half of it."""
SCHEDULING = ("nodeSelector", "tolerations", "affinity", "topologySpreadConstraints")


@dataclass(frozen=True)
class Release:
    """A chart under a release's name in a namespace, with the values that the program gives."""

    chart: str
    name: str
    namespace: str
    values: Values

    def at(self, path: str, default: Any = None) -> Any:
        """The value at a dotted path; the default (the chart's own) where it is not given, null or not known yet."""
        return found_at(self.values, path, default)

    def block(self, path: str) -> Values:
        """The mapping at a dotted path, empty where there is none."""
        found = self.at(path)
        return found if isinstance(found, Mapping) else {}

    @property
    def fullname(self) -> str:
        """What most charts call themselves: the release's name, with the chart's behind it unless it is in there already."""
        if override := self.at("fullnameOverride"):
            return str(override)
        chart = str(self.at("nameOverride", self.chart))
        return (self.name if chart in self.name else f"{self.name}-{chart}")[:63].rstrip("-")

    def labels(self, name: str = "", component: str = "") -> dict[str, str]:
        """The recommended labels that most charts select their pods by."""
        labels = {"app.kubernetes.io/name": name or self.chart, "app.kubernetes.io/instance": self.name}
        return {**labels, **({"app.kubernetes.io/component": component} if component else {})}


@dataclass(frozen=True)
class Part:
    """One workload of a chart.

    name: the object's; selector: its pods' stable labels; values: the block of the chart's values that is about it, in which
    resources, scheduling, podLabels and so on are looked up; replicas: None where an autoscaler decides; account: its service
    account; ports: name -> container port; security, pod_security: the chart's defaults; labels, annotations: further ones of
    the pods; pod: further fields of the pod's spec; sidecars: further containers; templates: volume claims of a StatefulSet.
    """

    name: str
    selector: Labels
    values: Values = field(default_factory=dict)
    kind: str = "Deployment"
    replicas: int | None = 1
    account: str = ""
    container: str = ""
    ports: Mapping[str, int] = field(default_factory=dict)
    priority: str = ""
    security: Values = field(default_factory=lambda: RESTRICTED)
    pod_security: Values = field(default_factory=lambda: NON_ROOT)
    labels: Labels = field(default_factory=dict)
    annotations: Labels = field(default_factory=dict)
    pod: Values = field(default_factory=dict)
    sidecars: Sequence[Values] = ()
    templates: Sequence[Values] = ()
    namespace: str = ""
    spec: Values = field(default_factory=dict)


def found_at(values: Values, path: str, default: Any = None) -> Any:
    """The value at a dotted path; the default where there is none, a null or an unknown."""
    found = value_at(values, path)
    return default if found is None or found is UNKNOWN else found


def workload(release: Release, part: Part) -> Object:
    """The Deployment, StatefulSet or DaemonSet."""
    spec: Object = {"selector": {"matchLabels": dict(part.selector)}, "template": template(part)}
    if part.kind != "DaemonSet" and part.replicas is not None:
        spec["replicas"] = part.replicas
    if part.kind == "StatefulSet":
        spec["serviceName"] = part.name
        if part.templates:
            spec["volumeClaimTemplates"] = list(part.templates)
    return made(
        release,
        "apps/v1",
        part.kind,
        part.name,
        {"spec": {**spec, **part.spec}},
        part.selector,
        part.namespace,
    )


def template(part: Part) -> Object:
    """The pod template."""
    values = part.values
    labels = {**part.labels, **found_at(values, "podLabels", {}), **part.selector}
    annotations = {**part.annotations, **found_at(values, "podAnnotations", {})}
    container = {
        "name": part.container or part.name,
        "image": f"registry.example.com/stand-ins/{part.container or part.name}",
        "ports": [{"name": name, "containerPort": port} for name, port in part.ports.items()],
        "resources": found_at(values, "resources", {}),
        "securityContext": part.security,
    }
    priority = found_at(values, "priorityClassName", part.priority)
    spec: Object = {
        **({"serviceAccountName": part.account} if part.account else {}),
        **({"priorityClassName": priority} if priority else {}),
        **({"securityContext": part.pod_security} if part.pod_security else {}),
        **{key: value for key in SCHEDULING if (value := found_at(values, key))},
        **part.pod,
    }
    spec["containers"] = [filled(container), *map(filled, part.sidecars)]
    return {"metadata": filled({"labels": labels, "annotations": annotations}), "spec": spec}


def sidecar(name: str, security: Values = RESTRICTED, resources: Values | None = None) -> Object:
    """A further container of a pod."""
    image = f"registry.example.com/stand-ins/{name}"
    return {"name": name, "image": image, "securityContext": security, "resources": resources or {}}


CLUSTERWIDE = frozenset({"APIService", "IngressClass"})


def made(
    release: Release,
    api_version: str,
    kind: str,
    name: str,
    body: Values,
    labels: Labels,
    namespace: str = "",
) -> Object:
    """An object of the release, in its namespace unless the kind has none."""
    metadata: Object = {"name": name, **filled(body.get("metadata", {})), "labels": dict(labels)}
    if kind not in CLUSTERWIDE:
        metadata["namespace"] = namespace or release.namespace
    return {"apiVersion": api_version, "kind": kind, **body, "metadata": metadata}


def filled(values: Values) -> Object:
    """The mapping without what is empty."""
    return {key: value for key, value in values.items() if value not in ({}, [], None, "")}
