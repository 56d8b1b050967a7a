"""Secrets by reference."""

from typing import Any, cast

from components.contracts import SecretStore
from components.workload.secrets import external_secret

STORE = SecretStore(
    name="cloud", prefix="staging/", refresh_minutes=60, namespace_labels={}, ready=cast(Any, None)
)


def test_a_secret_is_read_below_the_stacks_prefix() -> None:
    body = external_secret("app", {"URL": "app/url"}, STORE)

    assert body["data"] == [{"secretKey": "URL", "remoteRef": {"key": "staging/app/url"}}]


def test_one_field_of_a_json_secret_can_be_named() -> None:
    body = external_secret("app", {"URL": "app/database#url"}, STORE)

    assert body["data"][0]["remoteRef"] == {"key": "staging/app/database", "property": "url"}


def test_the_secret_goes_when_its_external_secret_goes() -> None:
    assert external_secret("app", {"URL": "x"}, STORE)["target"]["creationPolicy"] == "Owner"


def test_a_secret_is_called_as_its_workload_is_and_comes_from_the_clusters_store() -> None:
    body = external_secret("app", {"URL": "x"}, STORE)

    assert body["target"]["name"] == "app"
    assert body["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "cloud"}


def test_it_is_refreshed_as_the_platform_says() -> None:
    assert external_secret("app", {"URL": "x"}, STORE)["refreshInterval"] == "60m"
