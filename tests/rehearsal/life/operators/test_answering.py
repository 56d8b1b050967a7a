"""Operators at work on a real control plane."""

import base64
from typing import Any

import pytest

from rehearsal.life.operators.table import OPERATORS
from rehearsal.life.operators.velero import GROUP
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import Living, custom_kind, soon

pytestmark = pytest.mark.engine
CLUSTER_WIDE = {
    "ClusterIssuer",
    "ClusterSecretStore",
    "EC2NodeClass",
    "NodePool",
    "GatewayClass",
    "ClusterPolicy",
}
KINDS = (*OPERATORS, (GROUP, "BackupStorageLocation"), (GROUP, "Backup"), (GROUP, "Restore"))


@pytest.fixture(scope="module", autouse=True)
def _kinds(living: Living) -> None:
    for api_version, kind in KINDS:
        living.put(custom_kind(api_version, kind, namespaced=kind not in CLUSTER_WIDE))


def custom(kind: str, name: str, namespace: str = "", **spec: Any) -> dict[str, Any]:
    api_version = next(version for version, known in KINDS if known == kind)
    place = {"namespace": namespace} if namespace else {}
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, **place}, "spec": spec}


def put(living: Living, obj: dict[str, Any]) -> None:
    """A kind counts from the moment the API server serves it, which is a little after its definition."""

    def tried() -> bool:
        try:
            living.put(obj)
        except ApiError as error:
            if error.code != 404:
                raise
            return False
        return True

    assert soon(tried)


def condition(living: Living, obj: dict[str, Any], type_: str = "Ready") -> tuple[str, str]:
    status = living.client.get(Ref.of(obj)).get("status") or {}
    found = [one for one in status.get("conditions") or () if one["type"] == type_]
    return (found[0]["status"], found[0]["message"]) if found else ("", "")


def test_a_certificate_waits_for_its_issuer_and_gives_its_secret(living: Living) -> None:
    home = living.namespace("certified")
    wanted = custom(
        "Certificate", "web", home, secretName="web-tls", dnsNames=["web.example.com"],
        issuerRef={"kind": "ClusterIssuer", "name": "letsencrypt"},
    )  # fmt: skip
    put(living, wanted)
    assert soon(lambda: condition(living, wanted)[0] == "False")
    assert condition(living, wanted)[1].endswith("ClusterIssuer letsencrypt not found")

    put(living, custom("ClusterIssuer", "letsencrypt", acme={"server": "https://acme.example.com"}))

    assert soon(lambda: condition(living, wanted)[0] == "True")
    secret = living.client.get(Ref("v1", "Secret", "web-tls", home))
    assert secret["type"] == "kubernetes.io/tls"
    assert b"BEGIN CERTIFICATE" in base64.b64decode(secret["data"]["tls.crt"])
    assert secret["metadata"]["ownerReferences"][0]["name"] == "web"


def test_a_secret_comes_from_a_store_that_lets_its_namespace_in_and_goes_with_its_owner(
    living: Living,
) -> None:
    home = living.namespace("secretive")
    rules = [{"namespaceSelector": {"matchLabels": {"may": "read"}}}]
    put(living, custom("ClusterSecretStore", "platform", conditions=rules))
    wanted = custom(
        "ExternalSecret", "web", home, secretStoreRef={"kind": "ClusterSecretStore", "name": "platform"},
        data=[{"secretKey": "PASSWORD", "remoteRef": {"key": "x"}}],
    )  # fmt: skip
    put(living, wanted)
    assert soon(lambda: "is not allowed from namespace" in condition(living, wanted)[1])

    living.put(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": home, "labels": {"may": "read"}}}
    )

    assert soon(lambda: condition(living, wanted)[0] == "True")
    ref = Ref("v1", "Secret", "web", home)
    assert base64.b64decode(living.client.get(ref)["data"]["PASSWORD"]) == b"placeholder-of-PASSWORD"
    # Kubernetes' garbage collector does the rest, which learns of a new kind within half a minute.
    (owner,) = living.client.get(ref)["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["name"], owner["blockOwnerDeletion"]) == ("ExternalSecret", "web", True)


def test_prometheus_is_available_when_its_pods_are_and_they_have_their_volumes(living: Living) -> None:
    home = living.namespace("observed")
    claim = {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    wanted = custom("Prometheus", "main", home, replicas=2, storage={"volumeClaimTemplate": claim})

    put(living, wanted)

    assert soon(lambda: condition(living, wanted, "Available")[0] == "True")
    claims = living.client.list("v1", "PersistentVolumeClaim", home)
    assert [one["status"]["phase"] for one in claims] == ["Bound", "Bound"]
    assert {one["metadata"]["name"] for one in claims} == {
        f"prometheus-main-db-prometheus-main-{n}" for n in (0, 1)
    }


def test_a_kind_that_comes_again_is_answered_again(living: Living) -> None:
    home = living.namespace("again")
    definition = Ref("apiextensions.k8s.io/v1", "CustomResourceDefinition", "backups.velero.io")
    wanted = custom("Backup", "nightly", home, includedNamespaces=[home])

    def completed() -> bool:
        found = living.client.find(Ref.of(wanted)) or {}
        return bool((found.get("status") or {}).get("phase") == "Completed")

    put(living, custom("BackupStorageLocation", "default", home, objectStorage={"bucket": "here"}))
    put(living, wanted)
    assert soon(completed)
    living.client.delete(definition)
    assert soon(lambda: living.client.find(definition) is None)
    living.put(custom_kind("velero.io/v1", "Backup"))
    put(living, wanted)

    assert soon(completed)
