"""A Kubernetes cluster for each test."""

import pytest

from tests.rehearsal.simulation.kubernetes.cluster import Cluster


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()
