"""What tests of releases on a real control plane share."""

import itertools

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases.rendering import HELM
from rehearsal.toolchain import ToolError, built
from tests.rehearsal.planes import Running, cannot_run
from tests.rehearsal.providers.kubernetes.releases.cases import namespace, node

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def cluster(plane: Running) -> Client:
    """The shared Kubernetes with a node that pods of releases run on."""
    node(plane.client, "releases-1")
    return plane.client


@pytest.fixture
def home(cluster: Client) -> str:
    """A namespace of the test's own."""
    return namespace(cluster, f"releases-{next(NUMBERS)}")


@pytest.fixture(scope="session")
def helm() -> None:
    """Helm is there, built if it was not."""
    try:
        built(HELM, print)
    except ToolError as error:
        cannot_run("The rehearsal of charts that are files", str(error))
