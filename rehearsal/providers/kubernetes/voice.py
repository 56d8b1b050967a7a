"""What the provider tells the user beside its answers: warnings, and a line of what is under way, through the engine."""

from contextlib import suppress

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class Voice:
    """The engine at an address, as one who listens. An engine that has gone hears nothing, and that is no error."""

    def __init__(self, address: str) -> None:
        self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address)) if address else None

    def warn(self, urn: str, text: str) -> None:
        """A warning about a resource, kept in the engine's record of the operation."""
        self._log(engine_pb2.LogRequest(severity=engine_pb2.LogSeverity.WARNING, message=text, urn=urn))

    def say(self, urn: str, text: str) -> None:
        """What is under way with a resource; the next such line takes its place."""
        self._log(
            engine_pb2.LogRequest(severity=engine_pb2.LogSeverity.INFO, message=text, urn=urn, ephemeral=True)
        )

    def _log(self, request: engine_pb2.LogRequest) -> None:
        if self._engine is not None:
            with suppress(grpc.RpcError):
                self._engine.Log(request, timeout=5.0)
