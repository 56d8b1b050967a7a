"""The nodes of a GKE cluster: what they are, what they may do, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from components.cluster.gcp_project import service_account
from settings.clusters.base import CLOSED
from settings.clusters.gke import GkeNodePool

# To log, to report metrics and to pull images (CIS GKE 5.1.3, 5.2.1), and nothing of pods or data.
NODE_ROLES = ("roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader")
# GKE takes 40 characters, 8 of them the random suffix.
LONGEST_POOL = 32


@dataclass(frozen=True)
class NodeAccount:
    """The service account of every node, and the grants without which a node is of no use."""

    email: pulumi.Output[str]
    grants: tuple[pulumi.Resource, ...]


def node_account(name: str, project: str, opts: pulumi.ResourceOptions) -> NodeAccount:
    """An account of the nodes' own, in place of Compute Engine's default one, which may edit the project (CIS GKE 5.2.1)."""
    account = service_account(f"{name}-node", project, f"Nodes of the GKE cluster {name}", opts)
    grants = tuple(
        gcp.projects.IAMMember(
            f"{name}-node-{role.rpartition('.')[2]}",
            project=project,
            role=role,
            member=account.member,
            opts=opts,
        )
        for role in NODE_ROLES
    )
    return NodeAccount(account.email, grants)


@dataclass(frozen=True)
class NodePlace:
    """What the pools of one cluster have in common.

    cluster: an output of it, so that it exists; it waits in turn for what a node needs as it boots, a way out to the
    internet and the account's grants, and those outlive the nodes.
    """

    cluster: pulumi.Output[str]
    project: str
    region: str
    zones: Sequence[str]
    account: NodeAccount
    labels: Mapping[str, str]


def first_nodes(pool: GkeNodePool, zones: int) -> int:
    """How many nodes each zone starts with, so that together they are at least the pool's min."""
    return -(-pool.min // zones)


def autoscaling(pool: GkeNodePool) -> gcp.container.NodePoolAutoscalingArgs:
    """The bounds over all zones. On demand the zones are kept even; spot nodes are taken where there are any to have."""
    return gcp.container.NodePoolAutoscalingArgs(
        total_min_node_count=pool.min,
        total_max_node_count=pool.max,
        location_policy="ANY" if pool.spot else "BALANCED",
    )


def node_config(pool: GkeNodePool, place: NodePlace) -> gcp.container.NodePoolNodeConfigArgs:
    """A node of the pool."""
    return gcp.container.NodePoolNodeConfigArgs(
        machine_type=pool.machine_type,
        image_type="COS_CONTAINERD",  # Container-Optimized OS: read-only root, updated as a whole (CIS GKE 5.5.1)
        disk_type="pd-balanced",
        disk_size_gb=pool.disk_gib,
        spot=pool.spot,
        service_account=place.account.email,
        # The account's roles say what a node may do; scopes are the older, coarser way to say it.
        oauth_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        # A node proves what it booted (CIS GKE 5.5.5), integrity is watched (5.5.6), only signed drivers load (5.5.7).
        shielded_instance_config=gcp.container.NodePoolNodeConfigShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_integrity_monitoring=True
        ),
        # A pod that asks for credentials gets its own, never the node's (CIS GKE 5.2.2, 5.4.1).
        workload_metadata_config=gcp.container.NodePoolNodeConfigWorkloadMetadataConfigArgs(
            mode="GKE_METADATA"
        ),
        metadata={"disable-legacy-endpoints": "true"},
        # The kubelet answers nobody without credentials (CIS GKE 3.2.4).
        kubelet_config=gcp.container.NodePoolNodeConfigKubeletConfigArgs(
            insecure_kubelet_readonly_port_enabled="FALSE"
        ),
        labels=pool.labels or None,
        taints=[gcp.container.NodePoolNodeConfigTaintArgs(key=CLOSED, value="true", effect="NO_SCHEDULE")]
        if pool.closed
        else None,
        resource_labels=dict(place.labels),
    )


def node_pool(
    name: str, pool_name: str, pool: GkeNodePool, place: NodePlace, opts: pulumi.ResourceOptions
) -> gcp.container.NodePool:
    """Make one pool. Its name is made up, so that a replacement is created before the old pool is deleted.

    Raises pulumi.RunError when the names of cluster and pool are too long together.
    """
    label = f"{name}-{pool_name}"
    if len(label) > LONGEST_POOL:
        raise pulumi.RunError(
            f"expected the names of a cluster and its pool to have at most {LONGEST_POOL - 1} characters together on Google "
            f"Cloud, got {label!r}: shorten one of them"
        )
    return gcp.container.NodePool(
        label,
        project=place.project,
        location=place.region,
        cluster=place.cluster,
        node_locations=list(place.zones),
        initial_node_count=first_nodes(pool, len(place.zones)),
        autoscaling=autoscaling(pool),
        # A broken node is made again (CIS GKE 5.5.2), and nodes follow the control plane (CIS GKE 5.5.3).
        management=gcp.container.NodePoolManagementArgs(auto_repair=True, auto_upgrade=True),
        # One more node is there before one goes, so capacity never drops.
        upgrade_settings=gcp.container.NodePoolUpgradeSettingsArgs(
            strategy="SURGE", max_surge=1, max_unavailable=0
        ),
        network_config=gcp.container.NodePoolNetworkConfigArgs(enable_private_nodes=True),  # CIS GKE 5.6.5
        node_config=node_config(pool, place),
        # How many nodes there were at first is history, and a change of it would replace the pool.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(ignore_changes=["initialNodeCount"])),
    )
