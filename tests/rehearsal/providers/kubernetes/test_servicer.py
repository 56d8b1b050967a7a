"""The protocol over a real API server: secrets, what was made but is not ready, what is left."""

import base64
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pytest

from rehearsal import engine as engines
from rehearsal.control_plane import binaries
from rehearsal.operation import Failed as CommandFailed
from rehearsal.operation import Run
from rehearsal.providers import wire
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import CANARY, Told
from tests.rehearsal.providers.kubernetes.conftest import Server
from tests.rehearsal.providers.kubernetes.engine_side import Failed, Provider, plain, urn
from tests.rehearsal.providers.kubernetes.things import (
    CONFIG_MAP,
    DEPLOYMENT,
    SECRET,
    config_map,
    deployment,
    pod_spec,
    thing,
)

pytestmark = pytest.mark.kubernetes
FORMS = (CANARY, base64.b64encode(CANARY.encode()).decode())


def hidden(value: object) -> dict[str, object]:
    return {wire.SIGNATURE: wire.SECRET, "value": value}


def in_plain_sight(struct: object) -> str:
    """What a struct says outside its secrets."""

    def visible(value: object) -> object:
        if isinstance(value, dict):
            if value.get(wire.SIGNATURE) == wire.SECRET:
                return None
            return {key: visible(inner) for key, inner in value.items()}
        return [visible(inner) for inner in value] if isinstance(value, list) else value

    from google.protobuf.json_format import MessageToDict

    return str(visible(MessageToDict(struct)))  # type: ignore[arg-type]


def test_a_secrets_data_is_secret_in_every_answer_though_the_program_never_said_so(
    provider: Provider, namespace: str
) -> None:
    inputs = thing("v1", "Secret", namespace, "token", stringData={"token": CANARY})
    checked = provider.check(SECRET, inputs)
    made = provider.create(SECRET, plain(checked.inputs))
    read = provider.read(SECRET, made, inputs)
    imported = provider.read(SECRET, made, {})
    changed = provider.update(SECRET, made, inputs, {**inputs, "stringData": {"token": CANARY, "more": "1"}})

    structs = (
        checked.inputs,
        made.properties,
        read.properties,
        read.inputs,
        imported.inputs,
        changed.properties,
    )
    assert [form for struct in structs for form in FORMS if form in in_plain_sight(struct)] == []
    assert plain(made.properties)["data"]["token"] == FORMS[1]


def test_a_secret_value_stays_secret_wherever_the_object_shows_it(provider: Provider, namespace: str) -> None:
    inputs = deployment(namespace, replicas=0)
    inputs["spec"]["template"]["spec"] = pod_spec(env=[{"name": "TOKEN", "value": hidden(CANARY)}])

    made = provider.create(DEPLOYMENT, inputs)

    assert CANARY in str(plain(made.properties))
    assert CANARY not in in_plain_sight(made.properties)


def test_no_secret_is_in_a_refusal(provider: Provider, namespace: str) -> None:
    inputs = deployment(namespace)
    inputs["spec"]["template"]["spec"] = pod_spec(image=hidden(f" {CANARY}"))
    inputs["spec"]["strategy"] = {"type": hidden(CANARY)}

    with pytest.raises(Failed) as error:
        provider.create(DEPLOYMENT, inputs)

    assert CANARY not in str(error.value)
    assert "[secret]" in str(error.value)


def test_what_was_made_but_is_not_ready_is_told_as_such_and_repaired_by_an_update(
    provider: Provider, client: Client, namespace: str
) -> None:
    broken, fixed = deployment(namespace, replicas=1), deployment(namespace, replicas=0)
    broken["spec"]["template"]["spec"] = pod_spec() | {"nodeSelector": {"example.com/none": "such"}}

    with pytest.raises(Failed) as error:
        provider.create(DEPLOYMENT, broken, timeout=5)

    detail = error.value.detail
    assert error.value.code == "UNKNOWN"
    assert detail.id == f"{namespace}/web"
    assert re.fullmatch(
        rf"Deployment {namespace}/web: 0 of 1 replicas are available after \d+ s", detail.reasons[0]
    )
    assert plain(detail.inputs) == broken
    assert plain(detail.properties)["metadata"]["uid"]
    assert plain(provider.update(DEPLOYMENT, detail, broken, fixed).properties)["spec"]["replicas"] == 0


