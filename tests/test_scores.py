"""kube-score finds nothing critical in any stack file that docs/scores.md does not justify."""

from pathlib import Path

import pytest

from rehearsal.render import KUBERNETES, written
from rehearsal.stackfile import ROOT
from rehearsal.toolchain import ToolError, built
from tests.kube_score import TOOL, Finding, critical, justified
from tests.rehearsal.planes import cannot_run
from tests.stackfiles import ALL, named, recorded

JUSTIFIED = justified(ROOT / "docs" / "scores.md")
MINOR = "1.35"
BAD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: bad, namespace: team}
spec:
  selector: {matchLabels: {app: bad}}
  template:
    metadata: {labels: {app: bad}}
    spec: {containers: [{name: bad, image: "registry.example.com/bad"}]}
"""


@pytest.fixture(scope="session")
def kube_score() -> Path:
    """kube-score, built the first time: minutes, once."""
    try:
        return built(TOOL, print)
    except ToolError as error:
        cannot_run("kube-score's judgement", str(error))


@pytest.fixture(scope="session")
def found(kube_score: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Finding]]:
    """What is critical in each stack file, by its path. The pods of one cluster are judged together."""
    return {named(path): _judged(kube_score, path, tmp_path_factory.mktemp("render")) for path in ALL}


def _judged(kube_score: Path, stack: Path, folder: Path) -> set[Finding]:
    for path, text in written(recorded(stack)).items():
        if path.startswith(KUBERNETES):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    return {
        finding
        for cluster in (folder / KUBERNETES).iterdir()
        for finding in critical(kube_score, sorted(cluster.glob("*.yaml")), MINOR)
    }


def test_every_critical_finding_is_justified(found: dict[str, set[Finding]]) -> None:
    unjustified = {
        stack: sorted(
            f"{finding.check} {finding.object}: {finding.said}"
            for finding in findings
            if not any(row.covers(finding) for row in JUSTIFIED)
        )
        for stack, findings in found.items()
    }

    assert {stack: lines for stack, lines in unjustified.items() if lines} == {}


def test_every_justification_is_of_something_that_is_found(found: dict[str, set[Finding]]) -> None:
    everything = set[Finding]().union(*found.values())

    assert [row for row in JUSTIFIED if not any(row.covers(finding) for finding in everything)] == []


def test_a_pod_without_limits_and_with_no_tag_is_found(kube_score: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "bad.yaml"
    manifest.write_text(BAD)

    checks = {finding.check for finding in critical(kube_score, [manifest], MINOR)}

    assert {"container-resources", "container-image-tag", "pod-networkpolicy"} <= checks
