"""What a cloud's own pods request, on each node and once for a cluster: room that nobody else has.

EKS: the manifests of its add-ons, github.com/aws/amazon-vpc-cni-k8s (charts/aws-vpc-cni/values.yaml: 25m of CPU for each of two
containers), github.com/kubernetes-sigs/aws-ebs-csi-driver (charts/aws-ebs-csi-driver/values.yaml: 10m and 40Mi for each
container), docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html (100m), the plugins' defaults for CoreDNS (100m and
70Mi) and metrics-server (100m and 200Mi), as of 2026-08. GKE and AKS publish no such sum: what stands here for them is an
allowance, of the size of what EKS' pods request and of the agents for logs and metrics that both clouds run on every node.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SystemPods:
    """On each node, and then once for the cluster: CPU in thousandths of a core, memory in MiB, and how many pods that is."""

    node_cpu: int
    node_memory: int
    node_pods: int
    cluster_cpu: int = 0
    cluster_memory: int = 0
    cluster_pods: int = 1


SYSTEM_PODS: Mapping[str, SystemPods] = {
    # aws-node, kube-proxy, ebs-csi-node and the agent of Pod Identity; CoreDNS at its most, ten, and two each of the CSI
    # controller (six containers), the snapshot controller and metrics-server.
    "eks": SystemPods(180, 120, 4, 1340, 1620, 16),
    "gke": SystemPods(300, 500, 8, 1000, 1024, 10),
    # The cluster's own are in its system pool, which applications do not get into.
    "aks": SystemPods(300, 500, 8),
}
"""Cloud, as `clusters.X.cloud` has it -> its pods."""
