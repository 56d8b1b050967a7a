"""Velero: the cluster's objects into a bucket by the clock, and snapshots of its volumes."""

from collections.abc import Mapping

import pulumi

from components import naming
from components.contracts import BackupStore
from components.grants import BucketHandle, Identity
from components.platform.ground import Ground
from components.platform.namespaces import PodSecurity
from components.platform.network import Known, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources
from components.platform.velero import regions as over
from components.platform.velero.regions import ALONE, CONTAINER, POD, Regions
from facts import charts
from settings.layers import merged
from settings.platform import PlatformSettings
from settings.platform.backup import LOCATION, Backup

NAMESPACE = "velero"
SERVICE_ACCOUNT = "velero-server"
# What is gone or made anew by the time of a restore, and would only make backups larger.
EXCLUDED_RESOURCES = (
    "events",
    "events.events.k8s.io",
    "leases.coordination.k8s.io",
    "endpoints",
    "endpointslices.discovery.k8s.io",
)
_PORT = 8085
_SMALL = resources("50m", "64Mi", "500m", "256Mi")


def traffic(around: Regions = ALONE) -> tuple[Traffic, ...]:
    """The server reaches the Kubernetes API and the bucket; the job that brings the kinds, before it, the API alone."""
    api = edge(Known.API_SERVER)
    # A Job's own label: the chart gives these pods none.
    job = {"batch.kubernetes.io/job-name": f"{charts.VELERO.release_name}-upgrade-crds"}
    return (
        Traffic(
            "server",
            {"app.kubernetes.io/name": "velero", "name": "velero"},
            accepts=(edge(Known.PROMETHEUS, _PORT),),
            reaches=(api, edge(Known.CLOUD)),
        ),
        Traffic("kinds", job, reaches=(api,)),
        *over.traffic(around),
    )


def schedule(settings: Backup, *, moves: bool = False) -> Values:
    """The body of the one schedule. Everything but what is excluded, the Secrets too: that is what the bucket is closed for.

    moves: the data of volumes into the bucket, after which their snapshots go.
    """
    return {
        "disabled": False,
        "schedule": settings.schedule,
        # A schedule that is deleted must not take its backups with it.
        "useOwnerReferencesInBackup": False,
        "template": {
            "ttl": f"{settings.retention_days * 24}h0m0s",
            "storageLocation": LOCATION,
            "includedNamespaces": ["*"],
            "excludedNamespaces": list(settings.excluded_namespaces),
            "excludedResources": list(EXCLUDED_RESOURCES),
            "snapshotVolumes": settings.snapshots,
            **({"snapshotMoveData": True} if moves else {}),
        },
    }


def _named() -> Values:
    """What the chart's schema wants to be named, though the chart has the same by itself."""
    repository, _, tag = charts.VELERO_SERVER.rpartition(":")
    kubectl = {"image": {"repository": "registry.k8s.io/kubectl"}}
    return {
        "image": {"repository": repository, "tag": tag, "pullPolicy": "IfNotPresent"},
        # Of jobs that are off here; were one on, it would have to meet the namespace's level too.
        "kubectl": {**kubectl, "containerSecurityContext": dict(CONTAINER), "resources": _SMALL},
        "upgradeCRDsJob": {"automountServiceAccountToken": True},
        "dnsPolicy": "ClusterFirst",
        "rbac": {"create": True, "clusterAdministrator": True, "clusterAdministratorName": "cluster-admin"},
        "configMaps": {},
    }


def _plugin(store: BackupStore) -> Values:
    """The container that brings the cloud's plugin, before the server."""
    return {
        "name": "plugin",
        "image": store.plugin,
        "imagePullPolicy": "IfNotPresent",
        "securityContext": dict(CONTAINER),
        "resources": _SMALL,
        "volumeMounts": [{"mountPath": "/target", "name": "plugins"}],
    }


def _metrics(*, scraped: bool) -> Values:
    return {
        "enabled": True,
        # The kind is there; whether the chart sees it in a preview must not decide.
        "serviceMonitor": {"enabled": scraped, "autodetect": False},
        "nodeAgentPodMonitor": {"enabled": False, "autodetect": False},
        "prometheusRule": {"enabled": False, "autodetect": False},
        "service": {},
        "podAnnotations": {},
    }


