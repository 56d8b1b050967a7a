"""Velero over regions: the data of volumes in the bucket, and other clusters' backups, read in the region of their copies."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from components.contracts import BackupStore, Cluster
from components.grants import BucketHandle, Grant, Identity, ReadBucket, UseBucket, WriteFolder
from components.platform.network import Known, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources
from settings.platform.backup import Backup

COPY_OF = "groundwork/copy-of"
"""The annotation of a location by which one finds the bucket that it is a copy of."""
# Where Velero writes, beside the backup, how a restore of it went, and reads it again to know when volumes have their data
# (velero 1.18, pkg/persistence/object_store_layout.go).
RESTORES = "restores/"
MOVING = {"app.kubernetes.io/component": "data-mover"}
"""Labels of the pods that carry data between volumes and the bucket, and of the jobs that tidy what they have put there."""
WHY_BASELINE = "the pods that read and write a volume's data are root, for its files have owners of all kinds"
# Up to 2.2 GB were used for a million small files, and 0.8 for 900 GB in large ones (velero.io/docs/v1.18/performance-guidance).
_MOVERS = {"cpuRequest": "100m", "memoryRequest": "512Mi", "cpuLimit": "2", "memoryLimit": "2560Mi"}
_TIDIERS = {"cpuRequest": "100m", "memoryRequest": "256Mi", "cpuLimit": "1", "memoryLimit": "1Gi"}
# The one folder that may be written to in the server's container and in the agent's.
_SCRATCH = "/scratch"
CONTAINER = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
POD = {
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "fsGroup": 65532,
    "seccompProfile": {"type": "RuntimeDefault"},
}


@dataclass(frozen=True)
class Regions:
    """schedule: the name of the one schedule. moves: whether the data of volumes goes into the bucket, which has its copy in
    another region, while snapshots stay in their own. others: clusters whose buckets have their copy in this one's region, with
    the bucket of each. movers: whether data is moved either way."""

    schedule: str = "daily"
    moves: bool = False
    others: Mapping[str, BucketHandle] = field(default_factory=dict)
    movers: bool = False


ALONE = Regions()


def regions(cluster: Cluster, others: Mapping[str, BucketHandle], settings: Backup) -> Regions:
    """What a cluster has to do with the regions of others.

    Its schedule then has the cluster's name. Velero names a backup after its schedule and the minute, and never fetches one whose
    name it has already: with one name everywhere, backups of the same minute would hide each other.
    """
    paired = bool(cluster.copies_to or others)
    return Regions(
        f"daily-{cluster.name}" if paired else ALONE.schedule,
        moves=settings.snapshots and cluster.copies_to is not None,
        others=others,
        movers=settings.snapshots and paired,
    )


def traffic(around: Regions) -> tuple[Traffic, ...]:
    """The agent asks the Kubernetes API and nobody else; what it starts for a volume reaches the bucket besides."""
    if not around.movers:
        return ()
    api = edge(Known.API_SERVER)
    return (
        Traffic("node-agent", {"name": "node-agent"}, reaches=(api,)),
        Traffic("data-mover", MOVING, reaches=(api, edge(Known.CLOUD))),
    )


def grants(bucket: BucketHandle, around: Regions) -> Sequence[Grant]:
    """All of its own bucket; of the others' copies reading, and a note on each restore."""
    found: list[Grant] = [UseBucket(bucket, links=True)]
    for copy in _copies(around).values():
        found += [ReadBucket(copy, links=True), WriteFolder(copy, RESTORES)]
    return found


def locations(store: BackupStore, identity: Identity, around: Regions) -> list[Values]:
    """Where the others' backups are restored from, each by its cluster's name: nothing is backed up to there, and nothing that
    has expired is deleted, for the copy follows the original."""
    return [
        {
            "name": cluster,
            "provider": store.provider,
            "bucket": copy.name,
            "accessMode": "ReadOnly",
            "config": dict(store.config(copy, identity)),
            "annotations": {COPY_OF: around.others[cluster].name},
        }
        for cluster, copy in _copies(around).items()
    ]


def _copies(around: Regions) -> dict[str, BucketHandle]:
    return {cluster: bucket.copy for cluster, bucket in around.others.items() if bucket.copy}


def _instructions(identity: Identity) -> tuple[str, Values]:
    """What the agent is told of the pods that it starts, as a ConfigMap: named after its content, for it is read at the start."""
    labels = {**MOVING, **identity.pod_labels}
    told = json.dumps({"podLabels": labels, "podResources": _MOVERS}, sort_keys=True)
    name = f"node-agent-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    metadata = {"name": name}
    return name, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"agent.json": told}}


def objects(identity: Identity, around: Regions) -> list[Values]:
    """What the release brings besides."""
    return [_instructions(identity)[1]] if around.movers else []


def values(identity: Identity, around: Regions) -> Values:
    """Values of velero where data is moved: an agent on every node.

    Without folders of the node: those are for reading volumes that have no snapshots. So it needs no privilege, and is no root.
    """
    if not around.movers:
        return {}
    name, _ = _instructions(identity)
    labels = {**MOVING, **identity.pod_labels}
    return {
        "deployNodeAgent": True,
        "nodeAgent": {
            "disableHostPath": True,
            "podVolumePath": "/var/lib/kubelet/pods",
            "dnsPolicy": "ClusterFirst",
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("50m", "64Mi", "500m", "256Mi"),
            "podSecurityContext": {key: POD[key] for key in ("runAsUser", "fsGroup")},
            "containerSecurityContext": {
                **CONTAINER,
                **{key: POD[key] for key in ("runAsNonRoot", "seccompProfile")},
            },
            "extraArgs": [f"--node-agent-configmap={name}"],
            # What a pod of its own has logged is fetched into a file.
            "extraEnvVars": [{"name": "TMPDIR", "value": _SCRATCH}],
        },
        "configuration": {
            # Where it keeps what it knows of the repository of data, and its cache (pkg/repository/udmrepo/repo_options.go).
            "extraEnvVars": [{"name": "HOME", "value": _SCRATCH}],
            "repositoryMaintenanceJob": {
                "repositoryConfigData": {
                    "global": {
                        "podLabels": labels,
                        "podResources": dict(_TIDIERS),
                        "keepLatestMaintenanceJobs": 1,
                    }
                }
            },
        },
    }
