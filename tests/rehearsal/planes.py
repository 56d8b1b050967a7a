"""A running Kubernetes for tests, and what happens where there can be none."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from rehearsal.control_plane import binaries
from rehearsal.control_plane.access import Access
from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.planes import Plane, Planes
from rehearsal.control_plane.readiness import ControlPlaneError
from rehearsal.janitor import Janitor
from rehearsal.providers.kubernetes.client import Client
from rehearsal.session import STAGES

NOT_RUN = "cannot run here: "
"""What comes between the name of a tier of tests and the reason, where it is skipped."""


@dataclass(frozen=True)
class Running:
    """One running control plane, with KWOK in place of kubelets and no node yet: make one, or several, of any name."""

    access: Access
    client: Client
    plane: Plane
    planes: Planes


def found() -> Binaries:
    """A control plane's programs. Where there can be none the test is skipped, in CI failed."""
    try:
        return binaries.find(print)
    except ControlPlaneError as error:
        cannot_run("The rehearsal on a real Kubernetes", str(error))


@contextmanager
def running(
    folder: Path, count: int = 1, stages: Sequence[Path] = STAGES, *, programs: Binaries | None = None
) -> Iterator[Planes]:
    """So many control planes, up. `folder` must not exist yet. `programs` are looked for where none are given."""
    with Janitor(folder) as janitor, Planes(janitor, folder / "kubernetes", programs or found()) as planes:
        planes.start(count, stages, life=False, autoscaled=True)
        planes.wait()
        yield planes


def the_one(planes: Planes) -> Running:
    """The first of some control planes."""
    plane = planes.planes[0]
    return Running(plane.access, Client(plane.access), plane, planes)


def cannot_run(tier: str, reason: str) -> NoReturn:
    """Skip the test with its reason on somebody's own machine; in CI, where everything must run, fail it."""
    words = f"{tier} {NOT_RUN}{reason}"
    if os.environ.get("CI", "").lower() in {"", "0", "false"}:
        pytest.skip(words)
    pytest.fail(words, pytrace=False)
