"""Components that a provider makes itself (`remote`): it registers the component, and its children below it, with the engine."""

from collections.abc import Callable
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from rehearsal.providers import wire
from rehearsal.simulation.kinds import Child, Properties

Makes = Callable[[str, Properties], list[Child]]


def registration(child: Child, component: str, provider: str) -> Any:
    """The registration of a component's child. component: its URN; provider: the reference of the children's provider."""
    body = Struct()
    wire.encode(child.inputs, body)
    return resource_pb2.RegisterResourceRequest(
        type=child.type,
        name=child.name,
        parent=component,
        custom=True,
        object=body,
        provider=provider,
        acceptSecrets=True,
        acceptResources=True,
    )


def construct(makes: Makes, package: str, request: Any) -> Any:
    """Answer the engine's Construct. Raises Refused for inputs that nothing is known of."""
    children = makes(request.name, wire.decode(request.inputs).values)
    with grpc.insecure_channel(request.monitorEndpoint, options=_GRPC_CHANNEL_OPTIONS) as channel:
        engine = resource_pb2_grpc.ResourceMonitorStub(channel)
        component = engine.RegisterResource(
            resource_pb2.RegisterResourceRequest(
                type=request.type,
                name=request.name,
                parent=request.parent,
                acceptSecrets=True,
                acceptResources=True,
            )
        ).urn
        for child in children:
            engine.RegisterResource(registration(child, component, request.providers.get(package, "")))
        engine.RegisterResourceOutputs(
            resource_pb2.RegisterResourceOutputsRequest(urn=component, outputs=Struct())
        )
    return provider_pb2.ConstructResponse(urn=component, state=Struct())
