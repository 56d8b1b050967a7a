"""A namespace and nodes of these tests on the plane that all tests share."""

import time
from collections.abc import Iterator

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.planes import Running
from tests.rehearsal.providers.kubernetes.awaiting.cluster import HERE, ME, SPACE, cluster_wide, made


@pytest.fixture(scope="package")
def client(plane: Running) -> Iterator[Client]:
    """The plane's client, with two nodes and a namespace of these tests."""
    size = {"cpu": "64", "memory": "256Gi", "pods": "1000"}
    for number in range(2):
        node = cluster_wide(made("v1", "Node", f"awaiting-{number}", metadata={"labels": HERE}))
        plane.client.apply(node, ME)
        status = {"status": {"capacity": size, "allocatable": size}}
        plane.client.patch(Ref.of(node), status, ME, subresource="status")
    space = cluster_wide(made("v1", "Namespace", SPACE))
    plane.client.apply(space, ME)
    until = time.monotonic() + 120
    while (
        plane.client.find(Ref("v1", "ServiceAccount", "default", SPACE)) is None and time.monotonic() < until
    ):
        time.sleep(0.05)
    yield plane.client
    plane.client.delete(Ref.of(space), "Background")
    for number in range(2):
        plane.client.delete(Ref("v1", "Node", f"awaiting-{number}"))
