"""What needs what has failed is shown to the engine so that it is left out, whatever it would take to pass."""

from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc
from pulumi.runtime.proto import resource_pb2

from components.isolation import isolate

HOME = "urn:pulumi:s::p::"
NETWORK, INSIDE = f"{HOME}aws:Vpc::network", f"{HOME}pulumi:providers:kubernetes::inside"
SKIPPED: Any = 2


class Engine:
    """Refuses the network, and leaves out what needs it."""

    def __init__(self) -> None:
        self.shown: list[Any] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - gRPC prescribes the name
        self.shown.append(request)
        result = resource_pb2.Result.FAIL if request.name == "network" else resource_pb2.Result.SUCCESS
        if {NETWORK, INSIDE} & set(request.dependencies):
            result = SKIPPED
        return SimpleNamespace(urn=f"{HOME}{request.type}::{request.name}", result=result)


def asked(type_: str, name: str, *needs: str, **more: Any) -> Any:
    return resource_pb2.RegisterResourceRequest(
        type=type_, name=name, dependencies=needs, **{"custom": True, **more}
    )


def known(**values: str) -> Struct:
    inputs = Struct()
    inputs.update(values)
    return inputs


def shown(monkeypatch: pytest.MonkeyPatch, *requests: Any, preview: bool = False) -> list[Any]:
    """What the engine is shown of a program whose network it refuses, the network left out."""
    engine = Engine()
    monkeypatch.setattr("pulumi.runtime.settings.get_monitor", lambda: engine)
    monkeypatch.setattr("pulumi.runtime.settings.is_dry_run", lambda: preview)
    isolate()
    for request in (asked("aws:Vpc", "network"), *requests):
        engine.RegisterResource(request)
    return engine.shown[1:]


def test_what_lacks_an_input_because_of_a_failure_is_shown_without_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subnet = asked(
        "aws:Subnet", "subnet", NETWORK, object=known(vpcId=rpc.UNKNOWN), protect=True, provider="aws::id"
    )

    [seen] = shown(monkeypatch, subnet)

    assert (seen.type, seen.name, list(seen.dependencies)) == ("aws:Subnet", "subnet", ["aws", NETWORK])
    assert [seen.custom, seen.protect, seen.provider, dict(seen.object)] == [False, False, "", {}]


@pytest.mark.parametrize("identity", [rpc.UNKNOWN, "made-by-an-earlier-up"])
def test_what_lacks_its_provider_needs_it_instead(monkeypatch: pytest.MonkeyPatch, identity: str) -> None:
    inside = asked("pulumi:providers:kubernetes", "inside", NETWORK, object=known(kubeconfig=rpc.UNKNOWN))
    pod = asked("kubernetes:Pod", "pod", provider=f"{INSIDE}::{identity}", object=known(image="shop"))
    chart = asked("kubernetes:Chart", "chart", custom=False, remote=True, provider=f"{INSIDE}::{identity}")

    provider, *seen = shown(monkeypatch, inside, pod, chart)

    assert provider is inside
    for one in seen:
        assert list(one.dependencies) == [INSIDE]
        assert [one.custom, one.remote, one.provider, dict(one.object)] == [False, False, "", {}]


def test_what_can_pass_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        asked("aws:Vpc", "other", provider="aws::id"),
        asked("aws:Route", "only-after-it", NETWORK, object=known(cidr="10.0.0.0/16"), provider="aws::id"),
        asked("groundwork:cluster:Eks", "component", NETWORK, custom=False, object=known(of=rpc.UNKNOWN)),
        asked("aws:Subnet", "of-none-that-failed", object=known(vpcId=rpc.UNKNOWN), provider="aws::id"),
    ]

    assert shown(monkeypatch, *given) == given


def test_a_preview_in_which_much_is_unknown_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    subnet = asked("aws:Subnet", "subnet", NETWORK, object=known(vpcId=rpc.UNKNOWN))

    assert shown(monkeypatch, subnet, preview=True) == [subnet]
