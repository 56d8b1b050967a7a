"""What a node of a pool is, as an object: labels, taints, zone, capacity, and what of it is left for pods."""

import hashlib
from collections.abc import Mapping
from typing import Any

from facts.machines import spare_cpu, spare_memory
from rehearsal.life.cluster import Pool

Object = dict[str, Any]
POOL_LABEL = "rehearsal/pool"
VERSION = "v1.35.4"
DISK = "100Gi"
CONDITIONS = {
    "Ready": ("True", "KubeletReady", "kubelet is posting ready status"),
    "MemoryPressure": ("False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    "DiskPressure": ("False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    "PIDPressure": ("False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
}
"""Type -> status, reason and message, as a kubelet that is well gives them."""


def node(pool: Pool, number: int, zone: str, cloud: str, region: str, now: str) -> Object:
    """A node that is Ready. number: never given twice in a pool; now: the time, as Kubernetes writes it."""
    name = f"{pool.name}-{hashlib.sha256(f'{pool.name}/{number}'.encode()).hexdigest()[:6]}"
    address = f"10.{16 + number // 65536 % 100}.{number // 256 % 256}.{number % 256}"
    capacity = {
        "cpu": f"{pool.cpu:g}",
        "memory": f"{int(pool.memory_gib * 2**20)}Ki",
        "pods": str(pool.pods),
        "ephemeral-storage": DISK,
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": labels(pool, name, zone, region),
            "annotations": {"kwok.x-k8s.io/node": "fake"},
            **({"ownerReferences": [dict(pool.owner)]} if pool.owner else {}),
        },
        "spec": {
            "providerID": f"rehearsal://{zone}/{name}",
            "taints": taints(pool),
        },
        "status": {
            "capacity": capacity,
            "allocatable": {**capacity, **room(pool, cloud)},
            "addresses": [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": name}],
            "conditions": [
                {"type": type_, "status": status, "reason": reason, "message": message,
                 "lastHeartbeatTime": now, "lastTransitionTime": now}
                for type_, (status, reason, message) in CONDITIONS.items()
            ],
            "nodeInfo": {
                "architecture": pool.architecture, "operatingSystem": "linux", "kubeletVersion": VERSION,
                "kubeProxyVersion": VERSION, "containerRuntimeVersion": "containerd://simulated", "kernelVersion": "simulated",
                "osImage": "simulated", "machineID": name, "systemUUID": name, "bootID": name,
            },
        },
    }  # fmt: skip


def taints(pool: Pool) -> list[Object]:
    """The taints of a pool's nodes."""
    return [{"key": taint.key, "value": taint.value, "effect": taint.effect} for taint in pool.taints]


def retainted(there: Mapping[str, Any], before: Pool, pool: Pool) -> list[Object]:
    """The taints of a node that is there when those of its pool change: what others have put on it stays."""
    gone = taints(before)
    kept = [one for one in there["spec"].get("taints") or () if one not in gone]
    return [*kept, *(one for one in taints(pool) if one not in kept)]


def labels(pool: Pool, name: str, zone: str, region: str) -> dict[str, str]:
    """The labels of a node: those every kubelet and cloud sets, and the pool's own."""
    return {
        "kubernetes.io/arch": pool.architecture,
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
        "node.kubernetes.io/instance-type": pool.instance_type,
        "topology.kubernetes.io/zone": zone,
        **({"topology.kubernetes.io/region": region} if region else {}),
        POOL_LABEL: pool.name,
        **pool.labels,
    }


def room(pool: Pool, cloud: str) -> dict[str, str]:
    """What of a machine is left for pods, as quantities."""
    return {
        "cpu": f"{int(spare_cpu(pool.cpu) * 1000)}m",
        "memory": f"{int(spare_memory(cloud, pool.memory_gib, pool.pods) / 1024)}Ki",
        "pods": str(pool.pods),
    }
