"""The engine's side of the protocol, for tests: one connection to a server of the kubernetes provider."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, plugin_pb2, provider_pb2_grpc, status_pb2
from pulumi.runtime.proto import provider_pb2 as pb

from rehearsal.providers import wire
from rehearsal.providers.kubernetes.servicer import KubernetesServicer


class Engine(engine_pb2_grpc.EngineServicer):
    """What the engine hears from providers."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def Log(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802  (the protocol's name)
        self.heard.append((engine_pb2.LogSeverity.Name(request.severity), request.message))
        return Empty()


class Failed(Exception):
    """The provider's error: `code` as gRPC names it, `detail` the part that says what was made, None when nothing was."""

    def __init__(self, error: grpc.RpcError) -> None:
        super().__init__(error.details())
        self.code = error.code().name
        self.detail: Any = None
        metadata: Any = error.trailing_metadata() or ()
        for key, value in metadata:
            if key == "grpc-status-details-bin":
                self.detail = pb.ErrorResourceInitFailed()
                status_pb2.Status.FromString(value).details[0].Unpack(self.detail)


class Provider:
    """One provider instance, as the engine sees it."""

    def __init__(self, port: int, engine_port: int, **configuration: Any) -> None:
        self.channel = grpc.insecure_channel(
            f"127.0.0.1:{port}", options=[("grpc.use_local_subchannel_pool", 1)]
        )
        self.stub = provider_pb2_grpc.ResourceProviderStub(self.channel)
        self.stub.Attach(plugin_pb2.PluginAttach(address=f"127.0.0.1:{engine_port}"))
        self.stub.Configure(
            pb.ConfigureRequest(
                args=wire.encode({"clusterIdentifier": "one", **configuration}), urn="urn:one"
            )
        )

    def ask(self, method: str, request: Any) -> Any:
        """One call; raises Failed."""
        try:
            return getattr(self.stub, method)(request)
        except grpc.RpcError as error:
            raise Failed(error) from None

    def check(
        self,
        type_: str,
        inputs: Mapping[str, Any],
        olds: Mapping[str, Any] | None = None,
        name: str = "thing",
    ) -> Any:
        request = pb.CheckRequest(
            urn=urn(type_, name), type=type_, name=name, news=wire.encode(inputs), olds=wire.encode(olds or {}),
            randomSeed=b"seed",
        )  # fmt: skip
        return self.ask("Check", request)

    def create(self, type_: str, inputs: Mapping[str, Any], *, name: str = "thing", **more: Any) -> Any:
        request = pb.CreateRequest(
            urn=urn(type_, name), type=type_, name=name, properties=wire.encode(inputs), **more
        )
        return self.ask("Create", request)

    def diff(
        self, type_: str, made: Any, olds: Mapping[str, Any], news: Mapping[str, Any], *, name: str = "thing"
    ) -> Any:
        request = pb.DiffRequest(
            urn=urn(type_, name), type=type_, name=name, id=made.id, olds=made.properties,
            old_inputs=wire.encode(olds), news=wire.encode(news),
        )  # fmt: skip
        return self.ask("Diff", request)

    def update(
        self, type_: str, made: Any, olds: Mapping[str, Any], news: Mapping[str, Any], *, name: str = "thing",
        **more: Any,
    ) -> Any:  # fmt: skip
        request = pb.UpdateRequest(
            urn=urn(type_, name), type=type_, name=name, id=made.id, olds=made.properties,
            old_inputs=wire.encode(olds), news=wire.encode(news), **more,
        )  # fmt: skip
        return self.ask("Update", request)

    def read(self, type_: str, made: Any, inputs: Mapping[str, Any], *, name: str = "thing") -> Any:
        request = pb.ReadRequest(
            urn=urn(type_, name), type=type_, name=name, id=made.id, properties=made.properties,
            inputs=wire.encode(inputs),
        )  # fmt: skip
        return self.ask("Read", request)

    def delete(
        self, type_: str, made: Any, inputs: Mapping[str, Any], *, name: str = "thing", timeout: float = 0
    ) -> None:
        request = pb.DeleteRequest(
            urn=urn(type_, name), type=type_, name=name, id=made.id, properties=made.properties,
            old_inputs=wire.encode(inputs), timeout=timeout,
        )  # fmt: skip
        self.ask("Delete", request)


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:test::test::{type_}::{name}"


def plain(struct: Any) -> dict[str, Any]:
    """What a struct holds, secrets unwrapped."""
    return wire.decode(struct).values


@contextmanager
def served(servicer: KubernetesServicer) -> Iterator[tuple[int, int, Engine]]:
    """A server of the provider and one of the engine: their ports, and the engine."""
    engine = Engine()
    servers = [grpc.server(ThreadPoolExecutor(16)) for _ in range(2)]
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, servers[0])
    engine_pb2_grpc.add_EngineServicer_to_server(engine, servers[1])
    ports = [server.add_insecure_port("127.0.0.1:0") for server in servers]
    for server in servers:
        server.start()
    try:
        yield ports[0], ports[1], engine
    finally:
        for server in servers:
            server.stop(None).wait()
