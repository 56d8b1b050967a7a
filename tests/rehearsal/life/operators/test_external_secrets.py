"""What External Secrets answers."""

from typing import Any

from rehearsal.life.operators.external_secrets import external_secret, lets_in, refreshed, target
from tests.rehearsal.life.operators.found import Found, obj

STORE = {"kind": "SecretStore", "name": "store"}
READY = Found(obj("SecretStore", "store", "here", ready=True))


def wanted(**spec: Any) -> dict[str, Any]:
    return obj("ExternalSecret", "web", "here", secretStoreRef=STORE, **spec)


def test_a_store_that_is_missing_or_not_ready_is_named() -> None:
    missing = external_secret(wanted(), Found())
    waiting = external_secret(wanted(), Found(obj("SecretStore", "store", "here", ready=False)))

    assert missing.conditions[0].message == 'could not get SecretStore "store", not found'
    assert waiting.conditions[0].message == 'SecretStore "store" is not ready'


def test_the_secret_has_the_keys_that_are_asked_for() -> None:
    data = [{"secretKey": "A", "remoteRef": {"key": "a"}}]
    template = {"type": "kubernetes.io/basic-auth", "data": {"username": "{{ .A }}"}}

    (plain,) = external_secret(wanted(data=data), READY).makes
    (templated,) = external_secret(
        wanted(data=data, target={"name": "other", "template": template}), READY
    ).makes
    (whole,) = external_secret(wanted(dataFrom=[{"extract": {"key": "a"}}]), READY).makes

    assert plain["stringData"] == {"A": "placeholder-of-A"}
    assert (templated["metadata"]["name"], templated["type"]) == ("other", "kubernetes.io/basic-auth")
    assert list(templated["stringData"]) == ["username"]
    assert list(whole["stringData"]) == ["value"]


def test_a_secret_that_is_orphaned_has_no_owner() -> None:
    assert external_secret(wanted(), READY).owned
    assert not external_secret(wanted(target={"creationPolicy": "Orphan"}), READY).owned
    assert target(wanted()) == "web"


def test_a_store_lets_in_whom_one_of_its_conditions_names() -> None:
    by_name = obj("ClusterSecretStore", "store", conditions=[{"namespaces": ["here"]}])
    by_label = obj(
        "ClusterSecretStore", "store", conditions=[{"namespaceSelector": {"matchLabels": {"a": "b"}}}]
    )

    assert lets_in(by_name, "here", {})
    assert not lets_in(by_name, "there", {"a": "b"})
    assert lets_in(by_label, "there", {"a": "b", "c": "d"})
    assert lets_in(obj("ClusterSecretStore", "store"), "anywhere", {})


def test_it_is_fetched_anew_when_it_is_asked_to() -> None:
    asked = {"metadata": {"creationTimestamp": "then", "annotations": {"force-sync": "1795262400"}}}

    assert refreshed({"metadata": {"creationTimestamp": "then"}}) == "then"
    assert refreshed(asked) == "2026-11-21T12:00:00Z"