def values(
    settings: PlatformSettings,
    store: BackupStore,
    bucket: BucketHandle,
    identity: Identity,
    around: Regions = ALONE,
) -> Values:
    """Values of velero, at the restricted Pod Security level. One replica: the project has no second one wait its turn.

    Snapshots are the CSI driver's, by the driver's own rights: the server itself needs no leave on any disk, as it would with
    its plugins' snapshots, and restores go through the driver too. It is cluster-admin inside the cluster, as the project has
    it: it reads and makes anew objects of every kind.
    """
    snapshots = [snapshot_class(store)] if settings.backup.snapshots else []
    here = {
        "resources": resources("100m", "256Mi", "1", "1Gi"),
        "priorityClassName": PRIORITY_CLASS,
        "podLabels": dict(identity.pod_labels),
        "podSecurityContext": dict(POD),
        "containerSecurityContext": dict(CONTAINER),
        "initContainers": [_plugin(store)],
        # A job before each install and upgrade; Helm itself would never upgrade the kinds.
        "upgradeCRDs": True,
        "upgradeJobResources": _SMALL,
        "serviceAccount": {
            "server": {
                "create": True,
                "name": SERVICE_ACCOUNT,
                "annotations": dict(identity.annotations),
                "automountServiceAccountToken": True,
            }
        },
        # No key of a cloud's: the identity is the pod's own.
        "credentials": {"useSecret": False},
        # It is for volumes without snapshots, of which there are none here, and for data that goes to another region, for which
        # `over` turns it on.
        "deployNodeAgent": False,
        # Where the plugins' own snapshots would go.
        "snapshotsEnabled": False,
        "configuration": {
            "features": "EnableCSI" if settings.backup.snapshots else "",
            "backupStorageLocation": [
                {
                    "name": LOCATION,
                    "provider": store.provider,
                    "bucket": bucket.name,
                    "default": True,
                    "config": dict(store.config(bucket, identity)),
                },
                *over.locations(store, identity, around),
            ],
        },
        "extraObjects": [*snapshots, *over.objects(identity, around)],
        "schedules": {around.schedule: schedule(settings.backup, moves=around.moves)},
        "metrics": _metrics(scraped=settings.monitoring.there),
        **_named(),
    }
    return merged(here, over.values(identity, around))


def snapshot_class(store: BackupStore) -> Values:
    """The VolumeSnapshotClass that Velero finds by its label.

    Retain: a namespace that is deleted does not take its snapshots along; Velero deletes them with their backup.
    """
    return {
        "apiVersion": "snapshot.storage.k8s.io/v1",
        "kind": "VolumeSnapshotClass",
        "metadata": {"name": "velero", "labels": {"velero.io/csi-volumesnapshot-class": "true"}},
        "driver": store.csi_driver,
        "deletionPolicy": "Retain",
        **({"parameters": dict(store.snapshots)} if store.snapshots else {}),
    }


class Velero(pulumi.ComponentResource):
    """Velero with a bucket and an identity of its own. The bucket outlives what Velero deletes from it by 30 days.

    bucket: made at once; the rest by `install`, once every cluster's bucket is there for the others.
    """

    bucket: BucketHandle

    def __init__(
        self, name: str, ground: Ground, store: BackupStore, opts: pulumi.ResourceOptions | None = None
    ):
        super().__init__(naming.type_token("platform", "Velero"), name, None, opts)
        self._ground, self._store = ground, store
        child = pulumi.ResourceOptions(parent=self)
        # It deletes what has expired itself; a rule of the bucket's would take parts of a backup that is to be kept for longer.
        self.bucket = ground.cluster.bucket(f"{ground.prefix}-backups", None, child, apart=over.RESTORES)

    def install(self, others: Mapping[str, BucketHandle]) -> None:
        """others: clusters whose backups are copied into this cluster's region, with the bucket of each."""
        ground, settings = self._ground, self._ground.settings
        around = over.regions(ground.cluster, others, settings.backup)
        identity = ground.cluster.identity(
            f"{ground.prefix}-velero",
            NAMESPACE,
            SERVICE_ACCOUNT,
            over.grants(self.bucket, around),
            pulumi.ResourceOptions(parent=self),
        )
        level: PodSecurity = "baseline" if around.movers else "restricted"
        why = over.WHY_BASELINE if around.movers else ""
        home = ground.namespace(NAMESPACE, level, traffic(around), self, why=why)
        ground.release(
            charts.VELERO,
            home,
            values(settings, self._store, self.bucket, identity, around),
            self,
            settings.backup.values,
            after=identity.ready,
        )
        self.register_outputs({})
