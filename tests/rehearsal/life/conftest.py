"""One control plane with life in it, for all tests of this folder."""

import threading
from collections.abc import Iterator

import pytest

from rehearsal.life import scaling
from rehearsal.life.alive import live
from tests.rehearsal.life.living import GENERAL, Living
from tests.rehearsal.planes import running, the_one


@pytest.fixture(autouse=True)
def _cleared(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "living" in request.fixturenames:
        request.getfixturevalue("living").clear()


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A GKE cluster of one pool, alive. Nodes that are empty go after a second, for nobody has time in a test."""
    with (
        pytest.MonkeyPatch.context() as patch,
        running(tmp_path_factory.mktemp("life") / "private") as planes,
    ):
        patch.setattr(scaling, "IDLE_SECONDS", 1.0)
        folder = tmp_path_factory.mktemp("cluster")
        plane = the_one(planes)
        made = Living(plane.client, folder, plane.access)
        made.tell(GENERAL)
        stopped = threading.Event()
        live(made.client, folder, stopped)
        yield made
        stopped.set()
