"""Components that a provider makes itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, resource_pb2, resource_pb2_grpc

from rehearsal.providers import wire
from rehearsal.providers.construct import construct, registration
from rehearsal.providers.packages import Package
from rehearsal.providers.servicer import Servicer
from rehearsal.simulation.kinds import Child, Properties, Refused

SET = "test:index:Set"


def pair(name: str, inputs: Properties) -> list[Child]:
    if not inputs.get("size"):
        raise Refused("Empty", "a set of nothing")
    return [Child("test:index:Thing", f"{name}:{number}", {"number": number}) for number in (1, 2)]


class Engine(resource_pb2_grpc.ResourceMonitorServicer):
    """As much of the engine as registers resources."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.ended: list[str] = []

    def RegisterResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        self.seen.append(request)
        return resource_pb2.RegisterResourceResponse(urn=f"urn:{request.name}")

    def RegisterResourceOutputs(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        self.ended.append(request.urn)
        return Empty()


@pytest.fixture(name="engine")
def _engine() -> Iterator[tuple[Engine, str]]:
    engine, server = Engine(), grpc.server(ThreadPoolExecutor(2))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield engine, f"127.0.0.1:{port}"
    server.stop(None).wait()


def request(endpoint: str, **inputs: Any) -> Any:
    return provider_pb2.ConstructRequest(
        type=SET,
        name="both",
        parent="urn:stack",
        monitorEndpoint=endpoint,
        inputs=wire.encode(inputs),
        providers={"test": "urn:provider::id"},
    )


def test_the_component_is_registered_and_its_children_below_it(engine: tuple[Engine, str]) -> None:
    seen, endpoint = engine

    answer = construct(pair, "test", request(endpoint, size=2))

    component, *children = seen.seen
    assert (component.type, component.parent, component.custom) == (SET, "urn:stack", False)
    assert [(child.name, child.parent) for child in children] == [
        ("both:1", "urn:both"),
        ("both:2", "urn:both"),
    ]
    assert {child.provider for child in children} == {"urn:provider::id"}
    assert answer.urn == "urn:both"
    assert seen.ended == ["urn:both"]


def test_a_childs_inputs_are_what_the_simulation_says() -> None:
    made = registration(Child("test:index:Thing", "x", {"number": 1}), "urn:both", "urn:provider::id")

    assert wire.decode(made.object).values == {"number": 1}
    assert made.custom


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        (SET, "Empty: a set of nothing"),
        (
            "test:index:Other",
            "the rehearsal does not know the component test:index:Other; add it under home/of/test/",
        ),
    ],
)
def test_what_is_not_known_is_refused_through_the_provider(
    engine: tuple[Engine, str], type_: str, said: str
) -> None:
    package = Package("test", "home/of/test/", lambda type_: None, components={SET: pair})
    server = grpc.server(ThreadPoolExecutor(2))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(package), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    asked = request(engine[1])
    asked.type = type_

    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel, pytest.raises(grpc.RpcError) as refused:
        provider_pb2_grpc.ResourceProviderStub(channel).Construct(asked)

    server.stop(None).wait()
    assert refused.value.details() == said
