"""What the settings of every cluster have in common, whichever cloud it is on."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from facts.charts import Chart
from settings.labels import NodeLabels
from settings.secret_names import SecretNames
from settings.types import Cidr, DnsLabel, DnsName, KubernetesVersion, Model

PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
# What an application may ask of a cluster, and a cluster may not be able to give.
Capability = Literal["bucket", "identity", "private load balancer"]
CLOSED = "groundwork/closed"
"""The taint of a closed pool's nodes, NoSchedule: what runs there stays, and autoscalers know that a node more would not help."""


def private_block(largest: int, smallest: int, why: str) -> Callable[[str], str]:
    """A validator: a private block whose prefix length lies between two (the larger block has the smaller number)."""

    def check(value: str) -> str:
        network = IPv4Network(value)
        if not largest <= network.prefixlen <= smallest:
            raise ValueError(f"expected a block from /{largest} to /{smallest}: {why}")
        if not any(network.subnet_of(private) for private in PRIVATE):
            raise ValueError(f"expected a private block, inside {', '.join(map(str, PRIVATE))}")
        return value

    return check


class Pool(Model):
    """A group of equal nodes that an autoscaler may grow and shrink between two bounds.

    min, max: nodes over all zones. disk_gib: each node's disk for images, logs and emptyDir volumes. spot: cheaper nodes
    that the cloud may take back at any time. labels: put on the nodes. kubernetes: a minor older than the cluster's, at which
    the nodes stay for now. closed: no pod comes onto it any more, before it is taken out of the stack file.
    """

    min: int = Field(default=3, ge=0, le=450)
    max: int = Field(default=9, ge=1, le=450)
    disk_gib: int = Field(default=50, ge=20, le=16384)
    spot: bool = False
    labels: NodeLabels = Field(default_factory=dict)
    kubernetes: KubernetesVersion | None = None
    closed: bool = False

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.min > self.max:
            raise ValueError(
                f"expected min to be at most max, got min {self.min} and max {self.max}: lower min or raise max"
            )
        return self


def minor(version: str) -> int:
    """35 of 1.35."""
    return int(version.partition(".")[2])


class Zone(Model):
    """A public DNS zone that the platform on the cluster may edit. domain: what all names in it end in; zone: what the cloud
    calls it."""

    domain: DnsName
    zone: str


class ApiAccess(Model):
    """Who reaches the Kubernetes API. The private endpoint is always on; the public one only for the blocks listed."""

    public_from: tuple[Cidr, ...] = ()

    @field_validator("public_from")
    @classmethod
    def _never_everyone(cls, blocks: tuple[str, ...]) -> tuple[str, ...]:
        # A /16 is the largest network that one organisation is likely to have (CIS EKS 5.4.1: the addresses that need it).
        if wide := [block for block in blocks if IPv4Network(block).prefixlen < 16]:
            raise ValueError(
                f"expected the blocks you administer from, each a /16 or smaller, of which {', '.join(wide)} is not: name the "
                "office's and the runners' own, or leave it empty for a private endpoint only"
            )
        return blocks


class AnyCluster(Model):
    """protect: against deletion, by Pulumi and by the cloud itself; to destroy a cluster, set it to false, run
    `pulumi up`, then destroy. copies_to: another cluster, of the same cloud in another region, whose region keeps a copy of what
    this one's buckets hold, and which can read this one's backups."""

    cloud: str
    kubernetes: KubernetesVersion = "1.35"
    protect: bool = True
    copies_to: DnsLabel | None = None

    @model_validator(mode="after")
    def _pools(self) -> Self:
        pools: Mapping[str, Pool] = getattr(self, "node_pools", {})
        if pools and all(pool.closed for pool in pools.values()):
            raise ValueError(
                f"expected one of node_pools to be open, got closed: true for {', '.join(pools)}: first add the pool that "
                "takes its place"
            )
        every = {**{f"node_pools.{name}": pool for name, pool in pools.items()}, **self.own_pools}
        for name, pool in every.items():
            if pool.kubernetes and minor(pool.kubernetes) > minor(self.kubernetes):
                raise ValueError(
                    f"expected {name}.kubernetes to be the cluster's {self.kubernetes} or older, got {pool.kubernetes}: the "
                    "control plane is upgraded first"
                )
        return self

    @property
    def own_pools(self) -> Mapping[str, Pool]:
        """The pools that are not among node_pools, by the name of their setting."""
        return {}

    @property
    def place(self) -> str:
        """The region it is in; empty where that is not known."""
        return str(getattr(self, "region", ""))

    @property
    @abstractmethod
    def blocks(self) -> tuple[str, ...]:
        """The address blocks that no other cluster of the stack may use."""

    @property
    def secret_names(self) -> SecretNames:
        """What its secret store takes; without a word of the cloud's own, what AWS Secrets Manager does (CreateSecret)."""
        return SecretNames(r"[\w/+=.@-]{1,512}(#.+)?", "letters, digits and /_+=.@-")

    @property
    def measured(self) -> bool:
        """Whether it measures the CPU and memory of pods by itself (metrics.k8s.io)."""
        return True

    @property
    def charts(self) -> tuple[Chart, ...]:
        """What is installed onto it to make it a cluster, before the platform."""
        return ()

    @property
    def lacks(self) -> Mapping[Capability, str]:
        """What applications cannot have on this cluster, and why."""
        return {}
