"""The restore drill: what it may reach and read, and that it fails whenever the backup is not proved."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import pytest

from components.workload import backup_drill
from components.workload.backup_drill import FETCH, RESTORE
from settings.workload import PostgresBackup, RestoreDrill
from tests.components.workload.specs import full, plain


def job(**drill: Any) -> dict[str, Any]:
    spec = full(backup={"url": "DATABASE_URL", "bucket": "backup", "drill": drill})
    plan = cast(PostgresBackup, spec.backup)
    labels = {"app": "app-drill"}
    made = backup_drill.cron_job(
        spec, plan, cast(RestoreDrill, plan.drill), labels, "scripts", "bucket", {"RCLONE_A": "1"}
    )
    return cast(dict[str, Any], made)


def pod(**drill: Any) -> dict[str, Any]:
    return cast(dict[str, Any], job(**drill)["job_template"]["spec"]["template"]["spec"])


def variables(container: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in container["env"]}


def test_it_runs_alone_by_its_own_clock_and_not_for_ever() -> None:
    made = job(schedule="0 6 * * 1")

    assert made["schedule"] == "0 6 * * 1"
    assert made["time_zone"] == "Etc/UTC"
    assert made["concurrency_policy"] == "Forbid"
    assert made["job_template"]["spec"]["active_deadline_seconds"] == 6 * 3600


def test_the_dump_is_fetched_by_one_image_and_restored_by_the_database_s_own() -> None:
    (fetch,), (restore,) = pod()["init_containers"], pod()["containers"]

    assert fetch["image"].startswith("rclone/rclone:")
    assert restore["image"] == "postgres:16"
    assert variables(fetch) == {
        "DRILL_DIR": "/drill",
        "BUCKET": "bucket",
        "DUMPS": "store:$(BUCKET)/app",
        "MAX_AGE_HOURS": "26",
        "RCLONE_A": "1",
    }


def test_the_drill_is_given_no_secret() -> None:
    every = [*pod()["init_containers"], *pod()["containers"]]

    assert [one for container in every for one in container["env"] if "value_from" in one] == []


def test_a_query_reaches_the_database_as_it_was_written() -> None:
    (restore,) = pod(query="select $(DRILL_DIR)")["containers"]

    assert variables(restore)["QUERY"] == "select $$(DRILL_DIR)"


def test_it_may_reach_storage_and_names_and_no_database() -> None:
    rules = plain(backup_drill.policy(full(), "169.254.170.23"))

    assert rules["policy_types"] == ["Ingress", "Egress"]
    assert "ingress" not in rules
    assert rules["pod_selector"] == {"match_labels": {"app": "app-drill"}}
    assert sorted(port["port"] for rule in rules["egress"] for port in rule["ports"]) == [53, 53, 80, 443]


def _stamp(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y%m%dT%H%M%SZ.dump")


def _program(tools: Path, name: str, body: str) -> None:
    tools.mkdir(exist_ok=True)
    (tools / name).write_text(f"#!/bin/bash\n{body}\n")
    (tools / name).chmod(0o755)


def _run(shell: str, script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = Path(backup_drill.__file__).with_name(script)
    drill = folder / "drill"
    drill.mkdir(exist_ok=True)
    environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "DRILL_DIR": str(drill), **variables}
    return subprocess.run([shell, str(path)], env=environment, capture_output=True, text=True, check=False)


def fetch(folder: Path, listed: list[str], copied: str = "dump") -> subprocess.CompletedProcess[str]:
    """The script with an rclone that lists these names and copies this."""
    names = "".join(f"{name}\\n" for name in listed)
    _program(
        folder / "bin",
        "rclone",
        f'echo "$@" >> {folder}/arguments\n'
        f"if [[ $1 == lsf ]]; then printf '{names}'; exit; fi\n"
        'for word in "$@"; do case $word in /*.dump) name=${word#/};; esac; done\n'
        f'printf "{copied}" > "${{!#}}/$name"',
    )
    return _run("sh", FETCH, folder, DUMPS="store:bucket/app", MAX_AGE_HOURS="26")


def test_the_newest_dump_is_fetched_and_no_other(tmp_path: Path) -> None:
    newest = _stamp(2)

    done = fetch(tmp_path, [_stamp(50), newest, _stamp(26.5)])

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "drill").iterdir()] == [newest]
    listing, copying = (tmp_path / "arguments").read_text().splitlines()
    assert listing.startswith("lsf ")
    assert copying.startswith("copy --checksum ")
    assert "store:bucket/app" in copying


def test_a_newest_dump_that_is_too_old_is_refused_and_not_fetched(tmp_path: Path) -> None:
    done = fetch(tmp_path, [_stamp(27), _stamp(51)])

    assert done.returncode == 4
    assert "the newest dump is " in done.stderr
    assert "expected one of the last 26 hours" in done.stderr
    assert list((tmp_path / "drill").iterdir()) == []


def test_a_dump_that_is_just_young_enough_is_taken(tmp_path: Path) -> None:
    assert fetch(tmp_path, [_stamp(25.9)]).returncode == 0


def test_a_bucket_without_a_dump_is_refused(tmp_path: Path) -> None:
    done = fetch(tmp_path, [])

    assert done.returncode == 3
    assert "there is no dump below store:bucket/app" in done.stderr


def test_storage_that_does_not_answer_fails_the_drill(tmp_path: Path) -> None:
    _program(tmp_path / "bin", "rclone", "echo denied >&2; exit 1")

    done = _run("sh", FETCH, tmp_path, DUMPS="store:bucket/app", MAX_AGE_HOURS="26")

    assert done.returncode == 1
    assert "denied" in done.stderr


def test_an_empty_dump_fails_the_drill(tmp_path: Path) -> None:
    done = fetch(tmp_path, [_stamp(1)], copied="")

    assert done.returncode == 5
    assert "was listed and then not fetched, or it is empty" in done.stderr


PROGRAMS = ("initdb", "pg_ctl", "createdb", "pg_restore", "psql")


def restore(
    folder: Path, answer: str = "7", dumps: int = 1, fails: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """The script with programs that write down how they were called. fails: what those do instead that are not to succeed."""
    (folder / "drill").mkdir()
    for number in range(dumps):
        (folder / "drill" / f"2026010{number + 1}T020000Z.dump").write_text("dump")
    for name in PROGRAMS:
        says = f"printf -- '{answer}\\n'" if name == "psql" else ":"
        noted = f'echo "{name} $@" >> {folder}/calls; echo "$PGHOST $PGDATA" >> {folder}/where'
        _program(folder / "bin", name, f"{noted}\n{fails.get(name, says)}")
    return _run("bash", RESTORE, folder, QUERY="select count(*) from orders")


def calls(folder: Path) -> list[str]:
    path = folder / "calls"
    return path.read_text().splitlines() if path.exists() else []


def test_a_dump_that_can_be_restored_and_has_something_in_it_is_proved(tmp_path: Path) -> None:
    done = restore(tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "restored 20260101T020000Z.dump: 7"
    assert [call.split()[0] for call in calls(tmp_path)] == [
        "initdb", "pg_ctl", "createdb", "pg_restore", "psql", "pg_ctl",
    ]  # fmt: skip
    (restored,) = [call for call in calls(tmp_path) if call.startswith("pg_restore")]
    assert "--exit-on-error" in restored
    assert calls(tmp_path)[-2].endswith("--command=select count(*) from orders")
    assert calls(tmp_path)[-1].startswith("pg_ctl stop")


def test_the_database_is_in_the_drill_s_folder_and_listens_on_a_socket_only(tmp_path: Path) -> None:
    restore(tmp_path)
    folder = tmp_path / "drill"

    assert set((tmp_path / "where").read_text().splitlines()) == {f"{folder}/socket {folder}/database"}
    (started,) = [call for call in calls(tmp_path) if call.startswith("pg_ctl start")]
    assert "listen_addresses=''" in started
    assert f"unix_socket_directories='{folder}/socket'" in started


@pytest.mark.parametrize("answer", ["0", "0.00", "-0", "", "f", "0\\x1f5", "\\x1f5", "0\\n5"])
def test_an_answer_of_nothing_fails_the_drill(tmp_path: Path, answer: str) -> None:
    done = restore(tmp_path, answer)

    assert done.returncode == 3
    assert "expected neither 0, nor false, nor empty" in done.stderr
    assert calls(tmp_path)[-1].startswith("pg_ctl stop")


@pytest.mark.parametrize("answer", ["1", "0.5", "10", "t", "00a", "2026-01-01", "5\\x1f0", "5\\n0"])
def test_any_other_answer_is_one(tmp_path: Path, answer: str) -> None:
    assert restore(tmp_path, answer).returncode == 0


@pytest.mark.parametrize("program", ["createdb", "pg_restore", "psql"])
def test_whatever_fails_fails_the_drill_and_leaves_no_database_running(tmp_path: Path, program: str) -> None:
    done = restore(tmp_path, fails={program: f"echo {program} broke >&2; exit 9"})

    assert done.returncode == 9
    assert f"{program} broke" in done.stderr
    assert "restored" not in done.stdout
    assert calls(tmp_path)[-1].startswith("pg_ctl stop")


def test_a_database_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    done = restore(tmp_path, fails={"initdb": "echo no room; exit 1"})

    assert done.returncode == 1
    assert "no room" in done.stderr
    assert len(calls(tmp_path)) == 1


def test_a_database_that_does_not_start_says_why(tmp_path: Path) -> None:
    log = tmp_path / "drill" / "postgres.log"

    broken = f'[[ $1 == stop ]] || {{ echo no memory > "{log}"; exit 1; }}'

    done = restore(tmp_path, fails={"pg_ctl": broken})

    assert done.returncode == 1
    assert "no memory" in done.stderr


@pytest.mark.parametrize("dumps", [0, 2])
def test_anything_but_one_dump_is_refused(tmp_path: Path, dumps: int) -> None:
    done = restore(tmp_path, dumps=dumps)

    assert done.returncode == 2
    assert "expected one dump in " in done.stderr
    assert calls(tmp_path) == []
