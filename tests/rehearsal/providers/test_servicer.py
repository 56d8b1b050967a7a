"""The provider protocol, spoken over a real connection to a package of three kinds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb
from semver import VersionInfo

from rehearsal.providers import wire
from rehearsal.providers.instances import VERSION
from rehearsal.providers.outage import Outage
from rehearsal.providers.packages import Package
from rehearsal.providers.servicer import Servicer
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

THING, PICKY, BROKEN = "test:index:Thing", "test:index:Picky", "test:index:Broken"
SECRET = {wire.SIGNATURE: wire.SECRET, "value": "hunter2hunter2"}


def thing(call: Call) -> tuple[str, Properties]:
    return f"thing-{call.token[:8]}", {"region": call.provider.get("region"), "arn": f"arn:{call.token[:8]}"}


def picky(call: Call) -> tuple[str, Properties]:
    raise Refused("QuotaExceeded", "no more of these")


def broken(call: Call) -> tuple[str, Properties]:
    raise KeyError("oops")


def no_zero(inputs: Properties) -> Iterable[Failure]:
    if inputs.get("size") == 0:
        yield Failure("size", "must not be 0")


def region_of(call: Call) -> Properties:
    return {"region": call.provider["region"], "said": call.inputs["say"]}


KINDS = {
    THING: Kind(
        create=thing,
        check=no_zero,
        required=frozenset({"size"}),
        replaces=frozenset({"size"}),
        autoname="name",
    ),
    PICKY: Kind(create=picky),
    BROKEN: Kind(create=broken),
}


class Provider:
    """One provider instance: a connection of its own to the server."""

    def __init__(self, port: int, **configuration: Any) -> None:
        self.channel = grpc.insecure_channel(
            f"127.0.0.1:{port}", options=[("grpc.use_local_subchannel_pool", 1)]
        )
        self.ask = provider_pb2_grpc.ResourceProviderStub(self.channel)
        self.ask.Configure(pb.ConfigureRequest(args=wire.encode(configuration), urn="urn:provider"))

    def create(self, name: str, *, kind: str = THING, preview: bool = False, **inputs: Any) -> Any:
        return self.ask.Create(
            pb.CreateRequest(
                urn=f"urn:pulumi:s::p::{kind}::{name}",
                type=kind,
                name=name,
                preview=preview,
                properties=wire.encode(inputs),
            )
        )

    def check(self, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return self.ask.Check(
            pb.CheckRequest(
                type=THING,
                name="x",
                news=wire.encode(news),
                olds=wire.encode(olds or {}),
                randomSeed=b"s",
                **more,
            )
        )


@pytest.fixture
def package() -> Package:
    return Package(
        "test", "home/of/test/", KINDS.get, {"test:index:where": region_of}, lambda olds, news: ["region"]
    )


@pytest.fixture
def outage() -> Outage:
    return Outage()


@pytest.fixture
def port(package: Package, outage: Outage) -> Iterator[int]:
    server = grpc.server(ThreadPoolExecutor(2))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(package, outage=outage), server)
    chosen = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield chosen
    server.stop(None).wait()


@pytest.fixture
def provider(port: int) -> Iterator[Provider]:
    made = Provider(port, region="us-east-1")
    yield made
    made.channel.close()


def plain(struct: Any) -> dict[str, Any]:
    return wire.decode(struct).values


def test_it_introduces_itself_as_the_engine_wants(provider: Provider) -> None:
    hands = provider.ask.Handshake(pb.ProviderHandshakeRequest())

    assert hands.accept_secrets
    assert hands.accept_resources
    assert hands.accept_outputs
    assert VersionInfo.parse(provider.ask.GetPluginInfo(Empty()).version) > VersionInfo(7)
    provider.ask.Attach(plugin_pb2.PluginAttach())
    provider.ask.Cancel(Empty())


def test_two_instances_on_one_port_keep_their_own_configuration(port: int, provider: Provider) -> None:
    other = Provider(port, region="eu-west-1")

    regions = [plain(one.create("x", size=1).properties)["region"] for one in (provider, other, provider)]

    other.channel.close()
    assert regions == ["us-east-1", "eu-west-1", "us-east-1"]


def test_what_does_not_answer_makes_reads_and_tells_nothing_and_can_still_be_configured(
    port: int, provider: Provider, outage: Outage
) -> None:
    made = provider.create("x", size=1)
    outage.begin(["urn:provider"])
    again = Provider(port, region="us-east-1")

    asked: list[Callable[[], Any]] = [
        lambda: again.create("y", size=1),
        lambda: again.ask.Read(pb.ReadRequest(id=made.id, type=THING)),
        lambda: again.ask.Update(pb.UpdateRequest(id=made.id, type=THING, news=wire.encode({"size": 1}))),
        lambda: again.ask.Delete(pb.DeleteRequest(id=made.id, type=THING)),
        lambda: again.ask.Invoke(pb.InvokeRequest(tok="test:index:where")),
    ]
    for ask in asked:
        with pytest.raises(grpc.RpcError, match="Unreachable: us-east-1 does not answer"):
            ask()

    outage.end()
    assert again.ask.Read(pb.ReadRequest(id=made.id, type=THING)).id == made.id
    again.channel.close()


def test_a_changed_configuration_is_named_and_replaces_where_the_package_says_so(
    port: int, package: Package
) -> None:
    channel = grpc.insecure_channel(f"127.0.0.1:{port}")
    ask = provider_pb2_grpc.ResourceProviderStub(channel)
    request = pb.DiffRequest(old_inputs=wire.encode({"region": "a"}), news=wire.encode({"region": "b"}))

    answer = ask.DiffConfig(request)
    checked = ask.CheckConfig(pb.CheckRequest(news=request.news))

    channel.close()
    assert (list(answer.diffs), list(answer.replaces)) == (["region"], ["region"])
    assert checked.inputs == request.news


def test_a_created_thing_is_its_inputs_and_what_the_service_adds(
    provider: Provider, package: Package
) -> None:
    made = provider.create("x", size=1, password=SECRET)

    outputs = wire.decode(made.properties)
    assert outputs.values["size"] == 1
    assert outputs.values["arn"].startswith("arn:")
    assert outputs.secret == {"password"}
    assert [(entity.id, entity.inputs["password"]) for entity in package.world] == [
        (made.id, "hunter2hunter2")
    ]


def test_a_second_object_with_the_same_urn_gets_another_id(provider: Provider) -> None:
    assert provider.create("x", size=1).id != provider.create("x", size=1).id


def test_a_preview_keeps_unknowns_gives_no_id_and_makes_nothing(provider: Provider, package: Package) -> None:
    planned = provider.create("x", preview=True, size=1, other=wire.UNKNOWN_TEXT, __defaults=["name"])

    assert planned.id == ""
    assert planned.properties.fields["other"].string_value == wire.UNKNOWN_TEXT
    assert "__defaults" not in planned.properties.fields
    assert len(package.world) == 0


def test_a_check_echoes_good_inputs_and_makes_up_a_name(provider: Provider) -> None:
    first = provider.check({"size": 1})

    name = plain(first.inputs)["name"]
    assert not first.failures
    assert name.startswith("x-")
    assert plain(provider.check({"size": 2}, olds=plain(first.inputs)).inputs)["name"] == name


def test_a_check_names_what_is_missing_and_what_is_wrong(provider: Provider) -> None:
    assert [(f.property, f.reason) for f in provider.check({}).failures] == [
        ("size", "missing required property 'size'")
    ]
    assert [(f.property, f.reason) for f in provider.check({"size": 0}).failures] == [
        ("size", "must not be 0")
    ]


def test_the_stacks_own_rule_for_names_is_followed(provider: Provider) -> None:
    options = pb.CheckRequest.AutonamingOptions
    proposed = provider.check({"size": 1}, autonaming=options(proposed_name="team-x", mode=options.ENFORCE))
    switched_off = provider.check({"size": 1}, autonaming=options(mode=options.DISABLE))

    assert plain(proposed.inputs)["name"] == "team-x"
    assert "automatic names are switched off for this stack" in switched_off.failures[0].reason


def test_an_update_keeps_the_id_and_secrets(provider: Provider, package: Package) -> None:
    made = provider.create("x", size=1)
    request = pb.UpdateRequest(
        id=made.id, urn=f"urn:pulumi:s::p::{THING}::x", type=THING, name="x", olds=made.properties,
        old_inputs=wire.encode({"size": 1}), news=wire.encode({"size": 1, "password": SECRET}),
    )  # fmt: skip

    planned = wire.decode(
        provider.ask.Update(
            pb.UpdateRequest(**{f.name: v for f, v in request.ListFields()}, preview=True)
        ).properties
    )
    assert planned.values["arn"] == plain(made.properties)["arn"], (
        "what the change does not touch stays known in a preview"
    )
    assert "password" not in next(iter(package.world)).inputs

    updated = wire.decode(provider.ask.Update(request).properties)
    assert updated.secret == {"password"}
    assert updated.values["arn"] == plain(made.properties)["arn"], (
        "what was made at creation is not made anew"
    )
    assert [entity.id for entity in package.world] == [made.id]
    assert "password" in next(iter(package.world)).inputs


def test_a_diff_replaces_where_the_kind_says_so(provider: Provider) -> None:
    request = pb.DiffRequest(type=THING, old_inputs=wire.encode({"size": 1}), news=wire.encode({"size": 2}))

    assert list(provider.ask.Diff(request).replaces) == ["size"]
    assert provider.ask.Diff(pb.DiffRequest(type=THING)).changes == pb.DiffResponse.DIFF_NONE


def test_a_read_finds_what_exists_and_says_when_it_is_gone(provider: Provider) -> None:
    made = provider.create("x", size=1, password=SECRET)
    request = pb.ReadRequest(
        id=made.id,
        type=THING,
        properties=made.properties,
        inputs=wire.encode({"size": 1, "password": SECRET, "__defaults": ["name"]}),
    )

    found = provider.ask.Read(request)
    assert found.id == made.id
    assert found.properties == made.properties
    assert wire.decode(found.inputs).secret == {"password"}
    assert wire.decode(found.inputs).values["__defaults"] == ["name"], "who made the name up"

    provider.ask.Delete(pb.DeleteRequest(id=made.id, type=THING, urn="urn", properties=made.properties))
    assert provider.ask.Read(request).id == ""


def test_an_invoke_knows_its_provider_and_keeps_secrets(provider: Provider) -> None:
    answer = provider.ask.Invoke(pb.InvokeRequest(tok="test:index:where", args=wire.encode({"say": SECRET})))

    decoded = wire.decode(getattr(answer, "return"))
    assert decoded.values == {"region": "us-east-1", "said": "hunter2hunter2"}
    assert decoded.secret == {"said"}


def refusal(call: Any) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as error:
        call()
    failed: Any = error.value
    return failed.code(), failed.details()


def test_what_the_service_refuses_is_a_clean_failure(provider: Provider) -> None:
    code, text = refusal(lambda: provider.create("x", kind=PICKY))

    assert (code, text) == (grpc.StatusCode.FAILED_PRECONDITION, "QuotaExceeded: no more of these")


def test_a_fault_of_the_simulation_is_not_the_users(provider: Provider) -> None:
    code, text = refusal(lambda: provider.create("x", kind=BROKEN))

    assert (code, text) == (grpc.StatusCode.INTERNAL, "a fault in the simulation itself: KeyError: 'oops'")


def test_an_unknown_type_or_function_is_named_with_the_place_to_add_it(provider: Provider) -> None:
    unknown = "test:index:Nothing"

    expected = f"the rehearsal does not know the resource type {unknown}; add it under home/of/test/"
    assert refusal(lambda: provider.create("x", kind=unknown)) == (
        grpc.StatusCode.FAILED_PRECONDITION,
        expected,
    )
    code, text = refusal(lambda: provider.ask.Invoke(pb.InvokeRequest(tok=unknown)))
    assert (code, "the function test:index:Nothing" in text) == (grpc.StatusCode.FAILED_PRECONDITION, True)


def test_the_version_is_never_older_than_an_sdk() -> None:
    assert VersionInfo.parse(VERSION).major > 100
