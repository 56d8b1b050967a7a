"""What a healthy cluster answers about an object: its metadata, and a status that looks ready."""

import hashlib
from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.kinds import Call, Properties, value_at

CREATED = "2026-01-01T00:00:00Z"
READY = {"lastTransitionTime": CREATED, "status": "True"}


def digest(call: Call, salt: str) -> str:
    """64 hex digits that depend only on the call's token and the salt."""
    return hashlib.sha256(f"{call.token}/{salt}".encode()).hexdigest()


def metadata(call: Call, name: str, namespace: str | None) -> Properties:
    """The object's metadata as the API server fills it in; each update raises resourceVersion and generation by 1."""
    text = digest(call, "uid")
    uid = "-".join((text[:8], text[8:12], "4" + text[13:16], "8" + text[17:20], text[20:32]))
    before = value_at(call.olds, "metadata") or {}
    given = call.inputs.get("metadata") or {}
    return {
        **given,
        "name": name,
        **({"namespace": namespace} if namespace else {}),
        "uid": before.get("uid", uid),
        "creationTimestamp": CREATED,
        "generation": int(before.get("generation", 0)) + 1,
        "resourceVersion": str(int(before.get("resourceVersion", 0)) + 1),
    }


def conditions(*types: str) -> list[dict[str, Any]]:
    """Conditions that all hold."""
    return [{"type": type_, **READY} for type_ in types]


def replicas(call: Call) -> int:
    """How many pods the object wants; 1 unless told otherwise."""
    wanted = value_at(call.inputs, "spec.replicas")
    return wanted if isinstance(wanted, int) else 1


def deployment(call: Call) -> Properties:
    """Every replica is available."""
    count = replicas(call)
    numbers = dict.fromkeys(("replicas", "readyReplicas", "availableReplicas", "updatedReplicas"), count)
    return {
        "status": {**numbers, "observedGeneration": 1, "conditions": conditions("Available", "Progressing")}
    }


def daemon_set(call: Call) -> Properties:
    """One pod on each of three nodes."""
    names = (
        "currentNumberScheduled",
        "desiredNumberScheduled",
        "numberAvailable",
        "numberReady",
        "updatedNumberScheduled",
    )
    return {"status": {**dict.fromkeys(names, 3), "numberMisscheduled": 0, "observedGeneration": 1}}


def job(call: Call) -> Properties:
    """It has succeeded."""
    done = {
        "succeeded": 1,
        "startTime": CREATED,
        "completionTime": CREATED,
        "conditions": conditions("Complete"),
    }
    return {"status": done}


def service(call: Call) -> Properties:
    """It has a cluster address, and a host name when it is a load balancer."""
    spec = dict(call.inputs.get("spec") or {})
    number = int(digest(call, "address")[:4], 16)
    spec.setdefault("type", "ClusterIP")
    if spec["type"] != "ExternalName":
        spec.setdefault("clusterIP", f"172.20.{number >> 8}.{number & 255}")
    if spec["type"] != "LoadBalancer":
        return {"spec": spec, "status": {"loadBalancer": {}}}
    return {"spec": spec, "status": {"loadBalancer": {"ingress": [{"hostname": host(call)}]}}}


def host(call: Call) -> str:
    """The name of the load balancer behind an object."""
    name = value_at(call.inputs, "metadata.name")
    return f"{name}-{digest(call, 'load-balancer')[:8]}.elb.example.com"


def ingress(call: Call) -> Properties:
    """It has an address."""
    return {"status": {"loadBalancer": {"ingress": [{"hostname": host(call)}]}}}


ANSWERS: Mapping[str, Any] = {
    "Deployment": deployment,
    "ReplicaSet": deployment,
    "StatefulSet": lambda call: {"status": {**deployment(call)["status"], "currentReplicas": replicas(call)}},
    "DaemonSet": daemon_set,
    "Job": job,
    "Service": service,
    "Ingress": ingress,
    "Namespace": lambda call: {"status": {"phase": "Active"}},
    "Pod": lambda call: {
        "status": {"phase": "Running", "conditions": conditions("Ready", "ContainersReady")}
    },
    "PersistentVolumeClaim": lambda call: {"status": {"phase": "Bound"}},
    "HorizontalPodAutoscaler": lambda call: {
        "status": {
            "currentReplicas": 1,
            "desiredReplicas": 1,
            "conditions": conditions("ScalingActive", "AbleToScale"),
        }
    },
    "PodDisruptionBudget": lambda call: {
        "status": {"disruptionsAllowed": 1, "currentHealthy": 2, "desiredHealthy": 1, "expectedPods": 2}
    },
    "CustomResourceDefinition": lambda call: {
        "status": {"conditions": conditions("Established", "NamesAccepted")}
    },
}
"""Kind -> the computed outputs beside metadata."""


def custom(call: Call) -> Properties:
    """A custom resource whose controller reports it ready."""
    return {"status": {"conditions": conditions("Ready")}}
