"""What the add-ons' pods have in common: priority, requests and limits, spread, disruption budgets. Pure."""

from collections.abc import Mapping
from typing import Any

# A class of our own above every application's (0) and below system-cluster-critical (2000000000): since Kubernetes 1.17
# that one may be used in any namespace, but GKE's ResourceQuota admission refuses it where no quota allows it.
PRIORITY_CLASS = "platform"
PRIORITY = 1_000_000

Values = dict[str, Any]


def resources(cpu: str, memory: str, cpu_limit: str, memory_limit: str) -> Values:
    """Requests, and limits above them: no pod may starve its node (NSA/CISA Kubernetes Hardening Guide, resource policies)."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"cpu": cpu_limit, "memory": memory_limit}}


def spread(labels: Mapping[str, str]) -> list[Values]:
    """Replicas over zones, then over nodes. A preference: when a zone is lost its replicas must start in another."""
    return [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": dict(labels)},
        }
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]


def disruption_budget(replicas: int) -> Values:
    """At least one replica through a drain. Off for a single replica, which it would make undrainable."""
    return {"enabled": replicas > 1, "minAvailable": 1}
