"""The pools of Karpenter, from its objects in the cluster: NodePool and EC2NodeClass. Pure.

https://karpenter.sh/docs/concepts/nodepools/. Of the instance types that a NodePool allows the smallest is taken, since its
prices are not known here; a type that is not in the table is passed over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from facts.aws_instance_types import ARCHITECTURES
from facts.machines import Machine, ec2
from rehearsal.life.cluster import Pool, Taint
from rehearsal.simulation.kubernetes.quantities import amount

NODE_POOL = ("karpenter.sh/v1", "NodePool")
CPUS = {"amd64": "x86_64", "arm64": "arm64"}
UNBOUNDED = 1000
"""Nodes, where a NodePool has no limit."""
DEFAULT_TYPES = ("m6i.large", "m6i.xlarge", "m6i.2xlarge", "m6g.large", "m6g.xlarge")
"""Where a NodePool names no type."""


def pool(made: Mapping[str, Any], zones: Sequence[str]) -> Pool | None:
    """The pool of a NodePool; zones: the cluster's. None when it can make no node: it is not ready, or no type fits."""
    conditions = (made.get("status") or {}).get("conditions") or ()
    ready = any((one["type"], one["status"]) == ("Ready", "True") for one in conditions)
    template = made["spec"].get("template") or {}
    spec = template.get("spec") or {}
    wants = {rule["key"]: rule for rule in spec.get("requirements") or ()}
    architectures = _allowed(wants, "kubernetes.io/arch", ("amd64", "arm64"))
    types = [
        type_
        for type_ in _allowed(wants, "node.kubernetes.io/instance-type", DEFAULT_TYPES)
        if ARCHITECTURES.get(type_) in {CPUS.get(architecture) for architecture in architectures}
    ]
    places = tuple(_allowed(wants, "topology.kubernetes.io/zone", tuple(zones)))
    if not types or not places or not ready:
        return None
    type_ = min(types, key=lambda one: (ec2(one).cpu, ec2(one).memory_gib, types.index(one)))
    machine = ec2(type_)
    capacity = _allowed(wants, "karpenter.sh/capacity-type", ("on-demand",))
    name = str(made["metadata"]["name"])
    return Pool(
        name, places, type_, machine.cpu, machine.memory_gib, 0, _most(made["spec"].get("limits") or {}, machine), 0,
        labels={
            **((template.get("metadata") or {}).get("labels") or {}),
            "karpenter.sh/nodepool": name,
            "karpenter.sh/capacity-type": "spot" if "spot" in capacity else "on-demand",
        },
        taints=tuple(Taint(t["key"], t.get("value", ""), t["effect"]) for t in spec.get("taints") or ()),
        architecture="arm64" if ARCHITECTURES[type_] == "arm64" else "amd64",
        pods=machine.pods, scaled_by="karpenter",
        owner={
            "apiVersion": NODE_POOL[0], "kind": NODE_POOL[1], "name": name, "uid": str(made["metadata"]["uid"]),
        },
    )  # fmt: skip


def _allowed(wants: Mapping[str, Mapping[str, Any]], key: str, otherwise: Sequence[str]) -> Sequence[str]:
    rule = wants.get(key)
    if rule is None or rule["operator"] == "Exists":
        return otherwise
    given = [str(value) for value in rule.get("values") or ()]
    return given if rule["operator"] == "In" else [value for value in otherwise if value not in given]


def _most(limits: Mapping[str, Any], machine: Machine) -> int:
    bounds = {"nodes": 1.0, "cpu": machine.cpu, "memory": machine.memory_gib * 2**30}
    most = [
        int(float(amount(str(value)) or 0) // bounds[key]) for key, value in limits.items() if key in bounds
    ]
    return min([*most, UNBOUNDED])
