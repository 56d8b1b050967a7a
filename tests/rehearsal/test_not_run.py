"""A tier of tests that cannot run here is a skip with its reason, told again at the end; in CI it is a failure."""

import os
import subprocess
import sys

import pytest

from rehearsal.stackfile import ROOT
from tests.rehearsal.planes import cannot_run

REASON = (
    "The rehearsal on a real Kubernetes cannot run here: There is no Go to build etcd with: install Go 1."
)


def one_test(**environment: str) -> subprocess.CompletedProcess[str]:
    """A test that needs a Kubernetes, on a machine without Go."""
    test = "tests/rehearsal/control_plane/test_planes.py::test_a_plane_answers_with_the_version_that_was_asked_for"
    given = {key: value for key, value in os.environ.items() if key not in {"CI", "KUBEBUILDER_ASSETS"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", test],
        cwd=ROOT, env={**given, "PATH": "", **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_on_a_laptop_it_is_skipped_and_told_at_the_end() -> None:
    done = one_test()

    assert done.returncode == 0, done.stdout
    assert "Not everything was tested" in done.stdout
    assert f"\nTests skipped: 1. {REASON}" in done.stdout


def test_in_ci_it_fails() -> None:
    done = one_test(CI="true")

    assert done.returncode == 1
    assert REASON in done.stdout
    assert "1 error" in done.stdout


@pytest.mark.parametrize("value", ["", "false", "0"])
def test_ci_can_be_denied(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)

    with pytest.raises(pytest.skip.Exception, match=r"Something cannot run here: no reason\."):
        cannot_run("Something", "no reason.")
