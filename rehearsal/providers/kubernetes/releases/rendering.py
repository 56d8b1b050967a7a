"""A chart that is at hand as a file or a folder, rendered by Helm itself: its templates, its hooks, its schema's verdict.

Nothing is asked of the network, and nothing of the user's Helm is read: Helm refuses a chart whose dependencies are not in it.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.simulation.kinds import Refused
from rehearsal.toolchain import Say, Tool, built
from rehearsal.toolchain.crds import Loader

if TYPE_CHECKING:
    from rehearsal.providers.kubernetes.releases.content import Identity

VERSION = "4.3.1"
HELM = Tool(
    "helm", "helm", "helm.sh/helm/v4/cmd/helm", VERSION,
    ldflags=f"-X helm.sh/helm/v4/internal/version.version=v{VERSION}",
    otherwise="name the chart by its repository, for which the rehearsal has stand-ins",
)  # fmt: skip
HOOK = "helm.sh/hook"
SECONDS = 120.0
"""How long Helm may take to render a chart."""


@dataclass(frozen=True)
class Rendered:
    """A chart's objects: those in its crds/ folder, those of its templates, and its hooks. chart: name, version, appVersion."""

    folder: Sequence[Object]
    objects: Sequence[Object]
    hooks: Sequence[Object]
    chart: Mapping[str, str]


def rendered(
    client: Client, chart: str, release: "Identity", values: Mapping[str, Any], say: Say, *, upgrade: bool
) -> Rendered:
    """The chart with these values, for the cluster's version and kinds. Raises Refused with Helm's own words, and ToolError."""
    path = Path(chart).expanduser()
    if not path.exists():
        raise Refused(
            "NotFound",
            f"the chart {chart} of the release {release.id} is not there; it is looked for from {Path.cwd()}",
        )
    helm = built(HELM, say)
    metadata = _loaded(_run(helm, release, "show", "chart", str(path)))[0]
    resources = client.discovery.resources()
    kinds = sorted(
        {one.api_version for one in resources} | {f"{one.api_version}/{one.kind}" for one in resources}
    )
    options = [
        "--namespace", release.namespace, "--values", "-", "--skip-tests", "--kube-version",
        str(client.request("GET", "/version")["gitVersion"]), *(f"--api-versions={kind}" for kind in kinds),
        *(["--is-upgrade"] if upgrade else []),
    ]  # fmt: skip
    documents = _loaded(
        _run(helm, release, "template", release.name, str(path), *options, given=json.dumps(values))
    )
    return Rendered(
        _loaded(_run(helm, release, "show", "crds", str(path))),
        [one for one in documents if not events(one)],
        [one for one in documents if events(one)],
        {key: str(metadata.get(key, "")) for key in ("name", "version", "appVersion")},
    )


def events(one: Object) -> list[str]:
    """At which moments a hook is made, such as pre-install; none for an ordinary object."""
    text = ((one.get("metadata") or {}).get("annotations") or {}).get(HOOK, "")
    return [word.strip() for word in text.split(",") if word.strip()]


def _loaded(text: str) -> list[Object]:
    # A List is only a way to write several objects.
    found = [one for one in yaml.load_all(text, Loader) if one]
    return [inner for one in found for inner in (one["items"] if one.get("kind") == "List" else [one])]


def _run(helm: Path, release: "Identity", *arguments: str, given: str = "") -> str:
    with tempfile.TemporaryDirectory(prefix="groundwork-helm-") as folder:
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder}
        environment |= {f"HELM_{kind}_HOME": folder for kind in ("CACHE", "CONFIG", "DATA")}
        done = subprocess.run(
            [str(helm), *arguments],
            env=environment, input=given, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        said = done.stderr.strip().removeprefix("Error: ")
        raise Refused("ChartRefused", f"Helm cannot render the chart of the release {release.id}: {said}")
    return done.stdout
