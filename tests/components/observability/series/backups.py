"""Series for the alerts on backups."""

from tests.components.observability.series.pair import Pair

_DAILY = 'schedule="daily"'
_OF_DAILY = {"schedule": "daily"}
_ATTEMPTS = f"velero_backup_attempt_total{{{_DAILY}}}"
_LAST = f"velero_backup_last_successful_timestamp{{{_DAILY}}}"
_COPY = 'velero_backup_location_status_gauge{backup_location_name="use1"}'
_COPIED = 'velero_backup_last_successful_timestamp{schedule="velero-daily-use1"}'
_LOCATION = 'velero_backup_location_status_gauge{backup_location_name="default"}'

PAIRS = (
    Pair(
        "BackupFailed",
        {f"velero_backup_failure_total{{{_DAILY}}}": "0x59 1x60"},
        {
            f"velero_backup_failure_total{{{_DAILY}}}": "1x120",
            'velero_backup_failure_total{schedule=""}': "0x59 1x60",  # made by hand, and seen by whoever did
        },
        "1 backups of schedule daily failed within the last day.",
        _OF_DAILY,
    ),
    Pair(
        "BackupPartlyFailed",
        {f"velero_backup_partial_failure_total{{{_DAILY}}}": "0x59 1x60"},
        {f"velero_backup_partial_failure_total{{{_DAILY}}}": "0x120"},
        "1 backups of schedule daily left something out within the last day.",
        _OF_DAILY,
    ),
    Pair(
        "BackupStale",
        {_LAST: "0x1800"},
        {_LAST: f"{3 * 3600}x1800"},
        "The last good backup of schedule daily is 1d 4h 0m 0s old.",
        _OF_DAILY,
        "28h",
    ),
    Pair(
        "BackupMissing",
        {_ATTEMPTS: "7x1800", _COPIED: "0x1800"},  # another cluster's backups are none of this one's
        {_ATTEMPTS: "7x1800", _LAST: "0x1800"},
        "No good backup of schedule 'daily'; without a name, Velero gives no metrics (1).",
        _OF_DAILY,
        "27h",
    ),
    Pair(
        "BackupCopyMissing",
        {_LOCATION: "1x1800", _COPY: "1x1800", _LAST: "0x1800"},
        {_LOCATION: "1x1800", _COPY: "1x1800", _LAST: "0x1800", _COPIED: "0x1800"},
        "Location use1 has no backup of velero-daily-use1 (available is 1).",
        {"backup_location_name": "use1", "schedule": "velero-daily-use1"},
        "27h",
    ),
    Pair(
        "BackupStorageUnavailable",
        {_LOCATION: "0x120"},
        {_LOCATION: "1x120"},
        "Velero cannot use backup location default (available is 0).",
        {"backup_location_name": "default"},
    ),
    Pair(
        "RestoreFailed",
        {f"velero_restore_partial_failure_total{{{_DAILY}}}": "0x79 1x40"},
        {f"velero_restore_failed_total{{{_DAILY}}}": "1x120"},
        "1 restores from schedule daily failed or left something out.",
        _OF_DAILY,
    ),
)
