"""What a stack file may say about backups."""

import pytest
from pydantic import ValidationError

from settings.platform.backup import Backup


def test_a_backup_is_made_every_night_and_kept_for_a_month_with_its_volumes() -> None:
    chosen = Backup()

    assert chosen.installed
    assert (chosen.schedule, chosen.retention_days, chosen.snapshots) == ("0 3 * * *", 30, True)


def test_what_the_cluster_makes_anew_is_not_backed_up() -> None:
    assert "kube-system" in Backup().excluded_namespaces
    assert Backup(excluded_namespaces=("scratch",)).excluded_namespaces == ("scratch",)


@pytest.mark.parametrize(
    "schedule",
    [
        "every night",
        "0 3 * *",
        "61 3 * * *",
        "0 24 * * *",
        "0 3 0 * *",
        "0 3 * 13 *",
        "0 3 * * 7",
        "0-70 3 * * *",
        "*/0 3 * * *",
        "30-10 3 * * *",
        "1-2-3 3 * * *",
        "/5 3 * * *",
        "1, 3 * * *",
        "*-5 3 * * *",
        "0 3 * * sunday",
        "0 3 * * fri-mon",
        "0 mon * * *",
    ],
)
def test_a_schedule_is_one_of_cron(schedule: str) -> None:
    with pytest.raises(ValidationError, match="expected a cron schedule of five fields"):
        Backup(schedule=schedule)


@pytest.mark.parametrize(
    "schedule", ["59 23 31 12 6", "*/15 0-6,12 * JAN-MAR MON", "5/10,0-30/10 3 1-7/2 feb,Aug sun-SAT"]
)
def test_every_field_of_a_schedule_has_its_own_bounds(schedule: str) -> None:
    assert Backup(schedule=schedule).schedule == schedule
