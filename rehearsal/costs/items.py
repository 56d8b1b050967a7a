"""What is paid for: the vocabulary of the estimates, and what every cluster has that runs the platform."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.recorded import Recorded, Recording
from rehearsal.simulation.kinds import value_at
from rehearsal.simulation.kubernetes.charts import chart_name
from rehearsal.simulation.kubernetes.quantities import amount

GIB = 2**30
# Charts with a Service of type LoadBalancer, and where their values say otherwise; the default is LoadBalancer in each.
_BALANCED = {"ingress-nginx": "controller.service.type", "gateway": "service.type"}


@dataclass(frozen=True)
class Item:
    """Something with a price. kind: the row of the report. key: in the price table; empty when it has no list price, and
    `what` then says why. low, high: units at the smallest and at the largest size of the cluster."""

    kind: str
    what: str
    key: str
    low: float
    high: float


@dataclass(frozen=True)
class Part:
    """One cluster's part of a recording. resources: of the cloud; those inside Kubernetes are asked for by `cluster`."""

    name: str
    recording: Recording
    resources: Sequence[Recorded]

    def of(self, type_: str) -> list[Recorded]:
        """The cluster's resources of a type of its cloud."""
        return [one for one in self.resources if one.type == type_]

    def inside(self, type_: str) -> list[Recorded]:
        """What is in the cluster, of a Kubernetes type."""
        return [one for one in self.recording.of(type_) if one.cluster == self.name]

    def releases(self) -> list[dict[str, Any]]:
        """The cluster's Helm releases."""
        return [release for release in self.recording.releases() if release["cluster"] == self.name]


def load_balancers(part: Part) -> int:
    """How many load balancers the cloud makes for the Services in a cluster."""
    services = [
        one
        for one in part.inside("kubernetes:core/v1:Service")
        if value_at(one.inputs, "spec.type") == "LoadBalancer"
    ]
    charts = [
        release
        for release in part.releases()
        if (path := _BALANCED.get(chart_name(release["chart"])))
        and value_at(release["values"], path) in {None, "LoadBalancer"}
    ]
    return len(services) + len(charts)


def volumes(part: Part) -> Iterator[int]:
    """The size in GiB of each volume that the cluster claims, by what its charts' values and its own objects say."""
    for release in part.releases():
        yield from _claimed(release["values"])
    for claim in part.inside("kubernetes:core/v1:PersistentVolumeClaim"):
        yield gib(value_at(claim.inputs, "spec.resources.requests.storage"))
    for stateful in part.inside("kubernetes:apps/v1:StatefulSet"):
        for template in value_at(stateful.inputs, "spec.volumeClaimTemplates") or ():
            size = gib(value_at(template, "spec.resources.requests.storage"))
            yield from [size] * int(value_at(stateful.inputs, "spec.replicas") or 1)


def _claimed(values: Any, replicas: int = 1) -> Iterator[int]:
    """Claims in a chart's values: a claim template beside its number of replicas, or an enabled `persistence`."""
    if not isinstance(values, Mapping):
        return
    replicas = int(values.get("replicas") or replicas)
    persistence = values.get("persistence")
    if isinstance(persistence, Mapping) and persistence.get("enabled") and persistence.get("size"):
        yield gib(persistence["size"])
    for key, inner in values.items():
        if key == "volumeClaimTemplate":
            yield from [gib(value_at(inner, "spec.resources.requests.storage"))] * replicas
        elif key != "persistence":
            yield from _claimed(inner, replicas)


def gib(quantity: Any) -> int:
    """A Kubernetes quantity of bytes in whole GiB, as a cloud's disk has them; 0 for what is none."""
    return math.ceil((amount(str(quantity)) or 0) / GIB)