def test_a_cancelled_wait_ends(server: Server, namespace: str) -> None:
    from google.protobuf.empty_pb2 import Empty

    provider = server.provider()
    waiting = deployment(namespace)
    waiting["spec"]["template"]["spec"] = pod_spec() | {"nodeSelector": {"example.com/none": "such"}}
    with ThreadPoolExecutor(1) as executor:
        made = executor.submit(provider.create, DEPLOYMENT, waiting)
        provider.stub.Cancel(Empty())

        with pytest.raises(Failed) as error:
            made.result(timeout=120)

    provider.channel.close()
    assert "the wait for it was cancelled" in error.value.detail.reasons[0]


def test_an_update_in_a_preview_keeps_what_is_known(provider: Provider, namespace: str) -> None:
    before, after = config_map(namespace, colour="blue"), config_map(namespace, colour="red")
    made = provider.create(CONFIG_MAP, before)

    planned = plain(provider.update(CONFIG_MAP, made, before, after, preview=True).properties)

    assert planned["data"] == {"colour": "red"}


def test_equal_inputs_are_answered_without_a_question_to_the_api_server(provider: Provider) -> None:
    inputs = config_map("nowhere")
    made = type("Made", (), {"id": "nowhere/settings", "properties": None})()

    same = provider.diff(CONFIG_MAP, made, inputs, inputs)

    assert same.changes == same.DIFF_NONE


def test_what_is_left_is_what_its_own_managers_made_with_its_urn(
    provider: Provider, server: Server, client: Client, namespace: str
) -> None:
    client.create(config_map(namespace, "theirs"), "somebody")
    made = provider.create(CONFIG_MAP, config_map(namespace, "ours", a="b"), name="left")
    bare = provider.create(
        "kubernetes:core/v1:ServiceAccount", thing("v1", "ServiceAccount", namespace, "bare"), name="bare"
    )

    found = {left for left in server.servicer.remaining() if left[1].startswith(f"{namespace}/")}
    provider.delete(CONFIG_MAP, made, config_map(namespace, "ours", a="b"), name="left")
    then = {left for left in server.servicer.remaining() if left[1].startswith(f"{namespace}/")}

    account = (("v1:ServiceAccount"), bare.id, urn("kubernetes:core/v1:ServiceAccount", "bare"), False)
    assert found == {("v1:ConfigMap", made.id, urn(CONFIG_MAP, "left"), False), account}
    assert then == {account}


def test_a_provider_that_was_never_configured_is_told_so(server: Server) -> None:
    import grpc
    from pulumi.runtime.proto import provider_pb2 as pb
    from pulumi.runtime.proto import provider_pb2_grpc

    channel = grpc.insecure_channel(
        f"127.0.0.1:{server.port}", options=[("grpc.use_local_subchannel_pool", 1)]
    )
    request = pb.CreateRequest(
        type=CONFIG_MAP, urn=urn(CONFIG_MAP, "a"), properties=wire.encode(config_map("a"))
    )

    with pytest.raises(grpc.RpcError) as error:
        provider_pb2_grpc.ResourceProviderStub(channel).Create(request)

    channel.close()
    assert "NotConfigured" in (error.value.details() or "")
    assert "its cluster is not known" in (error.value.details() or "")


def test_more_clusters_than_control_planes_are_refused_by_name(server: Server, provider: Provider) -> None:
    import grpc

    with pytest.raises(grpc.RpcError) as error:
        server.provider(clusterIdentifier="another")

    assert (
        "a provider for the cluster 'another', but the rehearsal has started only 1 control planes, for one"
        in str(error.value.details())
    )


