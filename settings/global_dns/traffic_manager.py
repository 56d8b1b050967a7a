"""Global names in Azure: Traffic Manager profiles, with an alias of each in a zone of Azure DNS."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from settings.clusters.azure import DnsZoneId, Guid
from settings.global_dns.base import AnyGlobalDns


class TrafficManager(AnyGlobalDns):
    """zone: the resource id of a public DNS zone, whose name is the domain. subscription: the zone's and the clusters'.
    resource_group: of it, where the profiles are made; it must exist."""

    provider: Literal["traffic-manager"]
    subscription: Guid
    resource_group: Annotated[str, Field(pattern=r"^[\w.()-]{1,90}$", description="a resource group's name")]
    zone: DnsZoneId

    @model_validator(mode="after")
    def _named_after_its_domain(self) -> Self:
        if self.zone.rsplit("/", 1)[-1] != self.domain:
            raise ValueError(f"expected the zone of the domain {self.domain}, got {self.zone}")
        if self.zone.split("/")[2].lower() != self.subscription:
            raise ValueError(f"expected a zone of the subscription {self.subscription}, got {self.zone}")
        return self
