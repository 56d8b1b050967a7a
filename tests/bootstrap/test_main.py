"""The bootstrap as a whole: each cloud's stack file on the engine, and the engine on the place that the one for AWS makes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bootstrap.aws_state import FOLDER
from rehearsal import __main__ as command_line
from rehearsal.engine import Engine
from rehearsal.program import program
from rehearsal.recording import record
from rehearsal.stackfile import ROOT, read
from tests.bootstrap.stacks import BY_CLOUD, NO_DEFAULT_PROVIDERS, made, policy, settings
from tests.bootstrap.store import Store, serving

PASSPHRASE = "correct horse"


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_the_program_exports_the_two_commands_and_no_secret(
    cloud: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    stack = read(BY_CLOUD[cloud])

    recording = record(program(stack.root), stack.config, stack.name, stack.project)

    assert {"login", "init"} <= set(recording.outputs)
    assert recording.secret_outputs == ()
    assert [one.type for one in recording.resources] == [one.type for one in made(cloud).resources]


def test_a_wrong_setting_is_told_before_anything_is_rehearsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {**NO_DEFAULT_PROVIDERS, "groundwork-bootstrap:state": settings("aws", bucket=None)}
    wrong = tmp_path / "bootstrap" / "Pulumi.aws.yaml"
    wrong.parent.mkdir()
    wrong.write_text(yaml.safe_dump({"config": config}))
    (wrong.parent / "Pulumi.yaml").write_text((BY_CLOUD["aws"].parent / "Pulumi.yaml").read_text())
    monkeypatch.setattr("rehearsal.stackfile.project_of", lambda path: path.parent)

    code = command_line.main(["preview", "--config-file", str(wrong)])

    assert code == command_line.WRONG_INPUT
    assert "state.bucket is missing, expected a bucket's name" in capsys.readouterr().err


@pytest.mark.engine
@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_it_is_made_found_unchanged_released_destroyed_and_gone(cloud: str, engine: Engine) -> None:
    rehearsed = subprocess.run(
        [sys.executable, "-m", "rehearsal", "up", "--config-file", str(BY_CLOUD[cloud])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )

    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    assert "nothing is left" in rehearsed.stdout
    assert "still protected" not in rehearsed.stdout


class Cli:
    """The engine's command line in a project without a program, on a machine of its own."""

    def __init__(self, engine: Engine, folder: Path, store: Store) -> None:
        self._command, self._folder = str(engine.command), folder
        (folder / "Pulumi.yaml").write_text("{name: groundwork-bootstrap, runtime: python}")
        endpoint = f"endpoint=127.0.0.1:{store.port}&disableSSL=true"
        self.bucket = f"s3://example-pulumi-state?region=us-east-2&{endpoint}&s3ForcePathStyle=true"
        self.key = f"awskms://alias/pulumi?region=us-east-2&{endpoint}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "AWS_ACCESS_KEY_ID": "example",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._command, "--non-interactive", *arguments],
            cwd=self._folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout


@pytest.mark.engine
def test_the_engine_asks_of_its_bucket_and_its_key_what_the_policy_allows_and_nothing_less(
    engine: Engine, tmp_path: Path
) -> None:
    allowed = {
        action
        for one in policy(made("aws").one("aws:iam/policy:Policy", "state-deploy"))
        for action in one["Action"]
    }
    with serving() as store:
        cli = Cli(engine, tmp_path, store)
        cli("login", cli.bucket)
        cli("stack", "init", "aws", "--secrets-provider", cli.key)
        cli("config", "set", "--secret", "token", "canary")
        cli("stack", "export", "--file", "aws.json")
        cli("stack", "import", "--file", "aws.json")
        cli("stack", "rename", "moved")
        cli("destroy", "--yes", "--stack", "moved")
        cli("stack", "rm", "--yes", "--stack", "moved")

    # GenerateDataKey is what S3 itself asks KMS for, on behalf of who writes.
    assert store.permissions | {"kms:GenerateDataKey"} == allowed
    assert {key for key in store.written if not key.startswith(f"{FOLDER}/")} == set()


URN = "urn:pulumi:aws::groundwork-bootstrap::pulumi:pulumi:Stack::groundwork-bootstrap-aws"


def holding(exported: dict[str, Any]) -> dict[str, Any]:
    """An exported state, with the stack itself in it."""
    root = {"urn": URN, "custom": False, "type": "pulumi:pulumi:Stack"}
    return {**exported, "deployment": {**exported["deployment"], "resources": [root]}}


@pytest.mark.engine
def test_its_own_state_moves_from_a_file_into_the_bucket_as_the_page_says(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    with serving() as store:
        cli = Cli(engine, tmp_path, store)
        cli("login", f"file://{tmp_path / 'state'}")
        cli("stack", "init", "aws", "--secrets-provider", "passphrase")
        empty = json.loads(cli("stack", "export"))
        (tmp_path / "made.json").write_text(json.dumps(holding(empty)))
        cli("stack", "import", "--file", "made.json")
        before = json.loads(cli("stack", "export", "--show-secrets"))["deployment"]
        assert "encryptionsalt" in (tmp_path / "Pulumi.aws.yaml").read_text()

        cli("stack", "export", "--show-secrets", "--file", "aws.json")
        cli("login", cli.bucket)
        cli("stack", "init", "aws", "--secrets-provider", cli.key)
        cli("stack", "import", "--file", "aws.json")

        after = json.loads(cli("stack", "export", "--show-secrets"))["deployment"]
    assert [one["urn"] for one in before["resources"]] == [URN]
    assert after["resources"] == before["resources"]
    written = yaml.safe_load((tmp_path / "Pulumi.aws.yaml").read_text())
    assert set(written) == {"secretsprovider", "encryptedkey"}
    assert f"{FOLDER}/stacks/groundwork-bootstrap/aws.json" in store.objects
