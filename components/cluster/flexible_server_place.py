"""What all databases of one AKS cluster share, and how each is reached from the cluster's network."""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_network import AksNetwork, Place
from components.cluster.database_place import DatabasePlace
from components.databases import PORT
from settings.clusters.aks import AksCluster

DOMAIN = "privatelink.postgres.database.azure.com"
"""What a server's name leads to where it has a private endpoint (learn.microsoft.com/azure/private-link/private-endpoint-dns)."""
ENDPOINTS = 27
"""The prefix length of the endpoints' subnet: 27 addresses, after the 5 that Azure keeps."""


def endpoint_block(cidr: str) -> str:
    """The first block of the network's second half, of which the nodes have none."""
    _, free = IPv4Network(cidr).subnets(prefixlen_diff=1)
    return str(next(free.subnets(new_prefix=ENDPOINTS)))


@dataclass(frozen=True, eq=False)
class FlexibleServerPlace(DatabasePlace):
    """Each shared part is made when the first database asks for it. opts: the provider, and the cluster as the parent."""

    name: str
    settings: AksCluster
    place: Place
    network: AksNetwork
    opts: pulumi.ResourceOptions

    @cached_property
    def _subnet(self) -> pulumi.Output[str]:
        """Where the endpoints' addresses are. Nodes reach PostgreSQL there, and pods under their nodes' addresses; nobody else
        reaches anything (MCSB NS-1)."""
        rules = [
            self._rule("postgres", 100, "Allow", self.settings.network.nodes),
            self._rule("rest", 4096, "Deny"),
        ]
        guard = azure.network.NetworkSecurityGroup(
            f"{self.name}-databases",
            resource_group_name=self.place.group,
            security_rules=rules,
            tags=self.place.tags,
            opts=self.opts,
        )
        # Azure changes one subnet of a network at a time: this one comes after the nodes'.
        after = pulumi.Output.all(self.network.network.name, self.network.subnet)
        made = azure.network.Subnet(
            f"{self.name}-databases",
            resource_group_name=self.place.group,
            virtual_network_name=after.apply(lambda both: str(both[0])),
            address_prefix=endpoint_block(self.settings.network.cidr),
            network_security_group=azure.network.NetworkSecurityGroupArgs(id=guard.id),
            # Without this, endpoints are let through whatever the group says.
            private_endpoint_network_policies="NetworkSecurityGroupEnabled",
            default_outbound_access=False,
            opts=self.opts,
        )
        return made.id

    def _rule(
        self, name: str, priority: int, access: str, source: str | None = None
    ) -> azure.network.SecurityRuleArgs:
        return azure.network.SecurityRuleArgs(
            name=name,
            priority=priority,
            direction="Inbound",
            access=access,
            protocol="Tcp" if source else "*",
            source_address_prefix=source or "*",
            source_port_range="*",
            destination_address_prefix="*",
            destination_port_range=str(PORT) if source else "*",
        )

    @cached_property
    def _zone(self) -> pulumi.Output[str]:
        """The private zone in which the servers' names lead to the endpoints, as the network sees it."""
        zone = azure.privatedns.PrivateZone(
            f"{self.name}-databases",
            resource_group_name=self.place.group,
            private_zone_name=DOMAIN,
            location="Global",
            tags=self.place.tags,
            opts=self.opts,
        )
        link = azure.privatedns.VirtualNetworkLink(
            f"{self.name}-databases",
            resource_group_name=self.place.group,
            private_zone_name=zone.name,
            virtual_network_link_name="network",
            location="Global",
            registration_enabled=False,
            virtual_network=azure.privatedns.SubResourceArgs(id=self.network.network.id),
            tags=self.place.tags,
            opts=self.opts,
        )
        return pulumi.Output.all(zone.id, link.id).apply(lambda both: str(both[0]))

    def endpoint(self, name: str, server: azure.dbforpostgresql.Server) -> pulumi.Output[str]:
        """An address in the network that leads to a server. Returns the server's name, once it leads to that address."""
        endpoint = azure.network.PrivateEndpoint(
            name,
            resource_group_name=self.place.group,
            subnet=azure.network.SubnetArgs(id=self._subnet),
            private_link_service_connections=[
                azure.network.PrivateLinkServiceConnectionArgs(
                    name=name, private_link_service_id=server.id, group_ids=["postgresqlServer"]
                )
            ],
            tags=self.place.tags,
            opts=self.opts,
        )
        named = azure.network.PrivateDnsZoneGroup(
            name,
            resource_group_name=self.place.group,
            private_endpoint_name=endpoint.name,
            private_dns_zone_group_name="default",
            private_dns_zone_configs=[
                azure.network.PrivateDnsZoneConfigArgs(name="postgres", private_dns_zone_id=self._zone)
            ],
            opts=self.opts,
        )
        both = pulumi.Output.all(server.fully_qualified_domain_name, named.id)
        return both.apply(lambda known: str(known[0]))
