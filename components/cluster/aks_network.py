"""The virtual network of an AKS cluster: one subnet for the nodes of all zones, which leave by a NAT gateway."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from components.naming import type_token
from settings.clusters import aks as clusters


@dataclass(frozen=True)
class Place:
    """Where the resources of one cluster are made, and what they carry. group: the resource group's name."""

    group: pulumi.Output[str]
    tags: dict[str, str]


def web() -> azure.network.SecurityRuleArgs:
    """Let the internet reach the load balancers' addresses on the web's ports.

    AKS opens its own security group for each load balancer, but knows nothing of the subnet's.
    """
    return azure.network.SecurityRuleArgs(
        name="web",
        description="From the internet to load balancers",
        priority=100,
        direction="Inbound",
        access="Allow",
        protocol="Tcp",
        source_address_prefix="Internet",
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_ranges=["80", "443"],
    )


def inside(settings: clusters.AksNetwork) -> azure.network.SecurityRuleArgs:
    """Let nodes and pods reach each other.

    A pod's packets are not wrapped into its node's, so that the subnet's security group sees addresses that are not the
    network's (learn.microsoft.com/azure/aks/azure-cni-overlay, "Network security groups").
    """
    blocks = [settings.nodes, settings.pods]
    return azure.network.SecurityRuleArgs(
        name="inside",
        description="Among nodes and pods",
        priority=200,
        direction="Inbound",
        access="Allow",
        protocol="*",
        source_address_prefixes=blocks,
        source_port_range="*",
        destination_address_prefixes=blocks,
        destination_port_range="*",
    )


class AksNetwork(pulumi.ComponentResource):
    """A virtual network for one AKS cluster.

    subnet: the id of the nodes' subnet, which has its way out. address: the public one that nodes leave by.
    """

    subnet: pulumi.Output[str]
    address: pulumi.Output[str]
    network: azure.network.VirtualNetwork

    def __init__(
        self,
        name: str,
        settings: clusters.AksCluster,
        place: Place,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "AksNetwork"), f"{name}-network", None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.network = azure.network.VirtualNetwork(
            f"{name}-network",
            resource_group_name=place.group,
            address_space=azure.network.AddressSpaceArgs(address_prefixes=[settings.network.cidr]),
            tags=place.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect),
        )
        # Beside these two, Azure's own rules remain: from inside the network and from load balancers' probes, nothing
        # else (CIS Azure 7.1, 7.2: neither RDP nor SSH from the internet).
        guard = azure.network.NetworkSecurityGroup(
            f"{name}-nodes",
            resource_group_name=place.group,
            security_rules=[web(), inside(settings.network)],
            tags=place.tags,
            opts=child,
        )
        gateway = self._nat(name, place)
        subnet = azure.network.Subnet(
            f"{name}-nodes",
            resource_group_name=place.group,
            virtual_network_name=self.network.name,
            address_prefix=settings.network.nodes,
            network_security_group=azure.network.NetworkSecurityGroupArgs(id=guard.id),
            nat_gateway=azure.network.SubResourceArgs(id=gateway.id),
            # Nodes leave by the NAT gateway or not at all; Azure would otherwise lend them an address of its own.
            default_outbound_access=False,
            # Storage accounts let this subnet in, and traffic to them stays on Azure's network.
            service_endpoints=[
                azure.network.ServiceEndpointPropertiesFormatArgs(service="Microsoft.Storage")
            ],
            opts=child,
        )
        self.subnet = subnet.id
        self.register_outputs({"subnet_id": self.subnet, "address": self.address})

    def _nat(self, name: str, place: Place) -> azure.network.NatGateway:
        """The way out, by one address with 64,512 ports to each destination.

        Without a zone: Azure puts the gateway into one of them, and should that zone fail, the nodes of all three lose
        their way out. A subnet takes one gateway only, and the zone-redundant kind is not in this API version yet.
        """
        child = pulumi.ResourceOptions(parent=self)
        address = azure.network.PublicIPAddress(
            f"{name}-nat",
            resource_group_name=place.group,
            sku=azure.network.PublicIPAddressSkuArgs(name="Standard"),
            public_ip_allocation_method="Static",
            zones=["1", "2", "3"],
            tags=place.tags,
            opts=child,
        )
        self.address = address.ip_address.apply(str)
        return azure.network.NatGateway(
            f"{name}-nat",
            resource_group_name=place.group,
            sku=azure.network.NatGatewaySkuArgs(name="Standard"),
            public_ip_addresses=[azure.network.SubResourceArgs(id=address.id)],
            idle_timeout_in_minutes=4,
            tags=place.tags,
            opts=child,
        )
