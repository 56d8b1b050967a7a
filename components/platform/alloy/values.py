"""What Alloy's two releases are told besides their configuration. Pure."""

from dataclasses import dataclass
from typing import Any

from components.platform.network import Edge, Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "alloy"
PODS = Pods({"app.kubernetes.io/name": "alloy"}, NAMESPACE)
"""Of both releases: who writes to Loki."""
_PORT = 12345
_USER = 473  # of the image (github.com/grafana/alloy, Dockerfile)


@dataclass(frozen=True)
class Task:
    """What one of the releases does. reads: the kinds of Kubernetes' core group that it may read."""

    release: str
    controller: dict[str, Any]
    reads: tuple[str, ...]


LOGS = Task(
    charts.ALLOY.release_name,
    # Whatever else a node is kept for, its pods' logs are wanted.
    {"type": "daemonset", "tolerations": [{"operator": "Exists"}]},
    ("pods", "pods/log"),
)
EVENTS = Task(charts.ALLOY_EVENTS.release_name, {"type": "deployment", "replicas": 1}, ("events",))


def labels(release: str) -> dict[str, str]:
    """Of the pods of one of the releases."""
    return {"app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": release}


def traffic(loki: Edge) -> tuple[Traffic, ...]:
    """Out to the Kubernetes API and to Loki. loki: the edge to its gateway."""
    return tuple(
        Traffic(
            task.release,
            labels(task.release),
            accepts=(edge(Known.PROMETHEUS, _PORT),),
            reaches=(edge(Known.API_SERVER), loki),
        )
        for task in (LOGS, EVENTS)
    )


def values(settings: PlatformSettings, task: Task, config: str) -> Values:
    """Values of alloy, at the restricted Pod Security level: no root, no node's files, nothing to write but its own place."""
    return {
        # Configuration by kinds of its own is not used, and Helm would never upgrade them.
        "crds": {"create": False},
        "global": {
            "podSecurityContext": {
                "runAsNonRoot": True,
                "runAsUser": _USER,
                "runAsGroup": _USER,
                "fsGroup": _USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            }
        },
        "alloy": {
            "configMap": {"content": config},
            "enableReporting": False,
            "extraEnv": [
                {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
            ],
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            },
            # How far it has read, for a container that starts again; a new pod reads anew, and Loki drops what it has.
            "mounts": {"extra": [{"name": "tmp", "mountPath": "/tmp"}]},
            "resources": resources("50m", "128Mi", "500m", "512Mi"),
        },
        "configReloader": {"resources": resources("10m", "32Mi", "50m", "64Mi")},
        "controller": {
            **task.controller,
            "priorityClassName": PRIORITY_CLASS,
            "volumes": {"extra": [{"name": "tmp", "emptyDir": {}}]},
        },
        # The chart would let every node's Alloy read every Secret of the cluster (CIS Kubernetes 5.1.2).
        "rbac": {
            "rules": [{"apiGroups": [""], "resources": list(task.reads), "verbs": ["get", "list", "watch"]}],
            # The chart puts them below the others, and an empty list there is no YAML.
            "clusterRules": [{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}],
        },
        "serviceMonitor": {"enabled": settings.monitoring.there},
    }
