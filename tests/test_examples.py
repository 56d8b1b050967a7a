"""The examples work: each is accepted as it stands, renders, and is made and destroyed on the engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from rehearsal.answers.read import names
from rehearsal.engine import find
from rehearsal.stackfile import ROOT, read
from stacks import CATALOGUE
from tests.stackfiles import EXAMPLES, SHARED, named, recorded

# Hosts of documentation, and those that are words of a cloud's own.
OURS = (
    "example.com",
    "googleapis.com",
    "metallb.io",
    ".iam.gserviceaccount.com",
    "microsoft.com",
    "azure.com",
    "amazonaws.com",
)
PRODUCTION = ROOT / "Pulumi.production.yaml"
CLOUDS = {"eks", "gke", "aks", "existing", "two-clouds"}
# Each cloud twice: small, as staging is, and as production.
SMALL, LARGE = ("eks", "gke", "aks"), ("gateway", "gke-production", "aks-production")


def test_there_is_an_example_for_each_cloud_and_one_with_two() -> None:
    assert {path.stem.removeprefix("Pulumi.") for path in EXAMPLES} >= CLOUDS


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_an_example_registers_clusters_the_platform_on_each_and_applications(path: Path) -> None:
    recording = recorded(path)

    clusters = set(recording.outputs["clusters"])
    assert {one.name for one in recording.of("groundwork:platform:Platform")} == {
        f"{name}-platform" for name in clusters
    }
    if path not in SHARED:
        assert {release["cluster"] for release in recording.releases()} == clusters
    assert recording.of("groundwork:application:Application")


def example(name: str) -> Path:
    return ROOT / "examples" / f"Pulumi.{name}.yaml"


@pytest.mark.parametrize("name", [*SMALL, *LARGE])
def test_every_application_is_on_each_cloud_in_both_shapes(name: str) -> None:
    recording = recorded(example(name))
    placed = {one.name for one in recording.of("groundwork:application:Application")}

    assert placed == {
        f"{cluster}-{application}" for cluster in recording.outputs["clusters"] for application in CATALOGUE
    }


@pytest.mark.parametrize(
    ("name", "environment"), [*((n, "staging") for n in SMALL), *((n, "production") for n in LARGE)]
)
def test_the_two_shapes_differ_in_their_environment_and_in_what_they_promise(
    name: str, environment: str
) -> None:
    applications = yaml.safe_load(example(name).read_text())["config"]["groundwork:applications"]

    assert applications["clipper"]["environment"] == environment
    assert all("slo" in one for one in (applications["clipper"], applications["orion"])) == (
        environment == "production"
    )


def test_clipper_reads_its_secrets_from_each_of_the_four_stores() -> None:
    found = set()
    for name in (*SMALL, "two-clouds"):
        recording = recorded(example(name))
        assert any(one.name.endswith("clipper-backend-externalsecret") for one in recording.resources)
        found |= {
            provider
            for one in recording.resources
            if one.inputs.get("kind") == "ClusterSecretStore"
            for provider in one.inputs["spec"]["provider"]
        }

    assert found == {"aws", "gcpsm", "azurekv", "vault"}


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_no_example_names_a_real_place(path: Path) -> None:
    """Accounts, addresses and hosts are those that the standards keep for documentation."""
    hosts = re.findall(r"[\w.-]+\.(?:com|org|net|io)\b", path.read_text())
    accounts = re.findall(r"(?<![-\w])\d{12}\b", path.read_text())

    assert [host for host in hosts if not host.endswith(OURS)] == []
    assert set(accounts) <= {"123456789012"}
    assert set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}", path.read_text())) <= {"00000000-0000-4000-8000"}


def test_two_clouds_are_in_one_stack_with_one_application_on_both_behind_one_name() -> None:
    recording = recorded(ROOT / "examples" / "Pulumi.two-clouds.yaml")

    clouds = {one.type for one in recording.resources if one.type.startswith("pulumi:providers:")}
    placed = {one.name for one in recording.of("groundwork:application:Application")}
    assert {"pulumi:providers:aws", "pulumi:providers:gcp"} <= clouds
    assert len([name for name in placed if name.endswith("-orion")]) == 2
    assert len([name for name in placed if name.endswith("-spoke")]) == 1
    assert {tuple(answer.cluster for answer in one.answers) for one in names(recording)} == {
        ("east",),
        ("west",),
        ("west", "east"),
    }


# Beside its applications a stack makes a few objects that the whole cluster has one of. Two stacks cannot both.
OF_THE_CLUSTER = r"ClusterIssuer|ClusterRole|ClusterSecretStore|CustomResourceDefinition|IngressClass|PriorityClass|StorageClass"


def test_a_teams_stack_brings_no_platform_and_nothing_that_a_cluster_has_once() -> None:
    assert (example("team"),) == SHARED
    recording = recorded(example("team"))
    ours = {one.inputs["metadata"]["name"] for one in recording.of("kubernetes:core/v1:Namespace")}

    assert recording.releases() == []
    assert [one.urn for one in recording.objects() if re.search(OF_THE_CLUSTER, one.type)] == []
    theirs = [
        one for one in recording.objects() if one.inputs["metadata"].get("namespace", "") not in {"", *ours}
    ]
    assert {(one.type.rpartition(":")[2], one.inputs["metadata"]["namespace"]) for one in theirs} == {
        ("ConfigMap", "monitoring"),  # its dashboards, where the other stack's Grafana looks
        ("EnvoyFilter", "istio-ingress"),  # of its own hosts, where the other stack's gateway is
        ("Gateway", "istio-ingress"),
    }


@pytest.mark.engine
@pytest.mark.parametrize("path", [*EXAMPLES, PRODUCTION], ids=named)
def test_an_example_is_made_found_unchanged_destroyed_and_gone(path: Path) -> None:
    """Production too, of which all may make theirs. Kubernetes is simulated where there are several clusters: what an API server
    has to say it says of a single one as well."""
    find(lambda line: None)  # built here, if it must be, and not within the time of a rehearsal
    simulated = ["--memory"] if len(read(path).clusters) > 1 else []

    rehearsed = subprocess.run(
        [sys.executable, "-m", "rehearsal", "up", "--config-file", str(path), *simulated],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )

    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    assert "nothing is left" in rehearsed.stdout
