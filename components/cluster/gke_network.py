"""The network of a GKE cluster: one subnet for nodes, pods and services, a way out by Cloud NAT, a record of all traffic."""

import pulumi
import pulumi_gcp as gcp

from components.naming import type_token
from settings.clusters import gke as clusters

PODS, SERVICES = "pods", "services"


def flow_logs(sampling: float) -> gcp.compute.SubnetworkLogConfigArgs:
    """Who talked to whom, in the finest intervals and with the pods' names (CIS GKE 5.6.1, CIS GCP 3.8)."""
    return gcp.compute.SubnetworkLogConfigArgs(
        aggregation_interval="INTERVAL_5_SEC", flow_sampling=sampling, metadata="INCLUDE_ALL_METADATA"
    )


class GkeNetwork(pulumi.ComponentResource):
    """A VPC for one GKE cluster, its subnet, and Cloud NAT. egress: what must exist before a node reaches the internet.

    The only firewall rules are those that GKE makes itself; whatever they do not let in is denied, SSH from anywhere included.
    """

    vpc: gcp.compute.Network
    subnet: gcp.compute.Subnetwork
    egress: list[pulumi.Resource]

    def __init__(
        self,
        name: str,
        settings: clusters.GkeCluster,
        enabled: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "GkeNetwork"), f"{name}-network", None, opts)
        own, network = pulumi.ResourceOptions(parent=self), settings.network
        self.vpc = gcp.compute.Network(
            f"{name}-vpc",
            project=settings.project,
            # Else it gets a subnet in every region, with addresses that nobody planned (CIS GCP 3.1).
            auto_create_subnetworks=False,
            routing_mode="REGIONAL",
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect, depends_on=[enabled]),
        )
        self.subnet = gcp.compute.Subnetwork(
            f"{name}-nodes",
            project=settings.project,
            region=settings.region,
            network=self.vpc.id,
            ip_cidr_range=network.nodes,
            secondary_ip_ranges=[
                gcp.compute.SubnetworkSecondaryIpRangeArgs(range_name=PODS, ip_cidr_range=network.pods),
                gcp.compute.SubnetworkSecondaryIpRangeArgs(
                    range_name=SERVICES, ip_cidr_range=network.services
                ),
            ],
            # Google's APIs, the image registry among them, are reached without leaving Google's network.
            private_ip_google_access=True,
            log_config=flow_logs(network.flow_log_sampling),
            # The cluster goes with its subnet: whoever changes its block is refused before anything is.
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect),
        )
        router = gcp.compute.Router(
            f"{name}-router", project=settings.project, region=settings.region, network=self.vpc.id, opts=own
        )
        nat = gcp.compute.RouterNat(
            f"{name}-nat",
            project=settings.project,
            region=settings.region,
            router=router.name,
            # Cloud NAT is regional: it has no gateway that could fail with a zone.
            nat_ip_allocate_option="AUTO_ONLY",
            source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
            # A node starts with few ports and is given more as its pods open connections. Endpoint-independent mapping
            # cannot be had with it.
            enable_dynamic_port_allocation=True,
            enable_endpoint_independent_mapping=False,
            min_ports_per_vm=64,
            max_ports_per_vm=4096,
            # Only what failed: the flow logs have the rest.
            log_config=gcp.compute.RouterNatLogConfigArgs(enable=True, filter="ERRORS_ONLY"),
            opts=own,
        )
        self.egress = [nat]
        self.register_outputs({"vpc_id": self.vpc.id})
