"""The layout holds: tests mirror sources, layers and cloud SDKs stay where they belong, and nothing local is committed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("facts", "settings", "components", "stacks", "bootstrap", "rehearsal")
SDKS = ("pulumi_aws", "pulumi_gcp", "pulumi_azure_native")
LONGEST = 330

ALERTS = (
    "backups certificates dns ingress kubernetes logs mesh monitoring nodes scaling secrets telemetry".split()
)
DASHBOARDS = "backups certificates ingress mesh overview resources scaling".split()
# Sources whose tests have another name or place, and why.
ELSEWHERE = {
    "stacks/__init__.py": "tests/stacks/test_catalogue.py",  # A package's own module is named after what it holds.
    "rehearsal/__main__.py": "tests/rehearsal/test_command_line.py",
    # They act only inside a session, a run and a server, and are tried there.
    "rehearsal/command.py": "tests/rehearsal/test_session.py",
    "rehearsal/providers/__main__.py": "tests/rehearsal/test_session.py",
    "rehearsal/providers/instances.py": "tests/rehearsal/providers/test_servicer.py",
    **{
        # Data, of which one test asks the same of all; for each alert it has a pair of series, which are data too.
        f"components/observability/alerts/{area}.py": f"tests/components/observability/series/{area}.py"
        for area in ALERTS
    },
    **{
        f"components/observability/dashboards/{board}.py": "tests/components/observability/dashboards/test_dashboards.py"
        for board in DASHBOARDS
    },
}
# Sources that declare and do nothing that a test could find wrong.
DECLARATIONS = {
    "components/contracts.py",
    "components/grants.py",
    "components/sharing.py",
    "rehearsal/reach/network.py",
}
# Tests that mirror no one source, and why.
OF_THE_WHOLE = {
    "tests/components/platform/test_page.py",  # of docs/platform.md
    "tests/components/platform/test_choices.py",  # of all add-ons together
    "tests/components/platform/test_install_order.py",  # of all add-ons together
    "tests/components/cluster/test_aks_replacement.py",  # of all that makes an AKS cluster together
    "tests/components/cluster/test_eks_replacement.py",  # of all that makes an EKS cluster together
    "tests/components/cluster/test_gke_replacement.py",  # of all that makes a GKE cluster together
    "tests/components/observability/test_documents.py",  # of docs/alerts.md and docs/runbooks/
    "tests/docs/test_commands.py",  # of the commands in README.md and docs/
    "tests/docs/test_objects.py",  # of what they name
    "tests/docs/test_tried.py",  # of those that only look
    "tests/components/observability/test_promtool.py",  # of how the tests have promtool judge
    "tests/test_architecture.py",  # of the layout
    "tests/test_requirements.py",  # of requirements/
    "tests/test_workflows.py",  # of the Makefile and .github/
    "tests/test_examples.py",  # of examples/
    "tests/test_recovery.py",  # of docs/runbooks/recovery.md
    "tests/test_lost_region.py",  # of docs/runbooks/restore/region.yaml
    "tests/test_releases.py",  # of docs/runbooks/releases.md
    "tests/test_lost_database.py",  # of the life of a database that docs/data.md tells
    "tests/test_production.py",  # of the stack files of two regions
    "tests/test_teams.py",  # of examples/Pulumi.team.yaml and the stack that it counts on
    "tests/components/data/test_named_by_region.py",  # of all that is beside a cluster
    "tests/test_destroy_order.py",  # of every stack file's graph
    "tests/test_required.py",  # of docs/requirements.md
    "tests/test_scores.py",  # of every stack file's manifests, and docs/scores.md
    "tests/components/cluster/test_contract.py",  # of all clouds' clusters alike
    "tests/components/workload/route/test_equal.py",  # of both ways in alike
    "tests/stacks/test_catalogue.py",  # of stacks/__init__.py
    "tests/rehearsal/reach/test_declared.py",  # of every stack file's policies
    "tests/rehearsal/reach/test_stacks.py",  # of every stack file's policies
    "tests/rehearsal/test_run_on_kubernetes.py",  # of run.py, the session and a control plane together
    "tests/rehearsal/test_not_run.py",  # of the tests themselves
    "tests/rehearsal/faults/test_api_server_down.py",  # of what goes wrong in a stack's life, as are those beside it
    "tests/rehearsal/faults/test_drift.py",
    "tests/rehearsal/faults/test_ending.py",
    "tests/rehearsal/faults/test_killed.py",
    "tests/rehearsal/faults/test_one_region.py",
    "tests/rehearsal/faults/test_refused.py",
    "tests/rehearsal/faults/test_upgrade.py",  # of docs/runbooks/upgrade.md
    "tests/rehearsal/life/test_closed.py",  # of docs/runbooks/drains.md and upgrade.md
    "tests/rehearsal/life/test_rotated.py",  # of docs/runbooks/rotating-secrets-and-keys.md
    "tests/rehearsal/test_interrupted.py",  # of all the processes of a rehearsal together
}


def tracked() -> list[Path]:
    """The files that are, or are about to be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def has_code(path: Path) -> bool:
    return bool(re.search(r"^(async def|def|class|if|for|\w+ =|\w+:)", path.read_text(), re.MULTILINE))


