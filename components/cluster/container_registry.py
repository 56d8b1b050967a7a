"""Repositories of images beside an AKS cluster: one Azure container registry, replicated to the regions of other clusters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_network import Place
from components.cluster.azure_names import short_name
from components.cluster.azure_roles import ACR_PULL, assign
from components.cluster.copies import copy_name
from components.sharing import Addresses


@dataclass(frozen=True)
class Images:
    """The ImagesFactory of one AKS cluster.

    cluster, region: its name, and where it is. nodes: the object id of the identity by which they pull. opts: the Azure provider,
    and the parent.
    """

    cluster: str
    region: str
    subscription: str
    place: Place
    nodes: pulumi.Output[str]
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(self, repositories: Sequence[str], untagged_days: int, copies: Sequence[Self]) -> Addresses:
        """Make one registry for all of them, with one name everywhere: Azure leads each region to the replica that is nearest.

        The nodes of the cluster and of the copies' may pull, and nothing else (CIS AKS 5.1.3). A repository is there with its
        first image. Tags can be moved: Azure has no setting against it, only a lock on each image.
        """
        name = f"{self.cluster}-images"
        registry = self._registry(name, untagged_days)
        for copy in copies:
            azure.containerregistry.Replication(
                copy_name(copy.cluster, name),
                resource_group_name=self.place.group,
                registry_name=registry.name,
                replication_name=copy.region,
                location=copy.region,
                zone_redundancy="Enabled",
                region_endpoint_enabled=True,
                tags=self.place.tags,
                opts=self.opts,
            )
        for place in (self, *copies):
            assign(
                f"{name}-pull-{place.region}",
                ACR_PULL,
                place.nodes,
                registry.id,
                subscription=self.subscription,
                opts=self.opts,
            )
        regions = [place.region for place in (self, *copies)]
        return {
            repository: dict.fromkeys(regions, pulumi.Output.concat(registry.login_server, f"/{repository}"))
            for repository in repositories
        }

    def _registry(self, name: str, untagged_days: int) -> azure.containerregistry.Registry:
        """Premium, which alone has replicas and a retention. Reached from anywhere, by Entra ID alone: no administrator's
        password, nobody without a name."""
        return azure.containerregistry.Registry(
            name,
            resource_group_name=self.place.group,
            registry_name=self.place.group.apply(lambda group: short_name(name, group)),
            sku=azure.containerregistry.SkuArgs(name="Premium"),
            zone_redundancy="Enabled",
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            public_network_access="Enabled",
            policies=azure.containerregistry.PoliciesArgs(
                retention_policy=azure.containerregistry.RetentionPolicyArgs(
                    days=untagged_days, status="enabled"
                )
            ),
            tags=self.place.tags,
            opts=pulumi.ResourceOptions.merge(
                self.opts,
                # When this cluster is given up with its region, images that are in others too stay where they are.
                pulumi.ResourceOptions(protect=self.protect, retain_on_delete=self.protect),
            ),
        )
