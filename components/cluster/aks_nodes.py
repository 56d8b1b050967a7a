"""The nodes of an AKS cluster: a system pool within the cluster, and a pool of their own for each of the settings'."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_azure_native as azure

from settings.clusters.aks import SURGE, AksNodePool
from settings.clusters.base import CLOSED

ZONES = ("1", "2", "3")
SYSTEM = "system"


def pool_name(name: str, pool: AksNodePool) -> str:
    """The pool's name on Azure: its own, and four digits of what it is made of.

    What cannot change in place thus changes the name, so that a replacement is created before the old pool is deleted.
    """
    made_of = [pool.vm_size, pool.disk_gib, pool.ephemeral, pool.spot]
    return name + hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:4]


@dataclass(frozen=True)
class NodePlace:
    """What the pools of one cluster have in common. subnet: the nodes', by id."""

    kubernetes: str
    subnet: pulumi.Input[str]
    tags: Mapping[str, str]


def node_settings(pool: AksNodePool, place: NodePlace) -> dict[str, Any]:
    """What every pool has, as arguments of a pool."""
    return {
        "vm_size": pool.vm_size,
        "orchestrator_version": pool.kubernetes or place.kubernetes,
        "vnet_subnet_id": place.subnet,
        "availability_zones": list(ZONES),
        "count": pool.min,
        "min_count": pool.min,
        "max_count": pool.max,
        "enable_auto_scaling": True,
        "enable_node_public_ip": False,  # private nodes: CIS AKS 5.4.3
        # The host encrypts what it keeps for the node, caches and temporary disks included (MCSB DP-4).
        "enable_encryption_at_host": True,
        "os_type": "Linux",
        # Microsoft's own distribution: a fraction of Ubuntu's packages, so less to attack and less to patch.
        "os_sku": "AzureLinux",
        "os_disk_type": "Ephemeral" if pool.ephemeral else "Managed",
        "os_disk_size_gb": pool.disk_gib,
        "max_pods": 110,
        "type": "VirtualMachineScaleSets",
        "node_labels": dict(pool.labels) or None,
        "tags": dict(place.tags),
        # Only a boot chain that is signed starts; ARM sizes do not have it. Nobody logs in to a node: `kubectl debug` does.
        "security_profile": azure.containerservice.AgentPoolSecurityProfileArgs(
            enable_secure_boot=not pool.arm, enable_vtpm=not pool.arm, ssh_access="Disabled"
        ),
        # A node that does not drain within half an hour is left cordoned, and the upgrade goes on with the next.
        "upgrade_settings": azure.containerservice.AgentPoolUpgradeSettingsArgs(
            max_surge=f"{SURGE:.0%}", drain_timeout_in_minutes=30, undrainable_node_behavior="Cordon"
        ),
    }


def system_pool(
    pool: AksNodePool, place: NodePlace
) -> azure.containerservice.ManagedClusterAgentPoolProfileArgs:
    """The pool that AKS cannot do without. The taint keeps everything but AKS's own off it."""
    return azure.containerservice.ManagedClusterAgentPoolProfileArgs(
        name=pool_name(SYSTEM, pool),
        mode="System",
        node_taints=["CriticalAddonsOnly=true:NoSchedule"],
        **node_settings(pool, place),
    )


def user_pool(
    label: str,
    name: str,
    pool: AksNodePool,
    place: NodePlace,
    cluster: azure.containerservice.ManagedCluster,
    group: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> azure.containerservice.AgentPool:
    """Make one pool for applications. label: of the resource; name: of the pool in the settings."""
    details = node_settings(pool, place)
    if pool.spot:
        details |= {"scale_set_priority": "Spot", "scale_set_eviction_policy": "Delete", "spot_max_price": -1}
        del details["upgrade_settings"]  # a spot pool cannot surge: AKS refuses the setting
    return azure.containerservice.AgentPool(
        label,
        resource_group_name=group,
        resource_name_=cluster.name,
        agent_pool_name=pool_name(name, pool),
        mode="User",
        node_taints=[f"{CLOSED}=true:NoSchedule"] if pool.closed else None,
        **details,
        # The number of nodes is the autoscaler's, within the bounds.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(ignore_changes=["count"])),
    )
