"""What a real Kubernetes makes, and what it refuses to make and why."""

import time

import pytest

from rehearsal.providers.kubernetes import making
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.managers import manager_of
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.conftest import Server
from tests.rehearsal.providers.kubernetes.engine_side import Failed, Provider, plain, urn
from tests.rehearsal.providers.kubernetes.things import (
    CONFIG_MAP,
    DEFINITION,
    DEPLOYMENT,
    POD,
    SECRET,
    config_map,
    definition,
    deployment,
    pod_spec,
    thing,
    wait_until,
)

pytestmark = pytest.mark.kubernetes


def test_an_object_is_made_with_a_manager_of_its_own(
    provider: Provider, client: Client, namespace: str
) -> None:
    made = provider.create(CONFIG_MAP, config_map(namespace, colour="blue"))

    live = client.get(Ref("v1", "ConfigMap", "settings", namespace))
    (owner,) = live["metadata"]["managedFields"]
    assert made.id == f"{namespace}/settings"
    assert plain(made.properties)["metadata"]["uid"] == live["metadata"]["uid"]
    assert owner["manager"].startswith("pulumi-kubernetes-")
    assert owner["operation"] == "Apply"


def test_an_object_without_a_namespace_goes_to_that_of_the_provider(server: Server, namespace: str) -> None:
    provider = server.provider(namespace=namespace)

    made = provider.create(CONFIG_MAP, thing("v1", "ConfigMap", "", "settings"))

    provider.channel.close()
    assert made.id == f"{namespace}/settings"


def test_a_generated_name_is_made_here_since_server_side_apply_makes_none(
    provider: Provider, namespace: str
) -> None:
    inputs = {**config_map(namespace), "metadata": {"generateName": "settings-", "namespace": namespace}}

    first, second = provider.create(CONFIG_MAP, inputs), provider.create(CONFIG_MAP, inputs)

    assert first.id.startswith(f"{namespace}/settings-")
    assert first.id != second.id


def test_making_what_exists_is_refused_and_leaves_it_as_it_is(
    provider: Provider, client: Client, namespace: str
) -> None:
    client.create(config_map(namespace, colour="red"), "somebody")

    with pytest.raises(Failed) as error:
        provider.create(CONFIG_MAP, config_map(namespace, colour="blue"))

    assert error.value.code == "FAILED_PRECONDITION"
    assert str(error.value) == (
        f'AlreadyExists: the API server refused to create ConfigMap {namespace}/settings: configmaps "settings" already '
        "exists\nImport it (import_), change some of its fields with a ConfigMapPatch, or give this one another name."
    )
    assert client.get(Ref("v1", "ConfigMap", "settings", namespace))["data"] == {"colour": "red"}


def test_a_field_that_there_is_not_is_refused_by_its_path(provider: Provider, namespace: str) -> None:
    with pytest.raises(
        Failed, match=r"refused to create Deployment .*: spec\.replica: field not declared in schema"
    ):
        provider.create(DEPLOYMENT, deployment(namespace, replica=2))


def test_a_selector_that_does_not_match_is_refused_field_by_field(provider: Provider, namespace: str) -> None:
    wrong = deployment(namespace, label="other", replicas=-1)

    with pytest.raises(Failed) as error:
        provider.create(DEPLOYMENT, wrong)

    head, *lines = str(error.value).splitlines()
    assert head == f"Invalid: the API server refused to create Deployment {namespace}/web:"
    assert lines[0].startswith("  spec.replicas: Invalid value: -1: must be greater than or equal to 0")
    assert lines[1].startswith("  spec.template.metadata.labels: Invalid value:")


def test_a_namespace_that_is_missing_is_named_with_what_to_do(provider: Provider) -> None:
    with pytest.raises(Failed) as error:
        provider.create(CONFIG_MAP, config_map("nowhere"))

    assert 'namespaces "nowhere" not found\nCreate the namespace first, and depend on it' in str(error.value)


def test_a_quota_is_kept(provider: Provider, client: Client, namespace: str) -> None:
    quota = thing("v1", "ResourceQuota", namespace, "few", spec={"hard": {"count/secrets": "1"}})
    client.create(quota, "test")
    wait_until(lambda: client.get(Ref.of(quota)).get("status", {}).get("used"))
    provider.create(SECRET, thing("v1", "Secret", namespace, "first"))

    with pytest.raises(
        Failed, match="exceeded quota: few, requested: count/secrets=1, used: count/secrets=1"
    ):
        provider.create(SECRET, thing("v1", "Secret", namespace, "second"))


def test_pod_security_refuses_a_pod_and_warns_of_a_deployment(
    provider: Provider, server: Server, client: Client, namespace: str
) -> None:
    labels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}
    client.patch(Ref("v1", "Namespace", namespace), {"metadata": {"labels": labels}}, "test")

    with pytest.raises(Failed, match='violates PodSecurity "restricted:latest": allowPrivilegeEscalation'):
        provider.create(POD, thing("v1", "Pod", namespace, "web", spec=pod_spec()))
    provider.create(DEPLOYMENT, deployment(namespace, replicas=0))

    (warning,) = [text for severity, text in server.engine.heard if severity == "WARNING"]
    assert warning.startswith('would violate PodSecurity "restricted:latest": allowPrivilegeEscalation')


def test_a_custom_resource_is_judged_by_its_definition(provider: Provider, namespace: str) -> None:
    group = f"{namespace}.example.com"
    given = definition(group, "Ship", masts={"type": "integer", "minimum": 1})
    provider.create(DEFINITION, given)
    type_ = f"kubernetes:{group}/v1:Ship"

    with pytest.raises(Failed, match=r"spec\.masts in body should be greater than or equal to 1"):
        provider.create(type_, thing(f"{group}/v1", "Ship", namespace, "a", spec={"masts": 0}))
    with pytest.raises(Failed, match=r"spec\.mast: field not declared in schema"):
        provider.create(type_, thing(f"{group}/v1", "Ship", namespace, "a", spec={"mast": 3}))
    assert provider.create(type_, thing(f"{group}/v1", "Ship", namespace, "a", spec={"masts": 3})).id


def test_a_kind_that_nobody_has_defined_is_told_with_what_would_define_it(
    provider: Provider, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PATIENCE", 0.1)
    issuer = thing("cert-manager.io/v1", "Nothing", namespace, "letsencrypt", spec={})

    with pytest.raises(Failed) as error:
        provider.create("kubernetes:cert-manager.io/v1:Nothing", issuer)

    refused, hint = str(error.value).splitlines()
    assert refused == (
        f"NoKindMatch: the API server refused to create Nothing {namespace}/letsencrypt: "
        'no matches for kind "Nothing" in version "cert-manager.io/v1"'
    )
    assert hint == "Install cert-manager first, and depend on it (depends_on)."


def test_an_object_whose_making_was_never_answered_is_taken_as_made(
    provider: Provider, client: Client, namespace: str
) -> None:
    inputs = config_map(namespace, colour="blue")
    manager = manager_of(urn(CONFIG_MAP, "thing"), {})
    time.sleep(1 - time.time() % 1)  # both in one second, to which the API server rounds
    client.apply(inputs, manager)  # the request that was sent, whose answer the connection lost

    assert provider.create(CONFIG_MAP, inputs).id == f"{namespace}/settings"
    time.sleep(1.1)
    with pytest.raises(Failed, match="already exists"):
        provider.create(CONFIG_MAP, inputs)
