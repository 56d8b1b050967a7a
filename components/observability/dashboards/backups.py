"""Velero's backups: how old the last good one is, what failed, and how large and long they are."""

from components.observability.alerts import backups as alerts
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_SCHEDULED = 'schedule!=""'

STATE = Row(
    "Backups",
    (
        Panel(
            "Age of the last good backup",
            {"{{schedule}}": alerts.SINCE_LAST},
            "dtdurations",
            "stat",
            Limits(critical=alerts.STALE_HOURS * alerts.HOUR),
            "BackupStale",
            "velero",
            width=8,
            height=6,
        ),
        Panel(
            "Failed within the last day",
            {"{{schedule}}": alerts.FAILED},
            "short",
            "stat",
            Limits(critical=1),
            "BackupFailed",
            "velero",
            width=5,
            height=6,
        ),
        Panel(
            "Left something out within the last day",
            {"{{schedule}}": alerts.PARTLY_FAILED},
            "short",
            "stat",
            Limits(warning=1),
            "BackupPartlyFailed",
            "velero",
            width=5,
            height=6,
        ),
        Panel(
            "Places for backups that can be used",
            {
                "{{backup_location_name}}": "max by (backup_location_name) (velero_backup_location_status_gauge)"
            },
            "short",
            "stat",
            Limits(critical=1, low=True),
            "BackupStorageUnavailable",
            "velero",
            width=6,
            height=6,
        ),
    ),
)
OVER_TIME = Row(
    "Over time",
    (
        Panel(
            "Backups of a day, by how they ended",
            {
                "good": f"sum(increase(velero_backup_success_total{{{_SCHEDULED}}}[1d]))",
                "left something out": f"sum(increase(velero_backup_partial_failure_total{{{_SCHEDULED}}}[1d]))",
                "failed": f"sum(increase(velero_backup_failure_total{{{_SCHEDULED}}}[1d]))",
            },
            "short",
            add_on="velero",
            width=8,
        ),
        Panel(
            "Size of a backup's objects",
            {"{{schedule}}": f"max by (schedule) (velero_backup_tarball_size_bytes{{{_SCHEDULED}}})"},
            "bytes",
            add_on="velero",
            width=8,
            description="Of the Kubernetes objects. Volumes are snapshots, and not counted.",
        ),
        Panel(
            "Time that a backup takes",
            {
                "{{schedule}}": f"sum by (schedule) (increase(velero_backup_duration_seconds_sum{{{_SCHEDULED}}}[1d]))"
                f" / sum by (schedule) (increase(velero_backup_duration_seconds_count{{{_SCHEDULED}}}[1d]))"
            },
            "s",
            add_on="velero",
            width=8,
        ),
        Panel(
            "Restores",
            {
                "good": "sum(increase(velero_restore_success_total[1d]))",
                "failed": "sum(increase(velero_restore_failed_total[1d]))",
                "left something out": "sum(increase(velero_restore_partial_failure_total[1d]))",
            },
            "short",
            alert="RestoreFailed",
            add_on="velero",
        ),
        Panel(
            "Volume snapshots of a day",
            {
                "good": "sum(increase(velero_volume_snapshot_success_total[1d]))"
                " + sum(increase(velero_csi_snapshot_success_total[1d]))",
                "failed": "sum(increase(velero_volume_snapshot_failure_total[1d]))"
                " + sum(increase(velero_csi_snapshot_failure_total[1d]))",
            },
            "short",
            alert="BackupPartlyFailed",
            add_on="velero",
        ),
    ),
)
BACKUPS = Dashboard("backups", "Backups", (STATE, OVER_TIME), {})
