"""What a stack file may say about a cluster on Amazon EKS."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from facts import charts
from facts.aws_instance_types import wrong_type
from facts.aws_regions import wrong_region
from facts.charts import Chart
from settings.clusters.base import AnyCluster, ApiAccess, Pool, Zone, private_block
from settings.types import AwsAccount, Cidr, DnsLabel, IamPrincipal, InstanceType, Model

SYSTEM = "system"
# AWS names the processor after the generation: m7g, c7gn and g5g are Graviton, m7i, g6e and m7a are not.
_GRAVITON = re.compile(r"(a1|[a-z]+\d+g[a-z]*)\.")


def _refused_by(table: Any) -> Any:
    """A validator from a function of facts/ that says what is wrong with a text, or None."""

    def check(value: str) -> str:
        if problem := table(value):
            raise ValueError(problem)
        return value

    return AfterValidator(check)


class EksNodePool(Pool):
    """A group of nodes. instance_types: of one processor, for a pool has one image.

    With Karpenter the pool named system is a managed node group, which stays at min; every other pool has as many nodes as
    its pods need, none at first (so it takes no min) and at most max. Otherwise each pool is a managed node group, which the
    Cluster Autoscaler keeps between min and max, and without any autoscaler a person does.
    """

    instance_types: tuple[Annotated[InstanceType, _refused_by(wrong_type)], ...] = ("m6i.large",)

    @property
    def arm(self) -> bool:
        """Whether the pool's nodes have Graviton processors."""
        return bool(_GRAVITON.match(self.instance_types[0]))

    @field_validator("instance_types")
    @classmethod
    def _one_processor(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        # Not a min_length, which would complain besides of every list with a wrong type in it.
        if not types:
            raise ValueError("expected at least one instance type, such as m6i.large")
        arm = [kind for kind in types if _GRAVITON.match(kind)]
        if arm and len(arm) < len(types):
            raise ValueError(
                f"expected instance types of one processor, of which {', '.join(arm)} is Graviton: make it two pools"
            )
        return types


class EksNetwork(Model):
    """The VPC. cidr: private, /16 to /20, cut into a public and a private subnet per zone.

    nat: "per-zone" keeps egress when a zone fails; "single" costs a third of that and does not.
    endpoints: what is reached inside the VPC rather than through NAT: "gateway" is S3, which costs nothing; "private" adds
    the AWS APIs that nodes and pods call, at an hourly price for each of them in each zone; "none" is neither.
    flow_log_days: retention of the VPC flow logs.
    """

    cidr: Annotated[
        Cidr,
        AfterValidator(
            private_block(16, 20, "a VPC takes at most a /16, and below a /20 pods run out of addresses")
        ),
    ]
    nat: Literal["per-zone", "single"] = "per-zone"
    endpoints: Literal["none", "gateway", "private"] = "gateway"
    flow_log_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = 90


class Route53Zone(Zone):
    """zone: the id of a public hosted zone of the cluster's account."""

    zone: Annotated[
        str, Field(pattern=r"^Z[A-Z0-9]{1,31}$", description="a hosted zone's id such as Z0123456789ABC")
    ]


class EksCluster(AnyCluster):
    """One EKS cluster with a network of its own.

    account: where it lives; another account's credentials are refused. admins: who may administer Kubernetes; the
    principal that runs Pulumi must be among them. log_days: retention of the control-plane logs.
    dns: the zone that names of applications are in, for DNS-01 challenges and external-dns.
    identity: how pods get their AWS credentials. autoscaler: who adds and removes nodes; Karpenter needs a pool named
    system, of two nodes or more, to run on. bottlerocket: the image of Karpenter's nodes; "latest" rolls them to each
    release of Bottlerocket, a version such as v1.62.0 keeps them at that one.
    protect: against deletion, by Pulumi and by EKS itself; to destroy a cluster, set it to false, run `pulumi up`, then
    destroy.

    Most settings change a cluster in place, and instance_types and spot make a pool anew before the old one goes. Another
    region, other zones, another network.cidr or another name in the stack file are another cluster: Pulumi refuses them
    ("unable to replace", "cannot be deleted ... protected"), and nothing is changed. Instead name a second cluster beside
    the first, move the applications to it (applications.NAME.clusters), then set protect to false on the first, run
    `pulumi up`, and take it out of the stack file.
    """

    cloud: Literal["eks"]
    region: Annotated[str, _refused_by(wrong_region)]
    account: AwsAccount
    zones: tuple[str, ...] = ()
    network: EksNetwork
    api: ApiAccess = ApiAccess()
    admins: tuple[IamPrincipal, ...] = Field(min_length=1)
    identity: Literal["pod-identity", "irsa"] = "pod-identity"
    autoscaler: Literal["karpenter", "cluster-autoscaler", "none"] = "karpenter"
    dns: Route53Zone | None = None
    node_pools: dict[DnsLabel, EksNodePool] = Field(min_length=1)
    bottlerocket: Annotated[str, Field(pattern=r"^(latest|v\d+\.\d+\.\d+)$")] = "latest"
    log_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = 90

    @model_validator(mode="before")
    @classmethod
    def _from_nothing(cls, data: Any) -> Any:
        """Karpenter's pools begin with no nodes, not with the three that are every other pool's default."""
        if not isinstance(data, Mapping) or data.get("autoscaler", "karpenter") != "karpenter":
            return data
        pools = data.get("node_pools")
        if not isinstance(pools, Mapping):
            return data
        empty = {
            name: {"min": 0, **pool} if name != SYSTEM and isinstance(pool, Mapping) else pool
            for name, pool in pools.items()
        }
        return {**data, "node_pools": empty}

    @model_validator(mode="after")
    def _three_zones(self) -> Self:
        zones = self.availability_zones
        if len(set(zones)) != 3:
            raise ValueError(f"expected three different zones, got {', '.join(zones)}")
        strangers = [zone for zone in zones if not re.fullmatch(f"{self.region}[a-z]", zone)]
        if strangers:
            raise ValueError(f"expected zones of {self.region}, got {', '.join(strangers)}")
        return self

    @model_validator(mode="after")
    def _karpenter_has_nodes_to_run_on(self) -> Self:
        if self.autoscaler != "karpenter":
            return self
        system = self.node_pools.get(SYSTEM)
        if system is None or system.min < 2:
            got = f"one of min {system.min}" if system else f"only {', '.join(self.node_pools)}"
            raise ValueError(
                f"expected among node_pools one named {SYSTEM} with a min of 2 or more, on which Karpenter itself runs, got "
                f"{got}: add it, or set autoscaler to cluster-autoscaler or none"
            )
        for name, pool in self.karpenter_pools.items():
            if pool.min:
                raise ValueError(
                    f"expected no min in node_pools.{name}, got {pool.min}: Karpenter adds nodes when pods need them and keeps "
                    f"none without; leave min out, or put what must always run into {SYSTEM}"
                )
        if system.closed:
            raise ValueError(
                f"expected node_pools.{SYSTEM} to be open, got closed: true: Karpenter itself runs on it, and EKS replaces its "
                "nodes by newer ones in place"
            )
        return self

    @property
    def managed_pools(self) -> dict[str, EksNodePool]:
        """The pools that are managed node groups."""
        mine = self.karpenter_pools
        return {name: pool for name, pool in self.node_pools.items() if name not in mine}

    @property
    def karpenter_pools(self) -> dict[str, EksNodePool]:
        """The pools whose nodes Karpenter makes."""
        if self.autoscaler != "karpenter":
            return {}
        return {name: pool for name, pool in self.node_pools.items() if name != SYSTEM}

    @property
    def availability_zones(self) -> tuple[str, ...]:
        """The three zones' names; the region's a, b and c unless `zones` says otherwise (us-west-1 has only two)."""
        return self.zones or tuple(f"{self.region}{letter}" for letter in "abc")

    @property
    def blocks(self) -> tuple[str, ...]:
        return (self.network.cidr,)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return {
            "karpenter": (charts.KARPENTER_CRD, charts.KARPENTER),
            "cluster-autoscaler": (charts.CLUSTER_AUTOSCALER,),
            "none": (),
        }[self.autoscaler]
