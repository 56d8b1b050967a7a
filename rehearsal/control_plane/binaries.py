"""A control plane's programs: those in $KUBEBUILDER_ASSETS where that is set, all others built from pinned Go modules."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rehearsal.control_plane.readiness import ControlPlaneError
from rehearsal.toolchain import Say, Tool, ToolError, all_built

ASSETS = "KUBEBUILDER_ASSETS"
KUBERNETES = "1.35.4"
VERSION = "-X k8s.io/component-base/version"
OTHERWISE = f"set {ASSETS} to a folder that has it, or rehearse with --memory"


def _kubernetes(name: str) -> Tool:
    major, minor, _ = KUBERNETES.split(".")
    flags = f"{VERSION}.gitVersion=v{KUBERNETES} {VERSION}.gitMajor={major} {VERSION}.gitMinor={minor}"
    return Tool(name, "kubernetes", f"k8s.io/kubernetes/cmd/{name}", KUBERNETES, flags, OTHERWISE)


ETCD = Tool("etcd", "etcd", "go.etcd.io/etcd/server/v3", "3.6.5", otherwise=OTHERWISE)
KWOK = Tool("kwok", "kwok", "sigs.k8s.io/kwok/cmd/kwok", "0.8.0", otherwise=OTHERWISE)
API_SERVER = _kubernetes("kube-apiserver")
CONTROLLER_MANAGER = _kubernetes("kube-controller-manager")
SCHEDULER = _kubernetes("kube-scheduler")
TOOLS = (ETCD, API_SERVER, CONTROLLER_MANAGER, SCHEDULER, KWOK)


@dataclass(frozen=True)
class Binaries:
    """Where each program is, and the versions of the API server, etcd and KWOK, without the `v`."""

    etcd: Path
    api_server: Path
    controller_manager: Path
    scheduler: Path
    kwok: Path
    versions: Mapping[str, str]

    def __str__(self) -> str:
        versions = self.versions
        return (
            f"Kubernetes {versions[API_SERVER.name]}, etcd {versions[ETCD.name]}, KWOK {versions[KWOK.name]}"
        )


def find(say: Say, environment: Mapping[str, str] = os.environ) -> Binaries:
    """All programs, those built first that are neither given nor kept. `say` gets a line when something takes time.

    Raises ControlPlaneError where there is no Go, a build fails, or what is given has the wrong version.
    """
    given = _given(environment)
    missing = [tool for tool in TOOLS if tool.name not in given]
    try:
        files = dict(zip((tool.name for tool in missing), all_built(missing, say, environment), strict=True))
    except ToolError as error:
        raise ControlPlaneError(str(error)) from None
    versions = {tool.name: _checked(tool, given[tool.name]) for tool in TOOLS if tool.name in given}
    versions |= {tool.name: tool.version for tool in missing}
    files |= given
    etcd, api_server, controller_manager, scheduler, kwok = (files[tool.name] for tool in TOOLS)
    return Binaries(etcd, api_server, controller_manager, scheduler, kwok, versions)


def _given(environment: Mapping[str, str]) -> dict[str, Path]:
    assets = environment.get(ASSETS)
    if not assets:
        return {}
    folder = Path(assets).expanduser().absolute()
    if not folder.is_dir():
        raise ControlPlaneError(
            f"{ASSETS} is {assets}, expected a folder with some of {', '.join(tool.name for tool in TOOLS)}; "
            "correct it, or unset it to have them built from Go modules."
        )
    return {tool.name: folder / tool.name for tool in TOOLS if os.access(folder / tool.name, os.X_OK)}


def _checked(tool: Tool, file: Path) -> str:
    """The version of a given program, which must be of the same minor version as the pinned one."""
    try:
        said = subprocess.run(
            [file, "--version"], capture_output=True, text=True, timeout=60, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    found = re.search(r"v?(\d+\.\d+)\.\d+\S*", said)
    if found is None or found[1] != tool.version.rpartition(".")[0]:
        raise ControlPlaneError(
            f"{file} is {f'version {found[0]}' if found else 'of a version that it does not tell'}, but the rehearsal is "
            f"made for {tool.version.rpartition('.')[0]}. Set {ASSETS} to a folder with that version, "
            "or unset it to have it built from its Go module."
        )
    return found[0].removeprefix("v")
