"""The kubernetes provider, served over the Kubernetes that all tests share, and a namespace for each test."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.servicer import KubernetesServicer
from rehearsal.providers.packages import load
from tests.rehearsal.planes import Running
from tests.rehearsal.providers.kubernetes.engine_side import Engine, Provider, served


@dataclass(frozen=True)
class Server:
    """The provider's server and the engine that listens to it."""

    servicer: KubernetesServicer
    port: int
    engine: Engine
    engine_port: int

    def provider(self, **configuration: object) -> Provider:
        """A provider instance with that configuration."""
        return Provider(self.port, self.engine_port, **configuration)


@pytest.fixture(scope="session")
def server(plane: Running) -> Iterator[Server]:
    servicer = KubernetesServicer(load("kubernetes"), [plane.access])
    with served(servicer) as (port, engine_port, engine):
        yield Server(servicer, port, engine, engine_port)


@pytest.fixture
def provider(server: Server) -> Iterator[Provider]:
    server.engine.heard.clear()
    made = server.provider()
    yield made
    made.channel.close()


@pytest.fixture(scope="session")
def client(plane: Running) -> Client:
    return plane.client


@pytest.fixture
def namespace(client: Client) -> Iterator[str]:
    """An empty namespace of no Pod Security level, which goes after the test."""
    name = f"test-{secrets.token_hex(4)}"
    client.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}, "test")
    yield name
    client.delete(Ref("v1", "Namespace", name))
