"""kubectl itself, for tests that try what a runbook says on a control plane of their own."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from rehearsal.control_plane.access import Access
from tests.rehearsal.planes import cannot_run

PATIENCE = 300


class Kubectl:
    """The kubectl on PATH, as the administrator of one API server and of no other."""

    def __init__(self, access: Access, folder: Path) -> None:
        found = shutil.which("kubectl")
        if not found:
            cannot_run("The commands of the runbooks", "there is no kubectl")
        user = {"client-certificate": access.certificate, "client-key": access.key}
        cluster = {"server": access.server, "certificate-authority": access.authority}
        context = {"name": "it", "context": {"cluster": "it", "user": "it"}}
        kubeconfig = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "it", "cluster": cluster}],
            "users": [{"name": "it", "user": user}],
            "contexts": [context],
            "current-context": "it",
        }
        file = folder / "kubeconfig.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(kubeconfig))
        self._command = [found, "--kubeconfig", str(file)]
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}

    def __call__(self, line: str, *, fails: bool = False) -> str:
        """What it prints when it is asked in these words; with `fails`, what it complains of."""
        done = self.run(line.split())
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def run(self, words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        """How it ends when it is asked in these words."""
        return subprocess.run(
            [*self._command, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
