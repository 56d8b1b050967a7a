"""The control plane of an AKS cluster, and the identity that it acts as."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_network import AksNetwork, Place
from components.cluster.aks_nodes import NodePlace, system_pool
from components.cluster.azure_names import dns_prefix
from components.cluster.azure_roles import KEY_VAULT_CRYPTO_USER, NETWORK_CONTRIBUTOR, assign
from settings.clusters import aks as clusters

IMAGE_CLEANER_HOURS = 168


@dataclass(frozen=True)
class ControlPlane:
    """How the control plane of one cluster is made. physical: its name on Azure."""

    name: str
    physical: str
    settings: clusters.AksCluster
    place: Place
    opts: pulumi.ResourceOptions

    def create(
        self, network: AksNetwork, nodes: NodePlace, key: azure.keyvault.Key
    ) -> azure.containerservice.ManagedCluster:
        """Make the Kubernetes API and what is behind it, with the system pool."""
        settings = self.settings
        identity, roles = self._identity(network, key)
        return azure.containerservice.ManagedCluster(
            f"{self.name}-cluster",
            resource_group_name=self.place.group,
            resource_name_=self.physical,
            location=settings.region,
            dns_prefix=dns_prefix(self.physical),
            kubernetes_version=settings.kubernetes,
            # With a service level of 99.95 % over three zones; the free tier has none.
            sku=azure.containerservice.ManagedClusterSKUArgs(name="Base", tier="Standard"),
            identity=azure.containerservice.ManagedClusterIdentityArgs(
                type=azure.containerservice.ResourceIdentityType.USER_ASSIGNED,
                user_assigned_identities=[identity.id],
            ),
            agent_pool_profiles=[system_pool(settings.system_pool, nodes)],
            # Nobody changes nodes, disks or load balancers behind AKS's back: their resource group is for AKS alone.
            node_resource_group=pulumi.Output.concat(self.place.group, "-nodes"),
            node_resource_group_profile=azure.containerservice.ManagedClusterNodeResourceGroupProfileArgs(
                restriction_level="ReadOnly"
            ),
            enable_rbac=True,
            disable_local_accounts=True,  # no certificate opens the cluster, only Entra ID: CIS AKS 5.5.1
            aad_profile=azure.containerservice.ManagedClusterAADProfileArgs(
                managed=True,
                enable_azure_rbac=True,
                tenant_id=settings.tenant,  # CIS AKS 5.5.2
            ),
            api_server_access_profile=self._access(network),
            network_profile=self._network(),
            oidc_issuer_profile=azure.containerservice.ManagedClusterOIDCIssuerProfileArgs(enabled=True),
            security_profile=self._security(key),
            addon_profiles={
                # Pod Security, and the organisation's own rules, are checked at admission by Azure Policy (CIS AKS 4.2).
                "azurepolicy": azure.containerservice.ManagedClusterAddonProfileArgs(enabled=True)
            },
            storage_profile=_storage(),
            # The newest patch of the minor version asked for, and weekly images for nodes, in the maintenance window.
            auto_upgrade_profile=azure.containerservice.ManagedClusterAutoUpgradeProfileArgs(
                upgrade_channel="patch", node_os_upgrade_channel="NodeImage"
            ),
            tags=self.place.tags,
            opts=pulumi.ResourceOptions.merge(
                self.opts,
                pulumi.ResourceOptions(
                    protect=settings.protect,
                    # Without its roles the identity can neither join nodes to the subnet nor use the key; it needs them
                    # until the cluster is gone.
                    depends_on=roles,
                    ignore_changes=["agentPoolProfiles[0].count"],  # the autoscaler's, within the bounds
                ),
            ),
        )

    def _identity(
        self, network: AksNetwork, key: azure.keyvault.Key
    ) -> tuple[azure.managedidentity.UserAssignedIdentity, list[pulumi.Resource]]:
        """What the control plane acts as, with a role on the subnet and one on the key, and nothing else."""
        name, subscription = self.name, self.settings.subscription
        identity = azure.managedidentity.UserAssignedIdentity(
            f"{name}-control-plane",
            resource_group_name=self.place.group,
            tags=self.place.tags,
            opts=self.opts,
        )
        scopes = {
            "network": (NETWORK_CONTRIBUTOR, network.subnet),
            "key": (KEY_VAULT_CRYPTO_USER, key.id),  # on the key, whatever its version
        }
        roles: list[pulumi.Resource] = [
            assign(
                f"{name}-control-plane-{word}",
                role,
                identity.principal_id,
                scope,
                subscription=subscription,
                opts=self.opts,
            )
            for word, (role, scope) in scopes.items()
        ]
        return identity, roles

    def _access(self, network: AksNetwork) -> azure.containerservice.ManagedClusterAPIServerAccessProfileArgs:
        """Private (CIS AKS 5.4.2) unless somebody is allowed in; then for the blocks listed (CIS AKS 5.4.1), and for the
        nodes' own address, by which they reach a public API server."""
        listed = self.settings.api.public_from
        return azure.containerservice.ManagedClusterAPIServerAccessProfileArgs(
            enable_private_cluster=not listed,
            enable_private_cluster_public_fqdn=None if listed else False,
            private_dns_zone=None if listed else "system",
            authorized_ip_ranges=(
                [*listed, network.address.apply(lambda address: f"{address}/32")] if listed else None
            ),
            # `az aks command invoke` runs anything in the cluster past the private endpoint.
            disable_run_command=True,
        )

    def _network(self) -> azure.containerservice.ContainerServiceNetworkProfileArgs:
        """Pods in an overlay, so that they take no addresses of the network; Cilium forwards and enforces network
        policies (CIS AKS 5.4.4)."""
        network = self.settings.network
        return azure.containerservice.ContainerServiceNetworkProfileArgs(
            network_plugin="azure",
            network_plugin_mode="overlay",
            network_dataplane="cilium",
            network_policy="cilium",
            pod_cidr=network.pods,
            service_cidr=network.services,
            dns_service_ip=network.dns,
            outbound_type="userAssignedNATGateway",
            load_balancer_sku="standard",
        )

    def _security(self, key: azure.keyvault.Key) -> azure.containerservice.ManagedClusterSecurityProfileArgs:
        """Encrypted secrets, identities for pods, and nodes without stale images.

        Defender for Containers is not among it: it is bought and switched on for a subscription as a whole.
        """
        return azure.containerservice.ManagedClusterSecurityProfileArgs(
            # Secrets are encrypted with our own key before etcd has them: CIS AKS 5.3.1.
            azure_key_vault_kms=azure.containerservice.AzureKeyVaultKmsArgs(
                enabled=True,
                key_id=key.key_uri_with_version,
                key_vault_network_access="Public",
            ),
            workload_identity=azure.containerservice.ManagedClusterSecurityProfileWorkloadIdentityArgs(
                enabled=True
            ),
            # An image that nobody runs any more, with the holes it has, does not stay on the node (MCSB PV-5).
            image_cleaner=azure.containerservice.ManagedClusterSecurityProfileImageCleanerArgs(
                enabled=True, interval_hours=IMAGE_CLEANER_HOURS
            ),
        )


def _storage() -> azure.containerservice.ManagedClusterStorageProfileArgs:
    """Disks and their snapshots. The drivers for files and blobs, which mount with account keys, stay off."""
    return azure.containerservice.ManagedClusterStorageProfileArgs(
        disk_csi_driver=azure.containerservice.ManagedClusterStorageProfileDiskCSIDriverArgs(enabled=True),
        snapshot_controller=azure.containerservice.ManagedClusterStorageProfileSnapshotControllerArgs(
            enabled=True
        ),
        file_csi_driver=azure.containerservice.ManagedClusterStorageProfileFileCSIDriverArgs(enabled=False),
        blob_csi_driver=azure.containerservice.ManagedClusterStorageProfileBlobCSIDriverArgs(enabled=False),
    )