def test_a_kept_object_says_so_itself(provider: Provider, server: Server, namespace: str) -> None:
    inputs = config_map(namespace, a="b")
    inputs["metadata"]["annotations"] = {"helm.sh/resource-policy": "keep"}
    made = provider.create(CONFIG_MAP, inputs)

    (kept,) = [kept for _, id_, _, kept in server.servicer.remaining() if id_ == made.id]
    assert kept
    assert Ref("v1", "ConfigMap", "settings", namespace).id == made.id


def failing(run: Run, live: Session) -> str:
    """An up that fails: its words. In a function of its own, so that nothing of the failed program outlives it."""
    try:
        run.operate("up", live.stack.up)
    except CommandFailed as failed:
        return failed.words
    return ""


STACK = StackFile("test", "groundwork", Path("Pulumi.test.yaml"), {"groundwork:clusters": {"main": {}}}, {})


@dataclass
class Program:
    """A namespace, a Secret and a Deployment that finds no node until `broken` is off."""

    broken: bool = True

    def __call__(self) -> None:
        cluster = pulumi.ProviderResource(
            "kubernetes", "main", {"kubeconfig": "{}", "clusterIdentifier": "main"}
        )
        on = pulumi.ResourceOptions(provider=cluster)
        home = pulumi.CustomResource(
            "kubernetes:core/v1:Namespace", "shop", {"metadata": {"name": "shop"}}, on
        )
        after = pulumi.ResourceOptions.merge(on, pulumi.ResourceOptions(depends_on=home))
        pulumi.CustomResource(
            SECRET, "token", thing("v1", "Secret", "shop", "token", stringData={"token": CANARY}), after
        )
        web = deployment("shop", replicas=1 if self.broken else 0)
        web["spec"]["template"]["spec"]["nodeSelector"] = {"example.com/none": "such"}
        limits = pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="10s", update="10s"))
        pulumi.CustomResource(DEPLOYMENT, "web", web, pulumi.ResourceOptions.merge(after, limits))


@pytest.mark.engine
def test_through_the_engine_what_is_not_ready_is_kept_repaired_and_put_back_after_a_change_by_hand(
    engine: engines.Engine, told: Told
) -> None:
    program = Program()
    with session(STACK, engine, program, binaries.find(print)) as live:
        run = Run(STACK, live, told[0])
        run.operate("preview", live.stack.preview)
        made = failing(run, live)
        kept = {each["type"]: each for each in live.state()["resources"]}
        program.broken = False
        repaired = run.operate("up", live.stack.up)
        again = run.operate("up", live.stack.up)
        assert live.planes is not None
        client = Client(live.planes.access[0])
        client.patch(
            Ref("apps/v1", "Deployment", "web", "shop"),
            {"spec": {"minReadySeconds": 9, "replicas": 3}},
            "kubectl-edit",
        )
        client.delete(Ref.of(client.list("v1", "Secret", "shop")[0]), "Background")
        run.operate("refresh", live.stack.refresh)
        back = run.operate("up", live.stack.up)
        replicas = client.get(Ref("apps/v1", "Deployment", "web", "shop"))["spec"]["replicas"]
        state = json.dumps(live.state())
        run.operate("destroy", live.stack.destroy)
        remaining = live.remaining()

    assert "0 of 1 replicas are available" in made
    assert re.fullmatch(
        r"Deployment shop/web: 0 of 1 replicas are available after \d+ s", kept[DEPLOYMENT]["initErrors"][0]
    )
    assert kept[DEPLOYMENT]["outputs"]["metadata"]["uid"]
    assert repaired.counts == {"update": 1}
    assert again.counts == {}
    assert back.counts == {"update": 1, "create": 1}
    assert replicas == 0
    assert [form for form in FORMS if form in state or form in told[1]()] == []
    assert remaining == []
