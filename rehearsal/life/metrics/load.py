"""What load each workload is under: half of what it requests, unless a ConfigMap of the cluster says otherwise.

The ConfigMap is no object of the program, so a rehearsal that changes it changes nothing that the program made.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref

CONFIG_MAP = Ref("v1", "ConfigMap", "rehearsal-load", "kube-system")
MANAGER = "rehearsal-load"


@dataclass(frozen=True)
class Load:
    """One workload's load. cpu, memory: a share of each pod's request. total: as many requests' worth of CPU, over all pods
    that are ready, in place of `cpu`. metrics: custom and external ones, by name, for each pod."""

    cpu: float = 0.5
    memory: float = 0.5
    total: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)

    def share(self, pods: int) -> float:
        """The share of its CPU request that each of so many pods uses."""
        return self.cpu if self.total is None else self.total / max(pods, 1)


USUAL = Load()


def key(namespace: str, workload: str) -> str:
    """Where a workload's load is in the ConfigMap; no name in Kubernetes has the underscore."""
    return f"{namespace}_{workload}"


def loads(data: Mapping[str, str]) -> dict[str, Load]:
    """The loads by key. Raises ValueError for what is not one, with the forms that are."""
    found = {}
    for name, text in data.items():
        try:
            found[name] = Load(**json.loads(text))
        except (ValueError, TypeError):
            given = text if len(text) < 80 else f"{text[:80]}..."
            raise ValueError(
                f'{CONFIG_MAP}: {name}: expected a load such as {{"cpu": 0.9}} or {{"total": 8}}, got {given}'
            ) from None
    return found


def read(client: Client) -> dict[str, Load]:
    """The loads there are now; none where nobody set one."""
    found = client.find(CONFIG_MAP)
    return loads((found or {}).get("data") or {})


def put(client: Client, namespace: str, workload: str, load: Load | None) -> None:
    """Set a workload's load, or with None take it back to the usual one."""
    entry: Any = (
        None
        if load is None
        else json.dumps({name: value for name, value in asdict(load).items() if value is not None})
    )
    name = key(namespace, workload)
    try:
        client.patch(CONFIG_MAP, {"data": {name: entry}}, MANAGER)
    except ApiError as error:
        if error.code != 404:
            raise
        metadata = {"name": CONFIG_MAP.name, "namespace": CONFIG_MAP.namespace}
        made = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata,
            "data": {name: entry} if entry else {},
        }
        client.create(made, MANAGER)
