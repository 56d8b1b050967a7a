"""The vocabulary of the contract: a property, how a cloud has it, and why one may not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rehearsal.recorded import Recorded, Recording
from rehearsal.simulation.kinds import value_at
from tests.graph import Graph


@dataclass(frozen=True)
class Made:
    """Clusters of a cloud, with one application's identity and bucket. default: with the default of every setting.
    opened: its API is open to 203.0.113.0/24 besides. copied: the bucket `main-files` of a cluster with `copies_to`."""

    default: Recording
    opened: Recording
    copied: Recording


@dataclass(frozen=True)
class Has:
    """A cloud has the property. answers: the control or the practice that asks for it. holds: reads it off what was made."""

    answers: str
    holds: Callable[[Made], bool]


@dataclass(frozen=True)
class Lacks:
    """A cloud does not have the property, or not as one. reason: why, as a sentence."""

    reason: str


Answer = Has | Lacks


def at(recorded: Recorded, path: str) -> Any:
    """An input of a resource, by its dotted path."""
    return value_at(recorded.inputs, path)


def inside(recording: Recording) -> Recorded:
    """The provider for everything inside the cluster; with Karpenter there is one before it, for Karpenter itself."""
    return recording.by_urn()[storage_class(recording).provider]


def by_plugin(recording: Recording, command: str) -> bool:
    """Whether the kubeconfig asks a program for its credentials and holds none itself."""
    (user,) = json.loads(inside(recording).inputs["kubeconfig"])["users"]
    return set(user["user"]) == {"exec"} and user["user"]["exec"]["command"] == command


def identified(recording: Recording, cluster: str) -> bool:
    """Whether the provider tells the cluster by the cloud's own id of it, which stays."""
    made = recording.one(cluster)
    return inside(recording).inputs["clusterIdentifier"] in {made.id, made.outputs.get("arn")}


def storage_class(recording: Recording) -> Recorded:
    """The class that volumes are made of."""
    return recording.one("kubernetes:storage.k8s.io/v1:StorageClass")


def waits(recording: Recording, type_: str) -> bool:
    """Whether all that is made inside the cluster waits for every resource of a type."""
    graph, ones = Graph(recording), recording.of(type_)
    return bool(ones) and all(graph.waits(inside(recording), one) for one in ones)


def protected(recording: Recording, *types: str) -> bool:
    """Whether Pulumi refuses to delete every resource of these types."""
    found = [one for type_ in types for one in recording.of(type_)]
    return len(found) >= len(types) and all(one.protect for one in found)


def every(recording: Recording, type_: str, path: str, value: object) -> bool:
    """Whether every resource of a type, of which there are some, has a value at a path."""
    return bool(recording.of(type_)) and all(at(one, path) == value for one in recording.of(type_))
