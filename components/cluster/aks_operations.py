"""What keeps an AKS cluster in order: its logs, when it may be changed, and that nobody deletes it."""

import pulumi
import pulumi_azure_native as azure

from components.cluster.aks_network import Place
from settings.clusters.aks import Maintenance

LOG_CATEGORIES = (
    "kube-apiserver",
    # Not kube-audit-admin, which leaves out every read, of a Secret too.
    "kube-audit",
    "kube-controller-manager",
    "kube-scheduler",
    "cluster-autoscaler",
    "guard",
)
# What AKS looks for by name (learn.microsoft.com/azure/aks/planned-maintenance).
WINDOWS = {"nodes": "aksManagedNodeOSUpgradeSchedule", "upgrades": "aksManagedAutoUpgradeSchedule"}


def keep_logs(
    name: str,
    cluster: azure.containerservice.ManagedCluster,
    days: int,
    place: Place,
    opts: pulumi.ResourceOptions,
) -> None:
    """Send the control plane's logs, the audit's among them (CIS AKS 2.1.1), to a workspace that keeps them for some days.

    In tables of their own, which cost less and can be granted one by one; read by identity, not by the workspace's keys.
    """
    workspace = azure.operationalinsights.Workspace(
        f"{name}-logs",
        resource_group_name=place.group,
        sku=azure.operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
        retention_in_days=days,
        features=azure.operationalinsights.WorkspaceFeaturesArgs(disable_local_auth=True),
        tags=place.tags,
        opts=opts,
    )
    azure.monitor.DiagnosticSetting(
        f"{name}-logs",
        name="control-plane",
        resource_uri=cluster.id,
        workspace_id=workspace.id,
        log_analytics_destination_type="Dedicated",
        logs=[
            azure.monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
            for category in LOG_CATEGORIES
        ],
        opts=opts,
    )


def maintain(
    name: str,
    cluster: azure.containerservice.ManagedCluster,
    window: Maintenance,
    group: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Keep upgrades of nodes' images and of Kubernetes to the window, every week."""
    for word, configuration in WINDOWS.items():
        azure.containerservice.MaintenanceConfiguration(
            f"{name}-{word}",
            resource_group_name=group,
            resource_name_=cluster.name,
            config_name=configuration,
            maintenance_window=azure.containerservice.MaintenanceWindowArgs(
                schedule=azure.containerservice.ScheduleArgs(
                    weekly=azure.containerservice.WeeklyScheduleArgs(day_of_week=window.day, interval_weeks=1)
                ),
                start_time=window.start,
                duration_hours=window.hours,
                utc_offset="+00:00",
            ),
            opts=opts,
        )


def lock(
    name: str, cluster: azure.containerservice.ManagedCluster, opts: pulumi.ResourceOptions
) -> azure.authorization.ManagementLockByScope:
    """Let nobody delete the cluster or a part of it, by whatever tool: AKS has no deletion protection of its own.

    On the cluster and not on its resource group, where identities and buckets come and go with applications.
    """
    return azure.authorization.ManagementLockByScope(
        f"{name}-lock",
        scope=cluster.id,
        level="CanNotDelete",
        notes="Set protect to false in the stack's settings, and run pulumi up, before you delete this.",
        opts=opts,
    )
