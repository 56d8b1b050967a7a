"""Logs, maintenance and the lock of an AKS cluster."""

from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import made, open_staging

WORKSPACE = "azure-native:operationalinsights:Workspace"
SETTING = "azure-native:monitor:DiagnosticSetting"
WINDOW = "azure-native:containerservice:MaintenanceConfiguration"


def test_the_control_planes_logs_and_every_read_of_the_audit_are_kept() -> None:
    setting = made().one(SETTING).inputs

    assert [log["category"] for log in setting["logs"] if log["enabled"]] == [
        "kube-apiserver", "kube-audit", "kube-controller-manager", "kube-scheduler", "cluster-autoscaler", "guard",
    ]  # fmt: skip
    assert setting["resourceUri"] == made().one(aks.CLUSTER).id
    assert setting["workspaceId"] == made().one(WORKSPACE).id


def test_logs_are_kept_for_the_days_asked_and_read_by_identity() -> None:
    assert aks.deployed(log_days=365).one(WORKSPACE).inputs["retentionInDays"] == 365
    assert made().one(WORKSPACE).inputs["features"] == {"disableLocalAuth": True}


def test_upgrades_keep_to_the_maintenance_window() -> None:
    windows = {one.inputs["configName"]: one.inputs["maintenanceWindow"] for one in made().of(WINDOW)}

    assert sorted(windows) == ["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"]
    for window in windows.values():
        assert window == {
            "schedule": {"weekly": {"dayOfWeek": "Sunday", "intervalWeeks": 1}},
            "startTime": "02:00",
            "durationHours": 6,
            "utcOffset": "+00:00",
        }


def test_azure_itself_refuses_the_deletion_of_a_protected_cluster() -> None:
    lock = made().one(aks.LOCK).inputs

    assert (lock["scope"], lock["level"]) == (made().one(aks.CLUSTER).id, "CanNotDelete")
    assert "Set protect to false" in lock["notes"]
    assert open_staging().of(aks.LOCK) == []


def test_the_lock_can_be_taken_off_when_the_settings_say_so() -> None:
    assert not made().one(aks.LOCK).protect
