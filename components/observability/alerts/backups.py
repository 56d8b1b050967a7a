"""Alerts on Velero's backups: failed, partly failed, stale, or never made."""

from components.observability.alerts.rules import Alert, Group

HOUR = 3600
# Backups are daily. Two hours more, for one that takes longer than the last.
STALE_HOURS = 26

SINCE_LAST = 'time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})'
# Of a day, and the hour that a backup may take: the alert stays until the next one has had its turn.
FAILED = 'sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[25h]))'
PARTLY_FAILED = 'sum by (schedule) (increase(velero_backup_partial_failure_total{schedule!=""}[25h]))'
# Velero counts the attempts of each schedule of its own from 0 on. Of other clusters' schedules it knows the backups alone.
MISSING = (
    'absent(velero_backup_attempt_total{schedule!=""}) or max by (schedule) (velero_backup_attempt_total{schedule!=""} * 0 + 1)'
    " unless on (schedule) velero_backup_last_successful_timestamp"
)
# The place that has another cluster's name shows that cluster's backups, whose schedule ends in the same name. Once there was one
# of them, BackupStale tells when no more arrive.
COPIED = (
    'label_replace(velero_backup_location_status_gauge{backup_location_name!="default"}, '
    '"schedule", "velero-daily-$1", "backup_location_name", "(.+)")'
)

VELERO = Group(
    "velero",
    "velero",
    "backups",
    (
        Alert(
            "BackupFailed",
            f"{FAILED} > 0",
            "0m",
            "critical",
            "A scheduled backup failed within the last day",
            '{{ $value | printf "%.0f" }} backups of schedule {{ $labels.schedule }} failed within the last day.',
        ),
        Alert(
            "BackupPartlyFailed",
            f"{PARTLY_FAILED} > 0",
            "0m",
            "warning",
            "A scheduled backup left something out within the last day",
            '{{ $value | printf "%.0f" }} backups of schedule {{ $labels.schedule }} left something out within the last day.',
        ),
        Alert(
            "BackupStale",
            f"{SINCE_LAST} > {STALE_HOURS * HOUR}",
            "10m",
            "critical",
            "The last good backup is older than 26 hours",
            "The last good backup of schedule {{ $labels.schedule }} is {{ $value | humanizeDuration }} old.",
        ),
        Alert(
            "BackupMissing",
            MISSING,
            f"{STALE_HOURS}h",
            "critical",
            "There has been no good backup at all for 26 hours",
            "No good backup of schedule '{{ $labels.schedule }}'; without a name, Velero gives no metrics ({{ $value }}).",
        ),
        Alert(
            "BackupCopyMissing",
            f"max by (backup_location_name, schedule) ({COPIED}) unless on (schedule) velero_backup_last_successful_timestamp",
            f"{STALE_HOURS}h",
            "critical",
            "No backup of another cluster has arrived here for 26 hours",
            "Location {{ $labels.backup_location_name }} has no backup of {{ $labels.schedule }} (available is {{ $value }}).",
        ),
        Alert(
            "BackupStorageUnavailable",
            "max by (backup_location_name) (velero_backup_location_status_gauge) == 0",
            "15m",
            "critical",
            "Velero cannot reach where backups are kept",
            "Velero cannot use backup location {{ $labels.backup_location_name }} (available is {{ $value }}).",
        ),
        Alert(
            "RestoreFailed",
            "sum by (schedule) (increase(velero_restore_failed_total[1h])) > 0"
            " or sum by (schedule) (increase(velero_restore_partial_failure_total[1h])) > 0",
            "0m",
            "warning",
            "A restore failed, or left something out, within the last hour",
            '{{ $value | printf "%.0f" }} restores from schedule {{ $labels.schedule }} failed or left something out.',
        ),
    ),
)
GROUPS = (VELERO,)
