"""A cluster on Azure Kubernetes Service: network, key, control plane, nodes, access and identity, as one typed Cluster.

Controls are cited here and in the modules below by their ids in the CIS Azure Kubernetes Service Benchmark 1.8 ("CIS AKS"),
the CIS Microsoft Azure Foundations Benchmark 5.0 ("CIS Azure") and the Microsoft cloud security benchmark ("MCSB").
"""

import pulumi
import pulumi_azure_native as azure

from components import contracts
from components.cluster.aks_access import admit, authority, plugin, storage_class
from components.cluster.aks_encryption import create_key
from components.cluster.aks_network import AksNetwork, Place
from components.cluster.aks_nodes import NodePlace, user_pool
from components.cluster.aks_operations import keep_logs, lock, maintain
from components.cluster.aks_plane import ControlPlane
from components.cluster.aks_traits import control_plane as reach
from components.cluster.aks_traits import dns_zone, names_zone, traits
from components.cluster.azure_buckets import Buckets
from components.cluster.azure_identity import WorkloadIdentity
from components.cluster.azure_names import physical_name, tags
from components.cluster.azure_roles import ACR_PULL, assign
from components.cluster.connection import connect, kubeconfig
from components.cluster.container_registry import Images
from components.cluster.federation import federated
from components.cluster.flexible_server import FlexibleServerDatabases
from components.cluster.flexible_server_place import FlexibleServerPlace
from components.cluster.surroundings import ALONE, Surroundings
from components.naming import type_token
from settings.clusters import aks as clusters


class AksCluster(pulumi.ComponentResource):
    """An AKS cluster in a network and a resource group of its own, ready for workloads."""

    cluster: contracts.Cluster

    def __init__(
        self,
        name: str,
        settings: clusters.AksCluster,
        around: Surroundings = ALONE,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "Aks"), name, None, opts)
        self._name, self._settings, self._around = name, settings, around
        self._physical = physical_name(pulumi.get_stack(), name)
        provider = azure.Provider(
            f"{name}-azure",
            # Credentials of another tenant, or without rights on this subscription, can make nothing.
            subscription_id=settings.subscription,
            tenant_id=settings.tenant,
            location=settings.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        group = azure.resources.ResourceGroup(
            f"{name}-group",
            location=settings.region,
            tags=tags(name),
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(protect=settings.protect)),
        )
        self._place = place = Place(group.name, tags(name))
        network = AksNetwork(
            name, settings, place, opts=pulumi.ResourceOptions(parent=self, providers=[provider])
        )
        key = create_key(name, settings.tenant, place, settings.protect, self._opts)
        plane = ControlPlane(name, self._physical, settings, place, self._opts)
        nodes = NodePlace(settings.kubernetes, network.subnet, place.tags)
        self._plane = plane.create(network, nodes, key)
        self._operate()
        ready = self._capacity(nodes)
        ready += admit(name, self._plane, settings.admins, settings.subscription, self._opts)
        inside = connect(name, self._kubeconfig(), self._plane.id, ready, pulumi.ResourceOptions(parent=self))
        storage_class(name, pulumi.ResourceOptions(parent=self, provider=inside))
        self.cluster = contracts.Cluster(
            name=name,
            protect=settings.protect,
            provider=inside,
            traits=self._traits(),
            identity=self._identities(),
            bucket=Buckets(name, place.group, network.subnet, settings.protect, place.tags, self._opts),
            database=FlexibleServerDatabases(FlexibleServerPlace(name, settings, place, network, self._opts)),
            images=self._images(),
            outputs=self._outputs(network),
        )
        self.register_outputs(dict(self.cluster.outputs))

    def _operate(self) -> None:
        """Logs, maintenance windows and the lock."""
        name, settings, plane = self._name, self._settings, self._plane
        keep_logs(name, plane, settings.log_days, self._place, self._opts)
        maintain(name, plane, settings.maintenance, self._place.group, self._opts)
        if settings.protect:
            lock(name, plane, self._opts)

    def _capacity(self, nodes: NodePlace) -> list[pulumi.Resource]:
        """The pools for applications, and the leave to pull their images."""
        name, settings, plane = self._name, self._settings, self._plane
        ready: list[pulumi.Resource] = [
            user_pool(
                f"{name}-node-{pool_name}", pool_name, pool, nodes, plane, self._place.group, self._opts
            )
            for pool_name, pool in settings.node_pools.items()
        ]
        if settings.registry:
            # All that the nodes' identity may do, and only with this registry (CIS AKS 5.1.3).
            ready.append(
                assign(
                    f"{name}-images",
                    ACR_PULL,
                    self._kubelet(),
                    settings.registry,
                    subscription=settings.subscription,
                    opts=self._opts,
                )
            )
        return ready

    def _kubelet(self) -> pulumi.Output[str]:
        """The object id of the nodes' identity."""
        return self._plane.identity_profile.apply(
            lambda profile: str(profile["kubeletidentity"].object_id) if profile else ""
        )

    def _images(self) -> Images:
        settings = self._settings
        return Images(
            self._name,
            settings.region,
            settings.subscription,
            self._place,
            self._kubelet(),
            settings.protect,
            self._opts,
        )

    def _kubeconfig(self) -> dict[str, object]:
        plane, settings = self._plane, self._settings
        host = plane.fqdn if settings.api.public_from else plane.private_fqdn
        options = pulumi.InvokeOutputOptions(provider=self._opts.provider, parent=self)
        certificate = authority(plane, self._place.group, options)
        server = pulumi.Output.concat("https://", host, ":443")
        return kubeconfig(self._physical, server, certificate, plugin(settings.tenant))

    def _issuer(self) -> pulumi.Output[str]:
        """Of the tokens of the cluster's service accounts, as a URL."""
        return self._plane.oidc_issuer_profile.apply(lambda oidc: str(oidc.issuer_url) if oidc else "")

    def _traits(self) -> contracts.ClusterTraits:
        """What is particular to this cluster, its DNS zones among it."""
        settings, names = self._settings, self._around.names
        return traits(
            settings.secrets_vault,
            settings.tenant,
            self._place.tags,
            reach(settings),
            dns_zone(settings),
            names_zone(names) or federated(self._name, self._issuer(), names, self),
        )

    def _identities(self) -> WorkloadIdentity:
        """Let Entra ID trust the tokens of the cluster's service accounts (CIS AKS 5.2.1)."""
        settings = self._settings
        return WorkloadIdentity(
            settings.subscription,
            self._place.group,
            self._issuer(),
            settings.secrets_vault,
            self._place.tags,
            self._opts,
        )

    def _outputs(self, network: AksNetwork) -> dict[str, pulumi.Output[str]]:
        """What a person needs to reach the cluster. Nothing here is secret."""
        group, plane = self._place.group, self._plane
        return {
            "name": plane.name,
            "id": plane.id,
            "region": pulumi.Output.from_input(self._settings.region),
            "resource_group": group,
            "endpoint": plane.fqdn if self._settings.api.public_from else plane.private_fqdn,
            "outbound_address": network.address,
            "kubeconfig_command": pulumi.Output.concat(
                "az aks get-credentials --name ", plane.name, " --resource-group ", group,
                " --subscription ", self._settings.subscription,
            ),
        }  # fmt: skip


def create(name: str, settings: clusters.AksCluster, around: Surroundings) -> contracts.Cluster:
    """Make an AKS cluster."""
    return AksCluster(name, settings, around).cluster
