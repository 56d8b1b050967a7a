"""What pods and nodes use, and how the metrics APIs say it. Pure.

The APIs: https://github.com/kubernetes/metrics, pkg/apis. A sample covers so short a window that a pod's first one counts: the
autoscaler leaves out samples whose window began before the pod was ready (kubernetes pkg/controller/podautoscaler,
replica_calculator.go, groupPods).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.life.metrics.load import USUAL, Load, key
from rehearsal.life.placing import requests

Object = dict[str, Any]
WINDOW = "1s"
LEAST = {"cpu": 0.005, "memory": 16 * 2.0**20}
"""What a container uses that requests nothing."""


@dataclass(frozen=True)
class Sample:
    """What a pod's containers use, by container: cores and bytes."""

    namespace: str
    name: str
    workload: str
    node: str
    labels: Mapping[str, str]
    containers: Mapping[str, tuple[float, float]]


def workload(pod: Mapping[str, Any]) -> str:
    """What a pod is of: its Deployment, StatefulSet, DaemonSet or Job, else itself."""
    metadata = pod["metadata"]
    owners = metadata.get("ownerReferences") or ()
    if not owners:
        return str(metadata["name"])
    name, digest = str(owners[0]["name"]), (metadata.get("labels") or {}).get("pod-template-hash")
    return name.removesuffix(f"-{digest}") if owners[0]["kind"] == "ReplicaSet" and digest else name


def ready(pod: Mapping[str, Any]) -> bool:
    """Whether a pod serves."""
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any((one["type"], one["status"]) == ("Ready", "True") for one in conditions)


def samples(pods: Iterable[Object], loads: Mapping[str, Load]) -> list[Sample]:
    """The samples of the pods that are ready."""
    serving = [(pod, workload(pod)) for pod in pods if ready(pod)]
    count = Counter(key(pod["metadata"]["namespace"], name) for pod, name in serving)
    found = []
    for pod, name in serving:
        metadata = pod["metadata"]
        where = key(metadata["namespace"], name)
        load = loads.get(where, USUAL)
        share = {"cpu": load.share(count[where]), "memory": load.memory}
        always = [
            one for one in pod["spec"].get("initContainers") or () if one.get("restartPolicy") == "Always"
        ]
        used = {}
        for container in (*pod["spec"]["containers"], *always):
            asked = requests(container)
            cpu, memory = (asked[r] * share[r] if asked.get(r) else LEAST[r] for r in ("cpu", "memory"))
            used[container["name"]] = (cpu, memory)
        labels = metadata.get("labels") or {}
        found.append(
            Sample(
                metadata["namespace"], metadata["name"], name, pod["spec"].get("nodeName", ""), labels, used
            )
        )
    return found


def pod_metrics(sample: Sample, now: str) -> Object:
    """A PodMetrics."""
    return {
        "metadata": {
            "name": sample.name,
            "namespace": sample.namespace,
            "labels": dict(sample.labels),
            "creationTimestamp": now,
        },
        "timestamp": now,
        "window": WINDOW,
        "containers": [{"name": name, "usage": _usage(*used)} for name, used in sample.containers.items()],
    }


def node_metrics(found: Iterable[Sample], now: str) -> list[Object]:
    """A NodeMetrics for each node that has a pod."""
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for sample in found:
        for cpu, memory in sample.containers.values():
            total[sample.node][0] += cpu
            total[sample.node][1] += memory
    return [
        {
            "metadata": {"name": name, "creationTimestamp": now},
            "timestamp": now,
            "window": WINDOW,
            "usage": _usage(*used),
        }
        for name, used in sorted(total.items())
    ]


def selected(labels: Mapping[str, str], selector: str) -> bool:
    """Whether labels match a selector as the API server writes it: `a=b,c in (d,e),!f`."""
    for term in _terms(selector):
        if " notin (" in term or " in (" in term:
            name, _, given = term.partition(" notin (" if " notin (" in term else " in (")
            inside = labels.get(name) in [one.strip() for one in given.removesuffix(")").split(",")]
            if inside == (" notin (" in term):
                return False
        elif "!=" in term:
            name, _, value = term.partition("!=")
            if labels.get(name) == value:
                return False
        elif "=" in term:
            name, _, value = term.replace("==", "=").partition("=")
            if labels.get(name) != value:
                return False
        elif (term.lstrip("!") in labels) == term.startswith("!"):
            return False
    return True


def quantity(number: float) -> str:
    """A number as a quantity in thousandths, rounded up."""
    return f"{math.ceil(round(number * 1000, 6))}m"


def _usage(cpu: float, memory: float) -> Object:
    return {"cpu": quantity(cpu), "memory": f"{math.ceil(memory / 1024)}Ki"}


def _terms(selector: str) -> list[str]:
    terms, depth, last = [], 0, ""
    for letter in selector:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            terms.append(last.strip())
            last = ""
        else:
            last += letter
    return [term for term in (*terms, last.strip()) if term]
