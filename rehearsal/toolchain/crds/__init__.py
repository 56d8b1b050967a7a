"""The definitions of custom resources, from the projects' own Go modules: fetched at the pinned version, kept as JSON.

A module is not compiled; the CustomResourceDefinitions are files in it. go.mod beside this file pins the versions, go.sum the
modules' contents. Kept is one file for each project, so that a second run reads only those it needs.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rehearsal.toolchain import TAIL, Say, ToolError, cache

HERE = Path(__file__).resolve().parent
Definition = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """Where a project keeps its definitions. module: its Go module in go.mod; files: patterns of paths in the module."""

    module: str
    files: tuple[str, ...]


PROJECTS: Mapping[str, Project] = {
    "cert-manager": Project("github.com/cert-manager/cert-manager", ("deploy/crds/*.yaml",)),
    "external-dns": Project("sigs.k8s.io/external-dns", ("config/crd/standard/*.yaml",)),
    "external-secrets": Project(
        "github.com/external-secrets/external-secrets", ("config/crds/bases/*.io_*.yaml",)
    ),
    "gateway-api": Project("sigs.k8s.io/gateway-api", ("config/crd/standard/*.yaml",)),
    "istio": Project("istio.io/api", ("kubernetes/customresourcedefinitions.gen.yaml",)),
    "karpenter": Project("github.com/aws/karpenter-provider-aws", ("pkg/apis/crds/*.yaml",)),
    "prometheus-operator": Project(
        "github.com/prometheus-operator/prometheus-operator", ("example/prometheus-operator-crd/*.yaml",)
    ),
    "velero": Project("github.com/vmware-tanzu/velero", ("config/crd/*/bases/*.yaml",)),
}
"""Project -> its definitions. The standard channel of the Gateway API, as every cloud's own clusters have it."""


class Loader(yaml.CSafeLoader):
    """Reads Kubernetes' YAML as Kubernetes does: a lone `=` is text (one definition lists it in an enum), and so is a date."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)
Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def version(project: str) -> str:
    """The pinned version of a project's module, such as `v1.21.1`."""
    module = re.escape(PROJECTS[project].module)
    [found] = re.findall(rf"^\s*(?:require )?{module} (v\S+)", (HERE / "go.mod").read_text(), re.MULTILINE)
    return str(found)


def definitions(project: str, say: Say, environment: Mapping[str, str] = os.environ) -> list[Definition]:
    """A project's CustomResourceDefinitions, by name; fetched first when they are not kept yet.

    Raises ToolError where there is neither a kept copy nor a Go that may fetch the module.
    """
    file = kept(project, environment)
    if not file.exists():
        fetch([project], say, environment)
    found: list[Definition] = json.loads(file.read_text())
    return found


def kept(project: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where a project's definitions are, or would be. Another pin is another place."""
    digest = hashlib.sha256((HERE / "__init__.py").read_bytes())
    for name in ("go.mod", "go.sum"):
        digest.update((HERE / name).read_bytes())
    return cache(environment) / f"crds-{digest.hexdigest()[:16]}" / f"{project}.json"


def fetch(projects: Sequence[str], say: Say, environment: Mapping[str, str] = os.environ) -> None:
    """Fetch the modules of those projects that are not kept yet, several in one go. Raises ToolError."""
    missing = [project for project in projects if not kept(project, environment).exists()]
    if not missing:
        return
    started = time.monotonic()
    say(f"Fetching the definitions of {', '.join(missing)} from their Go modules, once.")
    for project, folder in zip(missing, _downloaded(missing, environment), strict=True):
        file = kept(project, environment)
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(extracted(project, folder), separators=(",", ":")))
        unfinished.replace(file)
    say(f"Fetched the definitions of {len(missing)} projects in {time.monotonic() - started:.0f} s.")


def extracted(project: str, folder: Path) -> list[Definition]:
    """The definitions in an unpacked module, by name. Raises ToolError when there is none, so that a moved file is noticed."""
    files = sorted(path for pattern in PROJECTS[project].files for path in folder.glob(pattern))
    documents = [one for path in files for one in yaml.load_all(path.read_text(), Loader)]
    found = [one for one in documents if one and one.get("kind") == "CustomResourceDefinition"]
    if not found:
        raise ToolError(
            f"The Go module {PROJECTS[project].module} {version(project)} has no definitions at "
            f"{' or '.join(PROJECTS[project].files)}; correct PROJECTS in {HERE.name}/__init__.py of rehearsal/toolchain."
        )
    return sorted((_undescribed(one) for one in found), key=lambda one: str(one["metadata"]["name"]))


def _undescribed(value: Any, names: bool = False) -> Any:
    """A definition without the descriptions in its schemas: nobody reads them here, and they are most of its size, which an API
    server parses, publishes and keeps several times over. `names`: the value's keys are a schema's property names."""
    if isinstance(value, Mapping):
        return {
            key: _undescribed(inner, key in {"properties", "patternProperties"} and not names)
            for key, inner in value.items()
            if names or key != "description" or not isinstance(inner, str)
        }
    return [_undescribed(inner) for inner in value] if isinstance(value, list) else value


def _downloaded(projects: Sequence[str], environment: Mapping[str, str]) -> list[Path]:
    """The folders of the unpacked modules, in Go's own module cache; go.sum vouches for their contents."""
    go = shutil.which("go", path=environment.get("PATH"))
    names = ", ".join(projects)
    if go is None:
        raise ToolError(
            f"There is no Go to fetch the definitions of {names} with: install Go, or use --memory."
        )
    modules = [f"{PROJECTS[project].module}@{version(project)}" for project in projects]
    # With -mod=readonly Go would refuse to look at more than the module graph; with a version it loads none of it.
    done = subprocess.run(
        [go, "mod", "download", "-json", *modules],
        cwd=HERE, env={**environment, "GOWORK": "off", "GOFLAGS": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    folders = {one["Path"]: one for one in _values(done.stdout)}
    said = [line for line in done.stderr.splitlines() if line.strip()][:TAIL]
    wrong = [str(one["Error"]) for one in folders.values() if one.get("Error")] or said
    if done.returncode != 0:
        raise ToolError(
            f"The definitions of {names} could not be fetched. Go says:\n"
            + "".join(f"  {line}\n" for line in wrong)
            + "Check that Go may fetch modules, or use --memory."
        )
    return [Path(folders[PROJECTS[project].module]["Dir"]) for project in projects]


def _values(text: str) -> list[dict[str, Any]]:
    """Go writes one JSON value after the other."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text.rstrip()):
        value, at = decoder.raw_decode(text, at + len(text[at:]) - len(text[at:].lstrip()))
        found.append(value)
    return found
