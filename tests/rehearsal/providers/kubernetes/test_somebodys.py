"""What a program only looks up is there in a rehearsal's cluster, and serves."""

from collections.abc import Callable
from typing import Any

import pytest

from rehearsal.life.balancers import SOMEBODYS
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.remaining import left
from rehearsal.providers.kubernetes.somebodys import BODIES, DEFINITION, Somebodys
from rehearsal.simulation.kinds import Refused
from rehearsal.simulation.kubernetes.objects import ASKED_FOR
from rehearsal.toolchain import ToolError

Bring = Callable[..., dict[str, Any] | None]
ISSUER = Ref("cert-manager.io/v1", "ClusterIssuer", "theirs")
STORE = Ref("external-secrets.io/v1", "ClusterSecretStore", "theirs")
GATEWAY = Ref("gateway.networking.k8s.io/v1", "Gateway", "theirs", "default")


def quiet(line: str) -> None:
    """Say nothing."""


def test_they_are_the_kinds_that_are_taken_as_given_in_memory_too() -> None:
    assert {*BODIES, DEFINITION} == ASKED_FOR


def test_nothing_is_told_where_nothing_was_looked_up() -> None:
    assert Somebodys().told() == []


def test_definitions_that_cannot_be_fetched_are_told_as_the_tool_says_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*args: object) -> None:
        raise ToolError("There is no Go to fetch the definitions with.")

    monkeypatch.setattr("rehearsal.providers.kubernetes.releases.definitions.of_groups", fails)

    class Empty:
        def find(self, ref: Ref) -> None:
            return None

    with pytest.raises(Refused, match="There is no Go to fetch the definitions with"):
        Somebodys().bring(Empty(), Ref(*DEFINITION, "clusterissuers.cert-manager.io"), quiet)  # type: ignore[arg-type]


@pytest.mark.kubernetes
def test_what_is_looked_up_is_made_once_told_at_the_end_and_nobodys_to_clear_away(client: Client) -> None:
    given = Somebodys()
    low = Ref("scheduling.k8s.io/v1", "PriorityClass", "somebodys-low")
    class_ = Ref("networking.k8s.io/v1", "IngressClass", "somebodys")

    first, again = given.bring(client, low, quiet), given.bring(client, low, quiet)
    ingress = given.bring(client, class_, quiet)

    assert first is not None
    assert again is not None
    assert first["metadata"]["uid"] == again["metadata"]["uid"]
    assert ingress is not None
    assert ingress["spec"]["controller"] == SOMEBODYS
    assert given.told() == [
        "looked up, and so taken as given: IngressClass somebodys, PriorityClass somebodys-low"
    ]
    assert {low, class_} & {one.ref for one in left(client)} == set()


@pytest.mark.kubernetes
def test_a_definition_brings_the_others_of_its_project_ready_for_use(client: Client) -> None:
    given = Somebodys()

    found = given.bring(client, Ref(*DEFINITION, "clusterissuers.cert-manager.io"), quiet)

    assert found is not None
    assert found["spec"]["names"]["kind"] == "ClusterIssuer"
    assert client.resource(Ref("cert-manager.io/v1", "Certificate", "any")).plural == "certificates"


@pytest.mark.kubernetes
@pytest.mark.parametrize("ref", [ISSUER, STORE, GATEWAY], ids=lambda ref: ref.kind)
def test_a_custom_resource_comes_with_its_kind_and_is_one_that_the_api_server_takes(
    ref: Ref, client: Client
) -> None:
    live = Somebodys().bring(client, ref, quiet)

    assert live is not None
    assert live["spec"]
    assert client.get(ref)["metadata"]["name"] == "theirs"
    if ref == GATEWAY:
        assert client.find(Ref(GATEWAY.api_version, "GatewayClass", live["spec"]["gatewayClassName"]))


@pytest.mark.kubernetes
def test_nothing_else_is_taken_as_given(client: Client) -> None:
    given = Somebodys()

    assert given.bring(client, Ref("v1", "ConfigMap", "none", "default"), quiet) is None
    assert given.bring(client, Ref(*DEFINITION, "things.nobody.example.com"), quiet) is None
    assert given.told() == []
