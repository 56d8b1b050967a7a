"""What an EKS cluster is charged for."""

import math
from collections.abc import Iterator
from typing import Any

from rehearsal.costs import copies, databases
from rehearsal.costs.items import Item, Part, gib, load_balancers, volumes
from rehearsal.costs.table import prices
from rehearsal.recorded import Recorded
from rehearsal.simulation.kinds import value_at

# A Bottlerocket node's own disk, beside the one for images and volumes: as large as the image says
# (github.com/bottlerocket-os/bottlerocket, "Default Volumes").
OS_DISK_GIB = 2
ZONES = 3
"""A load balancer has an address in each zone of the cluster."""


def items(part: Part) -> Iterator[Item]:
    """Everything on an EKS cluster's bill that has a price by the hour or by the month."""
    for _ in part.of("aws:eks/cluster:Cluster"):
        yield Item("control plane", "EKS", "eks/cluster", 1, 1)
    for group in part.of("aws:eks/nodeGroup:NodeGroup"):
        yield from _group(part, group)
    for pool in part.inside("kubernetes:karpenter.sh/v1:NodePool"):
        yield from _karpenter(part, pool)
    gateways, addresses = len(part.of("aws:ec2/natGateway:NatGateway")), len(part.of("aws:ec2/eip:Eip"))
    if gateways:
        yield Item("NAT", "NAT gateways", "nat", gateways, gateways)
    if addresses:
        yield Item("public IPs", "of NAT gateways", "public-ip", addresses, addresses)
    if places := sum(
        len(one.inputs.get("subnetIds") or ())
        for one in part.of("aws:ec2/vpcEndpoint:VpcEndpoint")
        if one.inputs.get("vpcEndpointType") == "Interface"
    ):
        yield Item("endpoints", "interface endpoints, in each zone", "endpoint", places, places)
    if balancers := load_balancers(part):
        yield Item("load balancers", "Network Load Balancers", "load-balancer", balancers, balancers)
        yield Item("public IPs", "of load balancers", "public-ip", balancers * ZONES, balancers * ZONES)
    if claimed := sum(volumes(part)):
        yield Item("volumes", "gp3, GiB", "disk/gp3", claimed, claimed)
    if keys := len(part.of("aws:kms/key:Key")):
        yield Item("keys", "KMS", "key", keys, keys)
    yield from databases.rds(part)
    yield from copies.aws(part)


def _group(part: Part, group: Recorded) -> Iterator[Item]:
    """A managed node group: on demand it takes its types in the order in which they are given."""
    low, high = (value_at(group.inputs, f"scalingConfig.{bound}") for bound in ("minSize", "maxSize"))
    type_ = group.inputs["instanceTypes"][0]
    yield _nodes(group.name, type_, group.inputs.get("capacityType") == "SPOT", low, high)
    templates = {template.id: template for template in part.of("aws:ec2/launchTemplate:LaunchTemplate")}
    template = templates[value_at(group.inputs, "launchTemplate.id")]
    disks: list[dict[str, Any]] = template.inputs.get("blockDeviceMappings") or []
    size = sum(int(value_at(disk, "ebs.volumeSize") or OS_DISK_GIB) for disk in disks)
    yield Item("node disks", f"{group.name}: gp3, GiB", "disk/gp3", low * size, high * size)


def _karpenter(part: Part, pool: Recorded) -> Iterator[Item]:
    """A pool of Karpenter's: from no nodes to its limit, by the dearest of its types."""
    known = prices()["aws"].prices
    limit = value_at(pool.inputs, "spec.limits.nodes")
    wanted = {
        one["key"]: one["values"] for one in value_at(pool.inputs, "spec.template.spec.requirements") or ()
    }
    types = wanted.get("node.kubernetes.io/instance-type") or ["of a type that is not fixed"]
    spot = "spot" in wanted.get("karpenter.sh/capacity-type", ())
    found = [_nodes(pool.name, type_, spot, 0, int(limit)) for type_ in types] if limit else []
    dearest = max(
        found, key=lambda item: known[item.key].monthly if item.key in known else math.inf, default=None
    )
    if dearest:
        yield dearest
    class_ = value_at(pool.inputs, "spec.template.spec.nodeClassRef.name")
    for one in part.inside("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"):
        if value_at(one.inputs, "metadata.name") == class_ and limit:
            disks: list[dict[str, Any]] = value_at(one.inputs, "spec.blockDeviceMappings") or []
            size = sum(gib(value_at(disk, "ebs.volumeSize")) for disk in disks)
            yield Item("node disks", f"{pool.name}: gp3, GiB", "disk/gp3", 0, int(limit) * size)


def _nodes(pool: str, type_: str, spot: bool, low: float, high: float) -> Item:
    what = f"{pool}: {type_}"
    if spot:
        return Item("nodes", f"{what}, spot, whose price changes by the hour", "", low, high)
    return Item("nodes", what, f"node/{type_}", low, high)
