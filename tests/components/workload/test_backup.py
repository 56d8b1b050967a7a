"""The nightly dump: where it goes, what it may reach, and that the password never stands on a command line."""

import os
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from components.workload import backup
from settings.workload import PostgresBackup
from tests.components.workload.specs import full

URL = "postgres://spoke:p%40ss%2Fword@db.example.com:6432/registry?application_name=x&sslmode=verify-full"


def job() -> dict[str, Any]:
    spec = full()
    return cast(
        dict[str, Any],
        backup.cron_job(
            spec,
            cast(PostgresBackup, spec.backup),
            {"app": "app-backup"},
            "scripts",
            "bucket",
            {"RCLONE_A": "1"},
        ),
    )


def pod() -> dict[str, Any]:
    return cast(dict[str, Any], job()["job_template"]["spec"]["template"]["spec"])


def test_one_run_at_a_time_and_none_for_ever() -> None:
    assert job()["concurrency_policy"] == "Forbid"
    assert job()["job_template"]["spec"]["active_deadline_seconds"] == 6 * 3600


def test_a_dump_that_failed_is_tried_again_in_the_same_pod() -> None:
    assert pod()["restart_policy"] == "OnFailure"
    assert job()["job_template"]["spec"]["backoff_limit"] == 3


def test_the_dump_comes_before_the_upload_and_both_share_the_volume() -> None:
    (dump,), (upload,) = pod()["init_containers"], pod()["containers"]

    assert dump["image"] == "postgres:16"
    assert {"name": "backup", "mount_path": "/backup"} in dump["volume_mounts"]
    assert {"name": "backup", "mount_path": "/backup", "read_only": True} in upload["volume_mounts"]


def test_the_upload_knows_no_credentials_only_where_to() -> None:
    assert pod()["containers"][0]["env"] == [
        {"name": "BUCKET", "value": "bucket"},
        {"name": "RCLONE_A", "value": "1"},
    ]


def test_the_job_may_reach_the_database_and_storage_but_not_the_workloads_other_edges() -> None:
    spec = full()

    rules = cast(list[Any], backup.policy(spec, cast(PostgresBackup, spec.backup), None)["egress"])

    assert sorted(port["port"] for rule in rules for port in rule["ports"]) == [53, 53, 443, 5432]


@pytest.fixture(name="tools")
def _tools(tmp_path: Path) -> Path:
    """pg_dump and pg_restore that write down their arguments and their environment."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("pg_dump", "pg_restore"):
        program = tools / name
        program.write_text(
            f'#!/bin/bash\necho "$@" >> {tmp_path}/arguments\nenv | grep ^PG >> {tmp_path}/environment\n'
            'for word in "$@"; do case $word in --file=*) echo dump > "${word#--file=}";; esac; done\n'
        )
        program.chmod(0o755)
    return tools


def run(tools: Path, url: str) -> subprocess.CompletedProcess[str]:
    script = Path(backup.__file__).with_name(backup.SCRIPT_NAME)
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "DATABASE_URL": url,
        "BACKUP_DIR": str(tools.parent),
    }
    return subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True, check=False)


def test_the_script_takes_a_connection_string_apart(tools: Path) -> None:
    assert run(tools, URL).returncode == 0

    environment = set((tools.parent / "environment").read_text().splitlines())
    assert environment >= {
        "PGUSER=spoke",
        "PGPASSWORD=p@ss/word",
        "PGHOST=db.example.com",
        "PGPORT=6432",
        "PGDATABASE=registry",
        "PGSSLMODE=verify-full",
    }


def test_the_password_stands_on_no_command_line_and_in_no_output(tools: Path) -> None:
    result = run(tools, URL)

    shown = (tools.parent / "arguments").read_text() + result.stdout + result.stderr
    assert "p@ss" not in shown
    assert "p%40ss" not in shown


def test_tls_is_required_unless_the_string_says_how(tools: Path) -> None:
    run(tools, "postgresql://spoke:word@db.example.com/registry")

    environment = (tools.parent / "environment").read_text()
    assert "PGSSLMODE=require" in environment
    assert "PGPORT=5432" in environment


def test_the_dump_is_there_under_its_final_name_only_when_whole(tools: Path) -> None:
    run(tools, URL)

    assert [path.suffix for path in tools.parent.glob("*.dump*")] == [".dump"]


def test_a_failed_dump_leaves_no_dump_and_fails(tools: Path) -> None:
    (tools / "pg_dump").write_text("#!/bin/bash\nexit 1\n")

    assert run(tools, URL).returncode == 1
    assert not list(tools.parent.glob("*.dump"))


@pytest.mark.parametrize(
    "url",
    ["mysql://spoke:canary@db.example.com/registry", "postgres://spoke:word@canary@db.example.com/registry"],
)
def test_what_is_no_connection_string_is_refused_without_being_shown(tools: Path, url: str) -> None:
    result = run(tools, url)

    assert result.returncode == 2
    assert "no connection string of the form postgres://" in result.stderr
    assert "canary" not in result.stderr
