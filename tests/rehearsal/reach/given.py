"""What a stack file declares and registers, both from one run of the program."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from components import platform
from components.platform import ground, network
from components.platform.network import Around, Traffic
from rehearsal.reach.ends import End, Pod
from rehearsal.reach.read import NAMESPACE, POLICY
from rehearsal.recorded import Recording, manifest
from rehearsal.render import recording_of
from rehearsal.stackfile import StackFile, read
from settings import load
from settings.workload import WorkloadSpec
from stacks import CATALOGUE

DNS = "kube-system/kube-dns"


@dataclass(frozen=True)
class Given:
    """traffic: by cluster, each with its namespace."""

    stack: StackFile
    settings: load.Settings
    recording: Recording
    traffic: Mapping[str, tuple[tuple[str, Traffic], ...]]

    def specs(self, cluster: str) -> tuple[WorkloadSpec, ...]:
        """The workloads on a cluster, as they are there."""
        return self._specs[cluster]

    def meshed(self, spec: WorkloadSpec) -> bool:
        """Whether a workload's application is in the mesh."""
        return spec.name in self._meshed

    def makes(self, cluster: str, namespace: str) -> bool:
        """Whether the stack makes a namespace itself."""
        return (cluster, namespace) in self._namespaces

    # Thousands of pairs ask for these, and a spec takes a while to make.
    @cached_property
    def _specs(self) -> dict[str, tuple[WorkloadSpec, ...]]:
        applications = self.settings.applications.values()
        return {
            cluster: tuple(
                spec
                for application in applications
                if cluster in application.clusters
                for spec in application.at(cluster).workloads()
            )
            for cluster in self.settings.clusters
        }

    @cached_property
    def _meshed(self) -> frozenset[str]:
        applications = self.settings.applications.values()
        return frozenset(spec.name for one in applications if one.mesh for spec in one.workloads())

    @cached_property
    def _namespaces(self) -> frozenset[tuple[str, str]]:
        found = self.recording.of(NAMESPACE)
        return frozenset((one.cluster, str(manifest(one)["metadata"]["name"])) for one in found)


@cache
def given(path: Path) -> Given:
    """What a stack file declares and registers. Once in a process: do not change it."""
    stack = read(path)
    made: list[tuple[Traffic, Around]] = []
    clusters: dict[int, str] = {}
    policy, namespace = network.policy, ground.Ground.namespace

    def declare(traffic: Traffic, around: Around) -> Any:
        made.append((traffic, around))
        return policy(traffic, around)

    def home(self: ground.Ground, *args: Any, **how: Any) -> Any:
        clusters[id(self.around)] = self.prefix
        return namespace(self, *args, **how)

    with ExitStack() as patched:
        for module in _users(policy):
            patched.enter_context(patch.object(module, "policy", declare))
        patched.enter_context(patch.object(ground.Ground, "namespace", home))
        recording = recording_of(stack)
    settings = load.parse(stack.settings, CATALOGUE)
    traffic = {name: tuple(_homes(recording, name, made, clusters)) for name in settings.clusters}
    return Given(stack, settings, recording, traffic)


def _users(function: Callable[..., object]) -> list[Any]:
    """The modules of the platform that call a function by its own name."""
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith(f"{platform.__name__}.") and getattr(module, function.__name__, None) is function
    ]


def _homes(
    recording: Recording, cluster: str, made: list[tuple[Traffic, Around]], clusters: Mapping[int, str]
) -> Iterator[tuple[str, Traffic]]:
    """Each Traffic of a cluster, with the namespace of the policy that was made of it, found by its name and its pods."""
    whole = [manifest(one) for one in recording.of(POLICY) if one.cluster == cluster]
    for traffic, around in made:
        if clusters[id(around)] != cluster:
            continue
        homes = {
            one["metadata"]["namespace"]
            for one in whole
            if one["metadata"]["name"] == traffic.name
            and one["spec"]["podSelector"].get("matchLabels") == dict(traffic.pods)
        }
        assert len(homes) == 1, f"{traffic.name} is in {homes or 'no namespace'}"
        yield homes.pop(), traffic


def is_in(end: End, namespace: str, labels: Mapping[str, str]) -> bool:
    """Whether an end is a pod with these labels in a namespace."""
    return isinstance(end, Pod) and end.namespace == namespace and dict(labels).items() <= end.labels.items()
