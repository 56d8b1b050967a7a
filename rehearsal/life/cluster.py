"""What the process that simulates the clouds tells the life of a control plane: which cluster this is, and its pools of nodes.

The record is a file, because what is known of a cluster is there before its API server is, and changes while it runs.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "cluster.json"
ASSUMED = "rehearsal/assumed"
"""The annotation of what a cluster of unknown make is only assumed to have: a release that brings its own takes it over."""


@dataclass(frozen=True)
class Taint:
    """Keeps pods off a node that do not tolerate it. effect: NoSchedule, PreferNoSchedule or NoExecute."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True)
class Pool:
    """Nodes that are alike.

    zones: names, such as us-east-1a; several are taken in turn. cpu: cores; memory_gib: both of the whole machine, of which
    `nodes` keeps something for the system. scaled_by: who changes the number of nodes between least and most: `cloud`,
    `cluster-autoscaler`, `karpenter`, or nobody (empty).
    """

    name: str
    zones: tuple[str, ...]
    instance_type: str
    cpu: float
    memory_gib: float
    least: int
    most: int
    desired: int
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    architecture: str = "amd64"
    pods: int = 110
    scaled_by: str = ""
    owner: Mapping[str, str] = field(default_factory=dict)
    """An object of the cluster that the nodes belong to, as an ownerReference: they go when it goes."""


@dataclass(frozen=True)
class Cluster:
    """One cluster. cloud: eks, gke, aks or existing. addons: names of what the cloud installs, such as metrics-server."""

    cloud: str
    name: str
    region: str = ""
    pools: tuple[Pool, ...] = ()
    addons: tuple[str, ...] = ()


def write(folder: Path, cluster: Cluster) -> None:
    """Tell it, whole or not at all: the reader never sees half of a file."""
    text = json.dumps(asdict(cluster), indent=1, sort_keys=True)
    file = folder / FILE
    if file.exists() and file.read_text() == text:
        return
    fresh = file.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(file)


def read(folder: Path) -> Cluster | None:
    """What was told last; None before that."""
    file = folder / FILE
    if not file.exists():
        return None
    record = json.loads(file.read_text())
    return Cluster(
        **{**record, "addons": tuple(record["addons"]), "pools": tuple(map(_pool, record["pools"]))}
    )


def _pool(record: Mapping[str, Any]) -> Pool:
    taints = tuple(Taint(**taint) for taint in record["taints"])
    return Pool(**{**record, "zones": tuple(record["zones"]), "taints": taints})
