"""What a stack file may say about a cluster on Google Kubernetes Engine."""

import re
from ipaddress import IPv4Network
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from facts.gcp_machine_types import wrong_machine_type
from facts.gcp_regions import wrong_region, zones
from settings.clusters.base import AnyCluster, ApiAccess, Pool, Zone, private_block
from settings.clusters.gke_maintenance import Maintenance
from settings.secret_names import SecretNames
from settings.types import Cidr, DnsLabel, Model

_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
_MEMBER = re.compile(r"(user|group|serviceAccount):[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
# Compute Engine keeps 4 addresses of a subnet, and the control plane's private endpoint takes one.
_KEPT = 5
# With room for the 110 pods that GKE puts on a node by default, each node takes a /24 of the pods' block.
_NODE_BLOCK = 24


def _project(value: str) -> str:
    if not _PROJECT.fullmatch(value):
        raise ValueError(
            "expected the id of a Google Cloud project: 6 to 30 lower-case letters, digits and '-', a letter first"
        )
    return value


def _member(value: str) -> str:
    if not _MEMBER.fullmatch(value):
        raise ValueError(
            "expected a member of IAM: user:…, group:… or serviceAccount:…, for example group:platform@example.com"
        )
    return value


def _region(value: str) -> str:
    if wrong := wrong_region(value):
        raise ValueError(wrong)
    return value


def _machine_type(value: str) -> str:
    if wrong := wrong_machine_type(value):
        raise ValueError(wrong)
    return value


Project = Annotated[str, AfterValidator(_project)]
ManagedZone = Annotated[
    str, Field(pattern=r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", description="a managed zone's name")
]


class GkeNodePool(Pool):
    """A node pool over the cluster's three zones. machine_type: x86, of a series that attaches Persistent Disks."""

    machine_type: Annotated[str, AfterValidator(_machine_type)] = "e2-standard-4"

    @field_validator("kubernetes")
    @classmethod
    def _followed(cls, given: str | None) -> str | None:
        # Of a release channel (CIS GKE 5.5.4) nodes are upgraded by Google, and only an exclusion keeps them.
        if given:
            raise ValueError(
                f"expected none on GKE, where nodes follow the control plane, got {given}: keep them as they are by an exclusion "
                "of scope no-minor-or-node-upgrades under maintenance.exclusions"
            )
        return given


class GkeNetwork(Model):
    """The subnet of the cluster, in three private blocks that do not overlap.

    nodes: one address for each node and each internal load balancer. pods: a /24 for each node. services: one address
    for each Kubernetes service; it cannot grow later. The control plane's private endpoint takes an address of the nodes' block.
    flow_log_sampling: the share of traffic that VPC flow logs record; the CIS benchmark asks for all of it.
    """

    nodes: Annotated[Cidr, AfterValidator(private_block(16, 26, "every node takes an address of it"))]
    pods: Annotated[Cidr, AfterValidator(private_block(9, 20, "every node takes a /24 of it, for its pods"))]
    services: Annotated[
        Cidr, AfterValidator(private_block(16, 26, "every Kubernetes service takes an address of it"))
    ]
    flow_log_sampling: float = Field(default=1.0, ge=0.1, le=1.0)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        blocks = {"nodes": self.nodes, "pods": self.pods, "services": self.services}
        for (first, one), (second, other) in combinations(blocks.items(), 2):
            if IPv4Network(one).overlaps(IPv4Network(other)):
                raise ValueError(
                    f"expected {first} and {second} to be apart, got {one} and {other}, which overlap"
                )
        return self

    @property
    def most_nodes(self) -> int:
        """How many nodes the blocks have room for."""
        addresses = IPv4Network(self.nodes).num_addresses - _KEPT
        return min(addresses, 1 << (_NODE_BLOCK - IPv4Network(self.pods).prefixlen))


class GkeApiAccess(ApiAccess):
    """dns: reach the API by its name at Google's front door too, which asks IAM before anything reaches the cluster; it
    works from wherever Google's APIs do, so no address needs to be listed."""

    dns: bool = True


class CloudDnsZone(Zone):
    """zone: the name of a public managed zone of the cluster's project."""

    zone: ManagedZone


class GkeCluster(AnyCluster):
    """One regional GKE cluster with a network of its own.

    project: where it lives; give each environment its own, because pods of equal namespace and service account in two
    clusters of a project are one identity to IAM. zones: three, or the region's first three. admins: who may administer
    Kubernetes, besides those whom IAM lets administer every cluster of the project (roles/container.admin), among whom the
    principal that runs Pulumi must be. node_pools: min and max are nodes over all three zones. maintenance: when
    Google upgrades it. dns: the zone that names of applications are in, for DNS-01 challenges and external-dns.
    """

    cloud: Literal["gke"]
    project: Project
    region: Annotated[str, AfterValidator(_region)]
    zones: tuple[str, ...] = ()
    network: GkeNetwork
    api: GkeApiAccess = GkeApiAccess()
    admins: tuple[Annotated[str, AfterValidator(_member)], ...] = Field(min_length=1)
    node_pools: dict[DnsLabel, GkeNodePool] = Field(min_length=1)
    maintenance: Maintenance = Maintenance()
    dns: CloudDnsZone | None = None

    @field_validator("admins")
    @classmethod
    def _one_directory(cls, admins: tuple[str, ...]) -> tuple[str, ...]:
        domains = sorted({admin.rsplit("@", 1)[1] for admin in admins if admin.startswith("group:")})
        if len(domains) > 1:
            raise ValueError(
                f"expected groups of one domain, for GKE asks one directory who is in a group, got {', '.join(domains)}"
            )
        return admins

    @model_validator(mode="after")
    def _three_zones(self) -> Self:
        chosen, known = self.availability_zones, zones(self.region)
        strangers = [zone for zone in chosen if zone not in known]
        if strangers:
            raise ValueError(
                f"expected zones of {self.region} ({', '.join(known)}), got {', '.join(strangers)}"
            )
        if len(set(chosen)) != 3:
            raise ValueError(f"expected three different zones, got {', '.join(chosen)}")
        return self

    @model_validator(mode="after")
    def _room(self) -> Self:
        # Each pool has one more node while it is upgraded.
        needed = sum(pool.max + 1 for pool in self.node_pools.values())
        if needed > self.network.most_nodes:
            raise ValueError(
                f"expected blocks with room for {needed} nodes, the pools' max and one each for upgrades, got nodes "
                f"{self.network.nodes} and pods {self.network.pods}, with room for {self.network.most_nodes}: widen the smaller "
                "one, or lower max"
            )
        return self

    @property
    def availability_zones(self) -> tuple[str, ...]:
        """The three zones' names."""
        return self.zones or zones(self.region)[:3]

    @property
    def groups_domain(self) -> str | None:
        """The domain of the groups among the administrators, None when there are none."""
        groups = [admin for admin in self.admins if admin.startswith("group:")]
        return groups[0].rsplit("@", 1)[1] if groups else None

    @property
    def blocks(self) -> tuple[str, ...]:
        return (self.network.nodes, self.network.pods, self.network.services)

    @property
    def secret_names(self) -> SecretNames:
        """Secret Manager's names, which take neither a slash nor a dot: write staging- and spoke-postgres-url."""
        return SecretNames(r"[A-Za-z0-9_-]{1,255}(#.+)?", "letters, digits, - and _, no / and no dot")
