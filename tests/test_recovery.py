"""docs/runbooks/recovery.md: a restore is made of a drill, and restores all of a dump into an empty database or nothing."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from components.workload.mesh import POD_LABELS
from rehearsal.stackfile import ROOT
from tests.rehearsal.planes import cannot_run
from tests.whole import whole

RUNBOOK = ROOT / "docs" / "runbooks" / "recovery.md"
FOLDER = ROOT / "docs" / "runbooks" / "restore"
SCRIPT = FOLDER / "restore.sh"
CRON_JOB = "kubernetes:batch/v1:CronJob"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
URL = "postgres://spoke:p%40ss%2Fword@db.example.com:6432/registry?application_name=x"


def drill() -> dict[str, Any]:
    """What `kubectl create job spoke-restore --from=cronjob/spoke-drill --dry-run=client -o json` says."""
    made = whole("staging").one(CRON_JOB, "main-spoke-drill").inputs
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": "spoke-restore",
            "namespace": "spoke",
            "annotations": {"cronjob.kubernetes.io/instantiate": "manual"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "spoke-drill"}],
        },
        "spec": made["spec"]["jobTemplate"]["spec"],
    }


def restore(dump: str = "", run: dict[str, Any] | None = None) -> dict[str, Any]:
    """The Job that the runbook applies. run: of the drill."""
    if not shutil.which("jq"):
        cannot_run("The restore of docs/runbooks/recovery.md", "there is no jq")
    command = [
        "jq",
        "--arg",
        "dump",
        dump,
        "--arg",
        "url",
        "SPOKE_POSTGRES_URL",
        "--rawfile",
        "script",
        str(SCRIPT),
    ]
    made = subprocess.run(
        [*command, "--from-file", str(FOLDER / "job.jq")],
        input=json.dumps(run or drill()),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(made.stdout))


def pod(job: dict[str, Any]) -> dict[str, Any]:
    return dict(job["spec"]["template"]["spec"])


def test_a_restore_writes_what_the_drill_fetched_into_the_workloads_database() -> None:
    (container,) = pod(restore())["containers"]

    assert container["command"] == ["bash", "-c", SCRIPT.read_text()]
    assert container["image"] == "postgres:16"
    assert {
        "name": "DATABASE_URL",
        "valueFrom": {"secretKeyRef": {"name": "spoke", "key": "SPOKE_POSTGRES_URL"}},
    } in (container["env"])
    assert "DRILL_DIR" in {variable["name"] for variable in container["env"]}


def test_it_reads_the_bucket_as_the_drill_and_is_let_out_to_the_database_as_the_backup() -> None:
    labels = restore()["spec"]["template"]["metadata"]["labels"]
    allowed = whole("staging").one(POLICY, "main-spoke-backup").inputs["spec"]

    assert pod(restore())["serviceAccountName"] == "spoke-drill"
    assert allowed["podSelector"]["matchLabels"].items() <= labels.items()
    assert 5432 in {port["port"] for rule in allowed["egress"] for port in rule.get("ports", [])}


def test_in_the_mesh_it_runs_as_the_backup_which_a_database_there_knows_by_its_account() -> None:
    meshed = drill()
    template = dict(meshed["spec"]["template"])
    labels = {**template["metadata"]["labels"], **POD_LABELS}
    meshed["spec"] = {**meshed["spec"], "template": {**template, "metadata": {"labels": labels}}}

    assert pod(restore(run=meshed))["serviceAccountName"] == "spoke-backup"


def test_it_stays_restricted_is_tried_once_and_is_no_run_of_the_drill() -> None:
    job, before = restore(), drill()

    assert pod(job)["securityContext"] == pod(before)["securityContext"]
    assert pod(job)["containers"][0]["securityContext"] == pod(before)["containers"][0]["securityContext"]
    assert job["spec"]["backoffLimit"] == 0
    assert "ownerReferences" not in job["metadata"]


def test_the_newest_dump_is_taken_however_old_it_is_or_one_by_its_name() -> None:
    (newest,) = pod(restore())["initContainers"]
    (named,) = pod(restore("20261120T020004Z.dump"))["initContainers"]

    assert newest["command"] == pod(drill())["initContainers"][0]["command"]
    assert {"name": "MAX_AGE_HOURS", "value": "87600"} in newest["env"]
    assert named["command"][-4:] == ["--include", "/20261120T020004Z.dump", "$(DUMPS)", "$(DRILL_DIR)"]


def test_every_object_that_the_runbook_names_is_made() -> None:
    named = set(
        re.findall(
            r"-n spoke [a-z -]*?(cronjob|deployment|externalsecret|service)/([a-z-]+)", RUNBOOK.read_text()
        )
    )
    made = {
        (resource.type.rpartition(":")[2].lower(), resource.inputs["metadata"].get("name"))
        for resource in whole("production").resources
        if resource.inputs.get("metadata", {}).get("namespace") == "spoke"
    }

    assert named
    assert named - made == set()


def tools(folder: Path, tables: str) -> None:
    """A psql that counts so many tables, and a pg_restore; each writes down how it was called."""
    for name, answer in (("psql", f"echo {tables}"), ("pg_restore", "true")):
        tool = folder / name
        tool.write_text(f'#!/bin/sh\necho "{name} $PGPASSWORD $PGSSLMODE $*" >> "{folder}/calls"\n{answer}\n')
        tool.chmod(0o755)


def run(folder: Path, url: str = URL, tables: str = "0") -> subprocess.CompletedProcess[str]:
    tools(folder, tables)
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "DRILL_DIR": str(folder / "drill"),
        "DATABASE_URL": url,
    }
    return subprocess.run(
        ["bash", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def fetched(tmp_path: Path) -> Path:
    (tmp_path / "drill").mkdir()
    (tmp_path / "drill" / "20261120T020004Z.dump").write_text("dump")
    return tmp_path


def test_a_dump_is_restored_whole_or_not_at_all_and_the_password_is_on_no_command_line(fetched: Path) -> None:
    done = run(fetched)
    calls = (fetched / "calls").read_text().splitlines()
    (restored,) = [call for call in calls if call.startswith("pg_restore")]

    assert done.returncode == 0, done.stderr
    assert "restored 20261120T020004Z.dump: 0 tables" in done.stdout
    assert "--exit-on-error --single-transaction" in restored
    assert "--dbname=postgres://spoke@db.example.com:6432/registry?application_name=x" in restored
    assert all(call.split()[1:3] == ["p@ss/word", "require"] for call in calls)
    assert "p%40ss" not in "".join(calls)


def test_a_database_with_tables_is_left_alone(fetched: Path) -> None:
    refused = run(fetched, tables="7")

    assert refused.returncode == 3
    assert "the database has tables already; expected an empty one" in refused.stderr
    assert "pg_restore" not in (fetched / "calls").read_text()


@pytest.mark.parametrize("rest", ["registry", "registry?options=a@b"])
def test_a_password_with_an_at_sign_of_its_own_is_refused_and_not_shown(fetched: Path, rest: str) -> None:
    refused = run(fetched, f"postgres://spoke:canary@canary@db.example.com/{rest}")

    assert refused.returncode == 4
    assert "expected those of the user and the password as %40" in refused.stderr
    assert "canary" not in refused.stderr + refused.stdout
    assert not (fetched / "calls").exists()
    assert run(fetched, "postgres://spoke:word@db.example.com/registry?options=a@b").returncode == 0


def test_a_restore_of_no_dump_is_refused(fetched: Path) -> None:
    (fetched / "drill" / "20261120T020004Z.dump").unlink()

    refused = run(fetched)

    assert refused.returncode == 2
    assert f"expected one dump in {fetched / 'drill'}" in refused.stderr
