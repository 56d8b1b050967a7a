"""What a stack file may say about its clusters. One model per cloud, told apart by `cloud`."""

import re
from ipaddress import IPv4Network
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from settings.types import (
    AwsAccount,
    AwsRegion,
    Cidr,
    DnsLabel,
    IamPrincipal,
    InstanceType,
    KubernetesVersion,
    Model,
)

_PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
# AWS names the processor after the generation: m7g, c7gn and g5g are Graviton, m7i, g6e and m7a are not.
_GRAVITON = re.compile(r"(a1|[a-z]+\d+g[a-z]*)\.")


class NodePool(Model):
    """A group of equal nodes that an autoscaler may grow and shrink between two bounds.

    instance_types: of one processor, for a pool has one image. min, max: nodes over all zones. disk_gib: each node's disk
    for images, logs and emptyDir volumes. labels: put on the nodes.
    """

    instance_types: tuple[InstanceType, ...] = Field(default=("m6i.large",), min_length=1)
    min: int = Field(default=3, ge=0, le=450)
    max: int = Field(default=9, ge=1, le=450)
    disk_gib: int = Field(default=50, ge=20, le=16384)
    spot: bool = False
    labels: dict[str, str] = Field(default_factory=dict)

    @property
    def arm(self) -> bool:
        """Whether the pool's nodes have Graviton processors."""
        return bool(_GRAVITON.match(self.instance_types[0]))

    @field_validator("instance_types")
    @classmethod
    def _one_processor(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        arm = [kind for kind in types if _GRAVITON.match(kind)]
        if arm and len(arm) < len(types):
            raise ValueError(
                f"expected instance types of one processor, of which {', '.join(arm)} is Graviton: make it two pools"
            )
        return types

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.min > self.max:
            raise ValueError(
                f"expected min to be at most max, got min {self.min} and max {self.max}: lower min or raise max"
            )
        return self


class EksNetwork(Model):
    """The VPC. cidr: private, /16 to /20, cut into a public and a private subnet per zone.

    nat: "per-zone" keeps egress when a zone fails; "single" costs a third of that and does not.
    flow_log_days: retention of the VPC flow logs.
    """

    cidr: Cidr
    nat: Literal["per-zone", "single"] = "per-zone"
    flow_log_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = 90

    @field_validator("cidr")
    @classmethod
    def _private_and_large_enough(cls, value: str) -> str:
        network = IPv4Network(value)
        if not 16 <= network.prefixlen <= 20:
            raise ValueError(
                "expected a block from /16 to /20: a VPC takes at most a /16, and below a /20 pods run out of addresses"
            )
        if not any(network.subnet_of(private) for private in _PRIVATE):
            raise ValueError(
                "expected a private block, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"
            )
        return value


class ApiAccess(Model):
    """Who reaches the Kubernetes API. The private endpoint is always on; the public one only for the blocks listed."""

    public_from: tuple[Cidr, ...] = ()

    @field_validator("public_from")
    @classmethod
    def _never_everyone(cls, blocks: tuple[str, ...]) -> tuple[str, ...]:
        if any(IPv4Network(block).prefixlen < 8 for block in blocks):
            raise ValueError(
                "expected the blocks you administer from, not the whole internet; leave it empty for a private endpoint only"
            )
        return blocks


class EksCluster(Model):
    """One EKS cluster with a network of its own.

    account: where it lives; another account's credentials are refused. admins: who may administer Kubernetes; the
    principal that runs Pulumi must be among them. log_days: retention of the control-plane logs. protect: against
    deletion, by Pulumi and by EKS itself; to destroy a cluster, set it to false, run `pulumi up`, then destroy.
    """

    cloud: Literal["eks"]
    region: AwsRegion
    account: AwsAccount
    kubernetes: KubernetesVersion = "1.35"
    zones: tuple[str, ...] = ()
    network: EksNetwork
    api: ApiAccess = ApiAccess()
    admins: tuple[IamPrincipal, ...] = Field(min_length=1)
    node_pools: dict[DnsLabel, NodePool] = Field(min_length=1)
    log_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = 90
    protect: bool = True

    @model_validator(mode="after")
    def _three_zones(self) -> Self:
        zones = self.availability_zones
        if len(set(zones)) != 3:
            raise ValueError(f"expected three different zones, got {', '.join(zones)}")
        strangers = [zone for zone in zones if not zone.startswith(self.region)]
        if strangers:
            raise ValueError(f"expected zones of {self.region}, got {', '.join(strangers)}")
        return self

    @property
    def availability_zones(self) -> tuple[str, ...]:
        """The three zones' names; the region's a, b and c unless `zones` says otherwise (us-west-1 has only two)."""
        return self.zones or tuple(f"{self.region}{letter}" for letter in "abc")


# Another cloud is another model: ClusterSettings becomes Annotated[EksCluster | …, Field(discriminator="cloud")].
ClusterSettings = EksCluster
