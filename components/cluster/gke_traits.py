"""What is particular to GKE, as data for whoever runs on the cluster."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.cluster.gke_access import STORAGE_CLASS
from components.cluster.gke_identity import ANNOTATION
from components.contracts import BackupStore, ClusterTraits, ControlPlane, DnsProvider, DnsZone, ProvingZone
from components.grants import BucketHandle, Identity, ProveNames
from facts import charts
from settings.clusters.gke import GkeCluster
from settings.global_dns import GlobalDns


def control_plane(settings: GkeCluster) -> ControlPlane:
    """The API's private endpoint is an address of the nodes' block. It calls webhooks through agents in the cluster, the
    Konnectivity proxy's, or from that address."""
    nodes = (settings.network.nodes,)
    agents = ("kube-system", {"k8s-app": "konnectivity-agent"})
    return ControlPlane(api=nodes, caller_blocks=nodes, caller_pods=(agents,))


def dns_zone(settings: GkeCluster) -> DnsZone | None:
    """A managed zone of Cloud DNS, edited as the identity of cert-manager's own service account."""
    if settings.dns is None:
        return None
    solver = {"cloudDNS": {"project": settings.project, "hostedZoneName": settings.dns.zone}}
    flags = {"google-project": settings.project, "zone-id-filter": settings.dns.zone}
    provider = DnsProvider("google", {**flags, "google-zone-visibility": "public"})
    proving = ProveNames(settings.dns.zone)
    return DnsZone(settings.dns.domain, lambda identity: solver, proving, settings.dns.zone, provider)


def names_zone(names: GlobalDns | None) -> ProvingZone | None:
    """The managed zone of the names that lead to several clusters, which may be another project's."""
    if names is None or names.provider != "cloud-dns":
        return None
    solver = {"cloudDNS": {"project": names.project, "hostedZoneName": names.zone}}
    return ProvingZone(names.domain, lambda identity: solver, ProveNames(names.zone, names.project))


def log_store(bucket: BucketHandle) -> Mapping[str, Any]:
    """Loki in Cloud Storage, by Google's default credentials."""
    return {"type": "gcs", "bucketNames": {"chunks": bucket.name}}


def _backup_config(bucket: BucketHandle, identity: Identity) -> Mapping[str, pulumi.Input[str]]:
    # Whose name links are signed with; without a key file the plugin cannot tell by itself.
    return {"serviceAccount": identity.annotations[ANNOTATION]}


BACKUP_STORE = BackupStore(
    provider="gcp",
    config=_backup_config,
    plugin=charts.VELERO_PLUGIN_GCP,
    csi_driver="pd.csi.storage.gke.io",
)
"""Velero in Cloud Storage."""


def traits(
    project: str,
    plane: ControlPlane | None = None,
    dns: DnsZone | None = None,
    names: ProvingZone | None = None,
    address: pulumi.Input[str] | None = None,
) -> ClusterTraits:
    """The traits of a GKE cluster. address: reserved for the load balancer of the way in.

    A load balancer by backend services (RBS) checks each node's healthCheckNodePort with externalTrafficPolicy: Local, keeps
    the client's address, and counts towards no target pool. The annotation holds from the Service's creation on.
    """
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations={"cloud.google.com/l4-rbs": "enabled"},
        # cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing; it is by backend services anyway.
        internal_load_balancer_annotations={"networking.gke.io/load-balancer-type": "Internal"},
        secret_store={"gcpsm": {"projectID": project}},
        rclone={
            "RCLONE_CONFIG_STORE_TYPE": "google cloud storage",
            "RCLONE_CONFIG_STORE_ENV_AUTH": "true",
            # Objects have no access lists of their own; rclone would send one with each.
            "RCLONE_CONFIG_STORE_BUCKET_POLICY_ONLY": "true",
            # Otherwise rclone tries to create the bucket, which no grant allows.
            "RCLONE_CONFIG_STORE_NO_CHECK_BUCKET": "true",
        },
        # Where Dataplane V2 lets pods reach GKE's metadata server ("Workload Identity Federation for GKE", network policies).
        identity_endpoint="169.254.169.254",
        # GKE runs the first three out of reach, and Dataplane V2 has no kube-proxy.
        # Its DNS is kube-dns, where nothing answers on CoreDNS' port.
        hidden_control_plane=("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy", "coreDns"),
        control_plane=plane or ControlPlane(),
        dns=dns,
        names=names,
        address=address,
        # Where the kubelet of GKE's node images looks; the usual folder is on their read-only file system.
        cni_binaries="/home/kubernetes/bin",
        log_store=log_store,
        backup_store=BACKUP_STORE,
    )
