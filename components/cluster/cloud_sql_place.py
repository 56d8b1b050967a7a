"""What all databases of one GKE cluster share, and how each is reached from the cluster's network."""

from dataclasses import dataclass
from functools import cached_property

import pulumi
import pulumi_gcp as gcp

from components.cluster.database_place import DatabasePlace
from components.cluster.gke_encryption import create_key
from components.cluster.gke_network import GkeNetwork
from settings.clusters.gke import GkeCluster

API = "sqladmin"


@dataclass(frozen=True, eq=False)
class CloudSqlPlace(DatabasePlace):
    """Each shared part is made when the first database asks for it. opts: the provider, and the cluster as the parent."""

    name: str
    settings: GkeCluster
    network: GkeNetwork
    opts: pulumi.ResourceOptions

    @cached_property
    def _enabled(self) -> pulumi.Resource:
        """Cloud SQL's own API, which a new project has off. It stays on."""
        return gcp.projects.Service(
            f"{self.name}-{API}",
            project=self.settings.project,
            service=f"{API}.googleapis.com",
            disable_on_destroy=False,
            opts=self.opts,
        )

    @cached_property
    def key(self) -> tuple[gcp.kms.CryptoKey, pulumi.Resource]:
        """The key of the databases' disks and backups, in this region, and Cloud SQL's leave to use it."""
        after = pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(depends_on=[self._enabled]))
        return create_key(f"{self.name}-databases", self.settings, after, API)

    def endpoint(self, name: str, instance: gcp.sql.DatabaseInstance) -> pulumi.Output[str]:
        """An address in the nodes' subnet that leads to an instance, and to nothing else (Private Service Connect).

        Unlike private services access it takes no block of its own, which could overlap another network's, and joins no network
        to Google's. Returns the address, once it leads there.
        """
        settings = self.settings
        address = gcp.compute.Address(
            name,
            project=settings.project,
            region=settings.region,
            address_type="INTERNAL",
            subnetwork=self.network.subnet.id,
            opts=self.opts,
        )
        leads = gcp.compute.ForwardingRule(
            name,
            project=settings.project,
            region=settings.region,
            network=self.network.vpc.id,
            ip_address=address.self_link,
            load_balancing_scheme="",  # an endpoint is none
            target=instance.psc_service_attachment_link,
            opts=self.opts,
        )
        return pulumi.Output.all(address.address, leads.id).apply(lambda both: str(both[0]))
