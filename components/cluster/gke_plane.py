"""The control plane of a GKE cluster: the Kubernetes API and what is behind it, in three zones of a region."""

import pulumi
import pulumi_gcp as gcp

from components.cluster.gcp_project import labels, pool
from components.cluster.gke_encryption import create_key
from components.cluster.gke_network import PODS, SERVICES, GkeNetwork
from components.cluster.gke_nodes import NodeAccount
from components.cluster.gke_reach import authorized, endpoints, groups, private
from settings.clusters import gke as clusters
from settings.clusters.gke_maintenance import Maintenance, zulu

LOGS = ("SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS")


def maintenance(settings: Maintenance) -> gcp.container.ClusterMaintenancePolicyArgs:
    """When Google may upgrade."""
    start, end, recurrence = settings.window
    return gcp.container.ClusterMaintenancePolicyArgs(
        recurring_window=gcp.container.ClusterMaintenancePolicyRecurringWindowArgs(
            start_time=start, end_time=end, recurrence=recurrence
        ),
        maintenance_exclusions=[
            gcp.container.ClusterMaintenancePolicyMaintenanceExclusionArgs(
                exclusion_name=name,
                start_time=zulu(one.since),
                end_time=zulu(one.until),
                exclusion_options=gcp.container.ClusterMaintenancePolicyMaintenanceExclusionExclusionOptionsArgs(
                    scope=one.scope.replace("-", "_").upper()
                ),
            )
            for name, one in settings.exclusions.items()
        ],
    )


def addons() -> gcp.container.ClusterAddonsConfigArgs:
    """What GKE runs inside the cluster."""
    return gcp.container.ClusterAddonsConfigArgs(
        # The controller behind load balancers of backend services; nothing here uses the Ingress class it also serves.
        http_load_balancing=gcp.container.ClusterAddonsConfigHttpLoadBalancingArgs(disabled=False),
        horizontal_pod_autoscaling=gcp.container.ClusterAddonsConfigHorizontalPodAutoscalingArgs(
            disabled=False
        ),
        gce_persistent_disk_csi_driver_config=gcp.container.ClusterAddonsConfigGcePersistentDiskCsiDriverConfigArgs(
            enabled=True
        ),
        # Off: with Dataplane V2 it takes queries away from kube-dns to a pod of its own, which the NetworkPolicies of
        # workloads, that let them reach kube-dns alone, would not let through.
        dns_cache_config=gcp.container.ClusterAddonsConfigDnsCacheConfigArgs(enabled=False),
    )


def monitoring() -> gcp.container.ClusterMonitoringConfigArgs:
    """Google watches its own components; the platform's Prometheus watches everything else, so Google's is off."""
    return gcp.container.ClusterMonitoringConfigArgs(
        enable_components=["SYSTEM_COMPONENTS"],
        managed_prometheus=gcp.container.ClusterMonitoringConfigManagedPrometheusArgs(enabled=False),
    )


def starter_node(email: pulumi.Input[str]) -> gcp.container.ClusterNodeConfigArgs:
    """The node that GKE makes every cluster with and that is removed at once: as little as the others while it is there."""
    return gcp.container.ClusterNodeConfigArgs(
        service_account=email,
        oauth_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        shielded_instance_config=gcp.container.ClusterNodeConfigShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_integrity_monitoring=True
        ),
        workload_metadata_config=gcp.container.ClusterNodeConfigWorkloadMetadataConfigArgs(
            mode="GKE_METADATA"
        ),
    )


