"""What a stack file may say about a cluster on Azure Kubernetes Service."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from itertools import combinations
from math import ceil
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from facts.azure_vm_sizes import SIZES
from settings.clusters.azure import (
    AzureRegion,
    AzureVmSize,
    DnsZoneId,
    Guid,
    NetworkBlock,
    PodBlock,
    RegistryId,
    ServiceBlock,
    VaultId,
)
from settings.clusters.base import AnyCluster, ApiAccess, Pool, Zone
from settings.secret_names import SecretNames
from settings.types import Model

SURGE = 0.33
"""How much larger a pool gets while its nodes are replaced, as a share of its nodes."""
_KEPT_BY_AZURE = (
    5  # of every subnet (Azure Virtual Network FAQ, "Are there any restrictions on using IP addresses")
)
_SMALLEST_DISK = 30  # GiB, of an AKS node


def _pool_name(value: str) -> str:
    # Four of the twelve characters that AKS has for a Linux pool say what it is made of: components/cluster/aks_nodes.py.
    if not (
        1 <= len(value) <= 8
        and value.isascii()
        and value.isalnum()
        and value.islower()
        and value[0].isalpha()
    ):
        raise ValueError("expected at most 8 lower-case letters and digits, a letter first")
    return value


PoolName = Annotated[str, AfterValidator(_pool_name)]


class AksNodePool(Pool):
    """Nodes of one size over three zones.

    vm_size: of facts/azure_vm_sizes.py; a node's disk is on its host where it fits there, and on a managed disk otherwise.
    """

    vm_size: AzureVmSize = "Standard_D4ds_v5"
    disk_gib: int = Field(default=64, ge=_SMALLEST_DISK, le=2048)

    @property
    def ephemeral(self) -> bool:
        """Whether the disk fits onto the host: faster, free of charge, and nothing on it outlives the node."""
        return SIZES[self.vm_size].host_disk_gib >= self.disk_gib

    @property
    def arm(self) -> bool:
        """Whether the nodes have ARM processors."""
        return SIZES[self.vm_size].arm

    @property
    def surged(self) -> int:
        """The most nodes there can be: all of them, and those that replace them."""
        return self.max + ceil(self.max * SURGE)


class AksSystemPool(AksNodePool):
    """The nodes that AKS's own pods run on, and nothing else: applications cannot starve CoreDNS.

    At least one in each zone, on sizes with 2 vCPUs or more (learn.microsoft.com/azure/aks/use-system-pools). It is part of
    the cluster's own definition: another size or disk makes a second system pool, and the old one is then to be deleted with
    `az aks nodepool delete`.
    """

    min: int = Field(default=3, ge=3, le=450)
    max: int = Field(default=6, ge=3, le=450)
    spot: Literal[False] = False
    closed: Literal[False] = False


class AksNetwork(Model):
    """The virtual network. cidr: private, /16 to /24; its first half is the nodes' subnet.

    pods, services: inside the cluster only, so that clusters that are joined may have the same ones; overlapping neither
    each other nor cidr.
    """

    cidr: NetworkBlock
    pods: PodBlock = "10.244.0.0/16"
    services: ServiceBlock = "172.20.0.0/16"

    @property
    def nodes(self) -> str:
        """The nodes' subnet. The other half stays free, for private endpoints and gateways."""
        return str(next(IPv4Network(self.cidr).subnets(prefixlen_diff=1)))

    @property
    def dns(self) -> str:
        """The address of the cluster's DNS: the tenth of services, as it is by convention."""
        return str(IPv4Network(self.services)[10])

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for (first, one), (second, other) in combinations(self.model_dump().items(), 2):
            if IPv4Network(one).overlaps(IPv4Network(other)):
                raise ValueError(
                    f"expected {first} and {second} to be apart, got {one} and {other}, which overlap"
                )
        return self


class Maintenance(Model):
    """When AKS may replace nodes by those with a newer image, and raise the patch version. start: HH:MM in UTC."""

    day: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] = "Sunday"
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "02:00"
    hours: int = Field(default=6, ge=4, le=24)


class AzureDnsZone(Zone):
    """zone: the resource id of a public DNS zone, whose name is its domain."""

    zone: DnsZoneId

    @model_validator(mode="after")
    def _named_after_its_domain(self) -> Self:
        if self.zone.rsplit("/", 1)[-1] != self.domain:
            raise ValueError(f"expected the zone of the domain {self.domain}, got {self.zone}")
        return self


class AksCluster(AnyCluster):
    """One AKS cluster with a network and a resource group of its own.

    subscription, tenant: where it lives, and who is trusted there. admins: object ids of the Entra ID groups that may
    administer Kubernetes; the principal that runs Pulumi must be in one of them. node_pools: where applications and the
    platform run; system_pool is for AKS's own. secrets_vault: the Key Vault with the stack's secrets, for this stack
    alone, with Azure RBAC; it must be there before the first `pulumi up`. registry: from which nodes may pull images.
    log_days: retention of the control plane's logs. dns: the zone that names of applications are in, for DNS-01 challenges and
    external-dns. api: a cluster is private or has a public API from the day it is made,
    because Azure makes neither out of the other.

    The subscription must have the feature Microsoft.Compute/EncryptionAtHost registered. protect also locks the cluster:
    while it is on, Azure refuses to delete the cluster and any of its node pools.
    """

    cloud: Literal["aks"]
    subscription: Guid
    tenant: Guid
    region: AzureRegion
    network: AksNetwork
    api: ApiAccess = ApiAccess()
    admins: tuple[Guid, ...] = Field(min_length=1)
    node_pools: dict[PoolName, AksNodePool] = Field(min_length=1)
    system_pool: AksSystemPool = AksSystemPool()
    maintenance: Maintenance = Maintenance()
    secrets_vault: VaultId
    registry: RegistryId | None = None
    log_days: int = Field(default=90, ge=30, le=730)
    dns: AzureDnsZone | None = None

    @model_validator(mode="after")
    def _room(self) -> Self:
        for problem in self._crowded():
            raise ValueError(problem)
        return self

    def _crowded(self) -> Iterator[str]:
        nodes = sum(pool.surged for pool in (self.system_pool, *self.node_pools.values()))
        places = IPv4Network(self.network.nodes).num_addresses - _KEPT_BY_AZURE
        if nodes > places:
            yield (
                f"expected room for the {nodes} nodes that the pools may have during an upgrade, but {self.network.nodes} "
                f"has {places} addresses: take a larger network.cidr, or smaller pools"
            )
        places = 2 ** (24 - IPv4Network(self.network.pods).prefixlen)
        if nodes > places:
            yield (
                f"expected a /24 for the pods of each of the {nodes} nodes that the pools may have during an upgrade, but "
                f"network.pods {self.network.pods} has {places} of them"
            )

    @property
    def own_pools(self) -> Mapping[str, AksNodePool]:
        return {"system_pool": self.system_pool}

    @property
    def blocks(self) -> tuple[str, ...]:
        """Only the network: pods and services leave the cluster under their node's address."""
        return (self.network.cidr,)

    @property
    def secret_names(self) -> SecretNames:
        """What a Key Vault takes (learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates)."""
        return SecretNames(r"[0-9A-Za-z-]{1,127}(#.+)?", "letters, digits and -, no more than 127")
