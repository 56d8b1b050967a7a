"""What people and pipelines run: the Makefile, .ci/run, the workflows on GitHub and Renovate's rules."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(path.name for path in FOLDER.glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


def workflow(name: str) -> dict[Any, Any]:
    loaded = yaml.safe_load((FOLDER / name).read_text())
    assert isinstance(loaded, dict)
    # YAML 1.1 reads the key `on` as true.
    loaded["on"] = loaded.pop(True, loaded.get("on"))
    return loaded


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in workflow(name)["jobs"].values():
        yield from job.get("steps", [])


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_to_a_commit_whose_version_is_beside_it(name: str) -> None:
    for line in (FOLDER / name).read_text().splitlines():
        if used := re.search(r"uses:\s*(\S+)(.*)", line):
            local = used[1].startswith("./.github/workflows/") and (ROOT / used[1]).is_file()
            pinned = re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used[1]) and re.fullmatch(
                r" # v\d+\.\d+\.\d+", used[2]
            )
            assert local or pinned, line.strip()


def test_an_action_has_the_same_pin_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for name in WORKFLOWS:
        for action, pin in re.findall(r"uses:\s*([\w-]+/[\w-]+)@(.*)", (FOLDER / name).read_text()):
            pins.setdefault(action, set()).add(pin)

    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_script_has_an_expression_put_into_its_text(name: str) -> None:
    for step in steps(name):
        assert "${{" not in step.get("run", ""), (
            "pass it as an environment variable, which no shell reads as code"
        )


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_workflow_needs_a_stored_secret_or_has_more_permissions_than_it_says(name: str) -> None:
    assert "secrets." not in (FOLDER / name).read_text()
    assert workflow(name)["permissions"] in ({}, {"contents": "read"})


def test_a_pull_request_gets_no_credentials_and_writes_nothing() -> None:
    text = (FOLDER / "pull-request.yml").read_text()
    loaded = workflow("pull-request.yml")

    assert loaded["on"] == "pull_request"
    assert loaded["permissions"] == {"contents": "read"}
    assert [job for job in loaded["jobs"].values() if "permissions" in job or "environment" in job] == []
    assert "id-token" not in text
    assert "pull_request_target" not in text


def test_no_checkout_leaves_its_token_behind() -> None:
    checkouts = [
        step for name in WORKFLOWS for step in steps(name) if "actions/checkout@" in step.get("uses", "")
    ]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_a_stack_is_deployed_by_one_run_at_a_time_which_nothing_stops() -> None:
    group = {"group": "stack-${{ inputs.stack || 'staging' }}", "cancel-in-progress": False}

    assert workflow("deploy.yml")["concurrency"] == group
    assert workflow("drift.yml")["jobs"]["drift"]["concurrency"] == {
        **group,
        "group": "stack-${{ matrix.stack }}",
    }


def test_a_deployment_follows_a_preview_of_the_same_commit_that_succeeded() -> None:
    jobs = workflow("deploy.yml")["jobs"]

    assert jobs["preview"]["with"]["command"].startswith("pulumi preview")
    assert jobs["up"]["with"]["command"].startswith("pulumi up")
    assert jobs["up"]["needs"] == "preview"
    assert "if" not in jobs["up"], "a condition of its own would let it run after a preview that failed"
    assert jobs["preview"]["if"] == "github.ref == 'refs/heads/main'"


def test_the_preview_uses_other_credentials_than_the_deployment() -> None:
    jobs = workflow("deploy.yml")["jobs"]

    assert jobs["preview"]["with"]["environment"] == jobs["up"]["with"]["environment"] + "-preview"


def test_aws_is_reached_by_the_jobs_own_identity() -> None:
    [assume] = [step for step in steps("pulumi.yml") if "configure-aws-credentials" in step.get("uses", "")]

    assert assume["with"]["role-to-assume"] == "${{ vars.AWS_ROLE }}"
    assert not {"aws-access-key-id", "aws-secret-access-key"} & set(assume["with"])
    assert workflow("pulumi.yml")["jobs"]["pulumi"]["permissions"] == {
        "contents": "read",
        "id-token": "write",
    }


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_the_workflows_name_exists(name: str) -> None:
    text = (FOLDER / name).read_text()

    scripts = "\n".join(step.get("run", "") for step in steps(name))

    assert set(re.findall(r"\bmake (?:--directory \S+ )?([a-z-]+)", scripts)) <= TARGETS
    for module in re.findall(r"python -m ([\w.]+)", scripts):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
    for stack in {
        stack for listed in re.findall(r"(?:stack|options): \[(.*)\]", text) for stack in listed.split(", ")
    }:
        assert (ROOT / f"Pulumi.{stack}.yaml").is_file()
    for folder in re.findall(r"(?:file|hashFiles\(')[: ]*([\w/]+)/(?:go\.mod|\*\*)", text):
        assert (ROOT / folder).is_dir()


def test_make_help_lists_every_target_and_says_what_it_does() -> None:
    listed = dict(re.findall(r"^  ([a-z-]+) +(.+)$", make("help").stdout, re.MULTILINE))

    assert set(listed) == TARGETS
    assert make().stdout == make("help").stdout


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_target_can_be_shown_without_being_run(target: str) -> None:
    shown = make("--dry-run", target, "PYTHON=false", "CLOUDS=aws gcp azure")

    assert shown.returncode == 0, shown.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["PYTHON=python-that-is-not-there"],
            "Groundwork needs Python 3.11 or newer, but python-that-is-not-there gives:",
        ),
        (["CLOUDS=aws oracle"], "CLOUDS names oracle, expected some of: aws gcp azure"),
    ],
)
def test_a_wrong_variable_is_refused_before_anything_is_installed(arguments: list[str], message: str) -> None:
    refused = make("setup", *arguments)

    assert refused.returncode != 0
    assert message in refused.stderr
    assert "Making .venv" not in refused.stdout


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"-m rehearsal (\w+)", MAKEFILE))))
def test_the_rehearsal_has_the_verbs_that_make_calls(verb: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "rehearsal", verb, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert shown.returncode == 0, shown.stderr


def test_the_pipeline_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec make test"
    assert "make test" in (ROOT / "README.md").read_text()


def test_renovate_finds_the_version_at_every_comment_made_for_it() -> None:
    [manager] = json.loads((ROOT / ".github" / "renovate.json").read_text())["customManagers"]
    [pattern] = manager["matchStrings"]
    files = re.compile(manager["managerFilePatterns"][0].strip("/"))
    found = re.compile(pattern.replace("(?<", "(?P<"))
    sources = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {"build", ".venv", "tests"}
    ]
    comments = 0

    for path in sources:
        text = path.read_text()
        for comment in re.finditer(r"# renovate: .*", text):
            comments += 1
            match = found.match(text, comment.start())
            assert match, f"{path}: {comment[0]}"
            assert files.search(str(path.relative_to(ROOT)))
    assert comments > 0