def sources() -> list[str]:
    found = [path for package in (*PACKAGES, "benchmarks") for path in (ROOT / package).rglob("*.py")]
    return sorted({str(path.relative_to(ROOT)) for path in found if has_code(path)} - DECLARATIONS)


def mirrors(source: str) -> list[str]:
    """Where the test of a source may be. A package's own module is tested in its folder or under its name beside it."""
    path = Path(source)
    places = [Path(path.parent, f"test_{path.stem.strip('_')}.py")]
    if path.stem == "__init__":
        places += [
            Path(path.parent, f"test_{path.parent.name}.py"),
            Path(path.parent.parent, f"test_{path.parent.name}.py"),
        ]
    return [ELSEWHERE[source]] if source in ELSEWHERE else [str("tests" / place) for place in places]


def run(*command: str, cwd: Path = ROOT, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(cwd)}
    return subprocess.run(
        command, cwd=cwd, env=environment, input=text, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("source", sources())
def test_every_source_has_its_test_at_the_same_path(source: str) -> None:
    assert any((ROOT / place).is_file() for place in mirrors(source)), f"{mirrors(source)[0]} is missing"


def test_every_test_has_its_source_at_the_same_path() -> None:
    tests = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}

    assert tests - {place for source in sources() for place in mirrors(source)} - OF_THE_WHOLE == set()


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    files = [path for path in tracked() if path.suffix == ".py"]

    assert {
        str(path.relative_to(ROOT)) for path in files if len(path.read_text().splitlines()) > LONGEST
    } == set()


def test_no_module_is_named_after_nothing_in_particular() -> None:
    assert [
        path for path in tracked() if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}
    ] == []


# Each pattern is written so that it does not find itself.
LOCAL = {
    # But for one that is Google's: where GKE's nodes keep network plugins.
    "the path of a home folder": r"(?<![\w.])/(?:[h]ome/(?!kubernetes/bin)[a-z]|[r]oot/|[U]sers/)",
    "the path of a build machine": r"(?<![\w.])/(?:[o]pt/wheels|[w]ork/|[t]mp/lab)",
    "the host of a package registry": r"[p]ypi\.org|[p]ythonhosted\.org|[p]roxy\.golang\.org|[s]um\.golang\.org",
    "a private key": r"-----[B]EGIN [A-Z ]*PRIVATE KEY",
    "an AWS access key": r"\b[A]KIA[0-9A-Z]{16}\b",
}


@pytest.mark.parametrize("what", LOCAL)
def test_nothing_local_is_committed(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if re.search(LOCAL[what], line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "package", ["facts", "settings", "stacks", "components.platform", "components.workload", "rehearsal"]
)
def test_importing_it_loads_no_clouds_sdk(package: str) -> None:
    code = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({package!r})\n"
        "for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        f"print([name for name in {SDKS!r} if name in sys.modules])"
    )

    loaded = run(sys.executable, "-c", code)

    assert loaded.stdout.strip() == "[]", loaded.stderr


def test_choosing_a_cluster_loads_no_clouds_sdk_before_one_is_made() -> None:
    code = f"import sys, components.cluster, components.global_dns; print([name for name in {SDKS!r} if name in sys.modules])"

    loaded = run(sys.executable, "-c", code)

    assert loaded.stdout.strip() == "[]", loaded.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("settings/types.py", "import components.naming", "Stacks know components"),
        ("facts/aws_regions.py", "import settings.types", "Stacks know components"),
        ("settings/clusters/eks.py", "import pulumi", "What is known before the engine starts"),
        ("stacks/spoke.py", "import stacks.orion", "Applications do not know each other"),
        (
            "components/platform/istio.py",
            "import components.platform.cert_manager",
            "Add-ons of the platform",
        ),
        (
            "components/workload/pods.py",
            "import components.cluster.network",
            "Cluster, platform and workload meet",
        ),
        ("components/platform/istio.py", "import pulumi_aws", "Cloud SDKs are used in components.cluster"),
        ("rehearsal/simulation/kinds.py", "import settings.types", "The simulation knows neither"),
        ("components/naming.py", "import rehearsal.engine", "The program does not know that it is rehearsed"),
    ],
)
def test_a_forbidden_import_is_found(module: str, line: str, contract: str, tmp_path: Path) -> None:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "go.*"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n{line}\n")

    linter = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"
    checked = run(sys.executable, "-c", linter, cwd=tmp_path)

    assert checked.returncode != 0
    assert re.search(rf"{contract}.* BROKEN", checked.stdout), checked.stdout


@pytest.mark.parametrize(
    ("line", "home", "elsewhere"),
    [
        ("pulumi.Config()", "settings/load.py", "components/naming.py"),
        ("pulumi.export('name', 'value')", "__main__.py", "rehearsal/__main__.py"),
    ],
)
def test_configuration_and_outputs_each_have_one_home(line: str, home: str, elsewhere: str) -> None:
    text = f'"""A module."""\n\nimport pulumi\n\n{line}\n'

    def findings(path: str) -> str:
        return run(
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "TID251",
            "--stdin-filename",
            path,
            "-",
            text=text,
        ).stdout

    assert "TID251" not in findings(home)
    assert "TID251" in findings(elsewhere)
