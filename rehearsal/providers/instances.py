"""The provider protocol's first half: how the engine introduces itself and configures provider instances.

All instances of a package share one server; the engine dials once per instance, so what an instance was configured with is
kept by connection.
"""

from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from rehearsal.providers import connection, difference, wire
from rehearsal.providers.packages import Package

VERSION = "999.0.0"
"""What GetPluginInfo answers: never older than the SDK, whose version the engine compares it with."""


class Instances(provider_pb2_grpc.ResourceProviderServicer):
    """The instances of one package's provider, by connection."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._configurations: dict[str, Mapping[str, Any]] = {}

    # The protocol's method names are the engine's, hence their capitals.

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True,
            accept_resources=True,
            accept_outputs=True,
            supports_autonaming_configuration=True,
        )

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Empty:
        return Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=VERSION)

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        olds = wire.decode(request.old_inputs).values
        news = wire.decode(request.news).values
        return difference.response(difference.differences(olds, news), self.package.replaces(olds, news))

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        configuration = connection.configuration(wire.decode(request.args).values)
        self._configurations[context.peer()] = {**configuration, "urn": request.urn}
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True
        )

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Empty:
        return Empty()

    def configuration(self, context: grpc.ServicerContext) -> Mapping[str, Any]:
        return self._configurations.get(context.peer(), {})
