"""Patch resources change some fields of an object that somebody else made, and give them up again."""

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.managers import managers
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.engine_side import Failed, Provider, plain
from tests.rehearsal.providers.kubernetes.things import config_map

pytestmark = pytest.mark.kubernetes
PATCH = "kubernetes:core/v1:ConfigMapPatch"


def test_a_patch_sets_its_fields_and_gives_them_up(
    provider: Provider, client: Client, namespace: str
) -> None:
    ref = Ref("v1", "ConfigMap", "settings", namespace)
    client.create(config_map(namespace, colour="red"), "somebody")
    first, then = config_map(namespace, size="1"), config_map(namespace, size="2")

    made = provider.create(PATCH, first)
    with_one = client.get(ref)["data"]
    change = provider.diff(PATCH, made, first, then)
    provider.update(PATCH, made, first, then)
    with_two = client.get(ref)["data"]
    provider.delete(PATCH, made, then)

    assert made.id == f"{namespace}/settings"
    assert with_one == {"colour": "red", "size": "1"}
    assert list(change.detailedDiff) == ["data.size"]
    assert not change.replaces
    assert with_two == {"colour": "red", "size": "2"}
    assert client.get(ref)["data"] == {"colour": "red"}
    assert managers(client.get(ref)) == {"somebody"}


def test_a_patch_of_nothing_is_refused(provider: Provider, namespace: str) -> None:
    with pytest.raises(
        Failed, match=r"ConfigMap .*/settings is not there; a patch changes an object that exists"
    ):
        provider.create(PATCH, config_map(namespace, size="1"))


def test_a_patch_of_what_another_manager_has_is_a_conflict(
    provider: Provider, client: Client, namespace: str
) -> None:
    client.create(config_map(namespace, colour="red"), "somebody")

    with pytest.raises(Failed, match='conflict with "somebody"'):
        provider.create(PATCH, config_map(namespace, colour="blue"))


def test_a_patch_names_what_it_patches(provider: Provider) -> None:
    (failure,) = provider.check(PATCH, {"data": {"size": "1"}}).failures

    assert failure.property == "metadata.name"
    assert failure.reason == "Required value: a patch names the object that it changes"


def test_a_preview_of_a_patch_changes_nothing(provider: Provider, namespace: str) -> None:
    planned = provider.create(PATCH, config_map(namespace, size="1"), preview=True)

    assert planned.id == ""
    assert plain(planned.properties) == config_map(namespace, size="1")
