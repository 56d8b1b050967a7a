"""The managed node groups of a simulated EKS cluster. Pools of Karpenter are objects of the cluster: see karpenter.py."""

from facts.aws_instance_types import ARCHITECTURES
from facts.machines import ec2
from rehearsal.life.cluster import Cluster, Pool, Taint
from rehearsal.simulation.aws.eks import CLUSTER
from rehearsal.simulation.aws.eks_addons import ADDON
from rehearsal.simulation.aws.eks_nodes import NODES
from rehearsal.simulation.aws.vpc import SUBNET
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.world import Entity, World

TYPES = frozenset({CLUSTER, NODES, ADDON})
"""What a change of must be told to the cluster's life."""
EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}
DEFAULT_TYPE = "t3.medium"
"""What EKS takes where neither the group nor its template names a type (API_CreateNodegroup)."""


def find(world: World, identity: str, server: str) -> Cluster | None:
    """The cluster with that ARN, or behind that endpoint, with its node groups and add-ons; None when there is none."""
    found = next(
        (
            e
            for e in world
            if e.type == CLUSTER and (e.outputs["arn"] == identity or e.outputs["endpoint"] == server)
        ),
        None,
    )
    if found is None:
        return None
    groups = [e for e in world.of(NODES, found.scope) if e.inputs.get("clusterName") == found.id]
    addons = [e for e in world.of(ADDON, found.scope) if e.inputs.get("clusterName") == found.id]
    return Cluster(
        "eks", found.id, str(found.outputs["arn"]).split(":")[3], tuple(_pool(world, group) for group in groups),
        tuple(str(addon.inputs.get("addonName")) for addon in addons),
    )  # fmt: skip


def _pool(world: World, group: Entity) -> Pool:
    name = str(group.outputs.get("nodeGroupName"))
    types = list(texts(group.inputs, "instanceTypes")) or [DEFAULT_TYPE]
    machine = ec2(types[0])
    capacity = str(group.outputs.get("capacityType", "ON_DEMAND"))
    scaling = {
        key: int(one(group.inputs, f"scalingConfig.{key}", 0))
        for key in ("minSize", "maxSize", "desiredSize")
    }
    subnets = [world.get(SUBNET, id_, group.scope) for id_ in texts(group.inputs, "subnetIds")]
    zones = tuple(sorted({str(subnet.outputs["availabilityZone"]) for subnet in subnets if subnet}))
    return Pool(
        name, zones, types[0], machine.cpu, machine.memory_gib,
        scaling["minSize"], scaling["maxSize"], scaling["desiredSize"],
        labels={
            "eks.amazonaws.com/nodegroup": name, "eks.amazonaws.com/capacityType": capacity, **one(group.inputs, "labels", {}),
        },
        taints=tuple(
            Taint(taint["key"], taint.get("value", ""), EFFECTS[taint["effect"]]) for taint in values(group.inputs, "taints")
        ),
        architecture="arm64" if ARCHITECTURES.get(types[0]) == "arm64" else "amd64",
        pods=machine.pods, scaled_by="cluster-autoscaler",
    )  # fmt: skip
