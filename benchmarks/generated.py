"""A stack of any size: the staging stack's cluster and platform with as many copies of Spoke as are asked for."""

from dataclasses import replace
from typing import Any

import stacks
from rehearsal.stackfile import StackFile, find
from settings.workload import WorkloadSpec
from stacks.spoke import Spoke


class Copy(Spoke):
    """One copy of Spoke, named by the first label of its host, in a namespace of its own."""

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        (server,) = super().workloads()
        name = self.host.partition(".")[0]
        return (server.model_copy(update={"name": name, "namespace": name}),)


def stack_of(workloads: int) -> StackFile:
    """The staging stack with this many generated applications instead of its own, known to the catalogue."""
    staging = find("staging")
    names = [f"load-{number:04}" for number in range(workloads)]
    stacks.CATALOGUE.update(dict.fromkeys(names, Copy))
    spoke = staging.settings["applications"]["spoke"]
    applications = {name: {**spoke, "host": f"{name}.example.com"} for name in names}
    clusters = {name: _roomy(cluster) for name, cluster in staging.settings["clusters"].items()}
    changed = {"applications": applications, "clusters": clusters}
    config = {f"{staging.project}:{key}": value for key, value in changed.items()}
    return replace(staging, config={**staging.config, **config})


def _roomy(cluster: dict[str, Any]) -> dict[str, Any]:
    """The cluster with nodes for a few thousand pods, where pods are really placed on nodes."""
    pools = {**cluster["node_pools"], "general": {"instance_types": ["m6i.4xlarge"], "max": 450}}
    return {**cluster, "node_pools": pools}