def control_plane(
    name: str,
    physical: str,
    settings: clusters.GkeCluster,
    network: GkeNetwork,
    account: NodeAccount,
    opts: pulumi.ResourceOptions,
) -> gcp.container.Cluster:
    """Make the control plane and its key. physical: its name on Google Cloud."""
    key, grant = create_key(f"{name}-key", settings, opts)
    return gcp.container.Cluster(
        f"{name}-cluster",
        name=physical,
        project=settings.project,
        location=settings.region,
        node_locations=list(settings.availability_zones),
        # At least this minor; the channel brings its patches, and in time the next minor (CIS GKE 5.5.4).
        min_master_version=settings.kubernetes,
        release_channel=gcp.container.ClusterReleaseChannelArgs(channel="REGULAR"),
        maintenance_policy=maintenance(settings.maintenance),
        network=network.vpc.id,
        subnetwork=network.subnet.id,
        networking_mode="VPC_NATIVE",  # pods have addresses of the network, which its rules see (CIS GKE 5.6.2)
        ip_allocation_policy=gcp.container.ClusterIpAllocationPolicyArgs(
            cluster_secondary_range_name=PODS, services_secondary_range_name=SERVICES
        ),
        datapath_provider="ADVANCED_DATAPATH",  # Dataplane V2 enforces NetworkPolicies (CIS GKE 4.3.1)
        enable_intranode_visibility=True,  # the flow logs see what passes between pods of one node (CIS GKE 5.6.1)
        private_cluster_config=private(settings.api),
        control_plane_endpoints_config=endpoints(settings.api),
        master_authorized_networks_config=authorized(settings.api),
        # In the cluster, where NetworkPolicies can let workloads reach it; Cloud DNS would answer at the metadata's address.
        dns_config=gcp.container.ClusterDnsConfigArgs(cluster_dns="KUBE_DNS"),
        # Secrets are encrypted with our own key before etcd has them: CIS GKE 5.3.1.
        database_encryption=gcp.container.ClusterDatabaseEncryptionArgs(state="ENCRYPTED", key_name=key.id),
        workload_identity_config=gcp.container.ClusterWorkloadIdentityConfigArgs(
            workload_pool=pool(settings.project)  # CIS GKE 5.2.2
        ),
        enable_shielded_nodes=True,  # CIS GKE 5.5.5
        enable_legacy_abac=False,  # RBAC alone decides: CIS GKE 5.8.3
        # No certificate that cannot be revoked: CIS GKE 5.8.1.
        master_auth=gcp.container.ClusterMasterAuthArgs(
            client_certificate_config=gcp.container.ClusterMasterAuthClientCertificateConfigArgs(
                issue_client_certificate=False
            )
        ),
        authenticator_groups_config=groups(settings.groups_domain),
        # Without credentials only the health checks answer, and no role can be bound to everybody (CIS GKE 4.1.8 to 4.1.10).
        anonymous_authentication_config=gcp.container.ClusterAnonymousAuthenticationConfigArgs(
            mode="LIMITED"
        ),
        rbac_binding_config=gcp.container.ClusterRbacBindingConfigArgs(
            enable_insecure_binding_system_authenticated=False,
            enable_insecure_binding_system_unauthenticated=False,
        ),
        logging_config=gcp.container.ClusterLoggingConfigArgs(enable_components=list(LOGS)),  # CIS GKE 5.7.1
        monitoring_config=monitoring(),
        security_posture_config=gcp.container.ClusterSecurityPostureConfigArgs(
            mode="BASIC",  # reports what is configured badly, at no charge (CIS GKE 5.10.5)
            vulnerability_mode="VULNERABILITY_DISABLED",  # images are scanned where they are pushed (CIS GKE 5.1.1)
        ),
        addons_config=addons(),
        cost_management_config=gcp.container.ClusterCostManagementConfigArgs(enabled=True),
        # Pools are resources of their own; the one that a cluster must be made with goes at once.
        remove_default_node_pool=True,
        initial_node_count=1,
        node_config=starter_node(account.email),
        deletion_protection=settings.protect,
        resource_labels=labels(name),
        opts=pulumi.ResourceOptions.merge(
            opts,
            pulumi.ResourceOptions(
                protect=settings.protect,
                # Without its grant the key is of no use; without theirs, and a way out, nodes are not. All outlive the cluster.
                depends_on=[grant, *account.grants, *network.egress],
                # Of a node that is no longer there; a change of it would replace the cluster.
                ignore_changes=["nodeConfig", "initialNodeCount"],
            ),
        ),
    )
