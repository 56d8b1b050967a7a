"""What an API server's aggregated discovery says about its kinds."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.discovery import Discovery, Resource
from rehearsal.providers.kubernetes.errors import NoKindMatch


def group(name: str, version: str, **kinds: str) -> dict[str, Any]:
    resources = [
        {
            "resource": f"{kind.lower()}s", "responseKind": {"kind": kind}, "scope": scope, "verbs": ["get", "list"],
            "subresources": [{"subresource": "status"}],
        }
        for kind, scope in kinds.items()
    ]  # fmt: skip
    return {
        "metadata": {"name": name} if name else {},
        "versions": [{"version": version, "resources": resources}],
    }


class Server:
    def __init__(self) -> None:
        self.groups = [group("apps", "v1", Deployment="Namespaced")]
        self.asked: list[str] = []

    def fetch(self, path: str, accept: str) -> dict[str, Any]:
        self.asked.append(path)
        core = [group("", "v1", Namespace="Cluster", Service="Namespaced")]
        return {"items": core if path == "/api" else self.groups}


def test_a_kind_has_its_path_in_its_scope() -> None:
    discovery = Discovery(Server().fetch)

    assert discovery.resource("v1", "Namespace").path("shop", "a") == "/api/v1/namespaces/a"
    assert discovery.resource("v1", "Service").path("shop", "a") == "/api/v1/namespaces/shop/services/a"
    assert (
        discovery.resource("apps/v1", "Deployment").path("shop")
        == "/apis/apps/v1/namespaces/shop/deployments"
    )
    assert discovery.resource("apps/v1", "Deployment").path() == "/apis/apps/v1/deployments"


def test_what_is_known_is_not_asked_again_and_what_is_new_is_found() -> None:
    server = Server()
    discovery = Discovery(server.fetch)
    discovery.resource("v1", "Service")
    discovery.resource("apps/v1", "Deployment")
    before = len(server.asked)

    server.groups.append(group("example.com", "v1", Ship="Cluster"))
    ship = discovery.resource("example.com/v1", "Ship")

    assert before == 2
    assert ship == Resource("example.com/v1", "Ship", "ships", False, frozenset({"get", "list"}))


def test_a_kind_that_there_is_not_is_told() -> None:
    with pytest.raises(NoKindMatch, match=r'no matches for kind "Ship" in version "example.com/v1"'):
        Discovery(Server().fetch).resource("example.com/v1", "Ship")


def test_a_kind_that_went_is_forgotten_when_all_are_asked_for() -> None:
    server = Server()
    discovery = Discovery(server.fetch)
    assert len(discovery.resources()) == 3

    server.groups.clear()

    assert {each.kind for each in discovery.resources()} == {"Namespace", "Service"}


def test_a_path_that_went_with_its_definition_is_told_by_its_kind() -> None:
    server = Server()
    discovery = Discovery(server.fetch)
    discovery.resource("apps/v1", "Deployment")
    paths = [f"/apis/apps/v1/{rest}" for rest in ("namespaces/shop/deployments/web?a=b", "deployments")]
    assert [discovery.gone(path) for path in paths] == [None, None]

    server.groups.clear()

    told = 'no matches for kind "Deployment" in version "apps/v1"'
    assert [str(discovery.gone(path)) for path in paths] == [told, told]
    assert discovery.gone("/apis/apps/v1/replicasets") is None
    assert discovery.gone("/api/v1/namespaces/deployments") is None
