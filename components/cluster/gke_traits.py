"""What is particular to GKE, as data for whoever runs on the cluster."""

from components.cluster.gke_access import STORAGE_CLASS
from components.contracts import ClusterTraits


def traits(project: str) -> ClusterTraits:
    """The traits of a GKE cluster.

    A load balancer by backend services (RBS) checks each node's healthCheckNodePort with externalTrafficPolicy: Local, keeps
    the client's address, and counts towards no target pool. The annotation holds from the Service's creation on.
    """
    return ClusterTraits(
        storage_class=STORAGE_CLASS,
        load_balancer_annotations={"cloud.google.com/l4-rbs": "enabled"},
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
        hidden_control_plane=("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"),
    )
